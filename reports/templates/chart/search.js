// Search box, and the way between two picked nodes.

const MAX_FOUND = 40;

function listFound() {
  const text = byId("search").value;
  const found = search(text);
  const rows = found.slice(0, MAX_FOUND).map((node) =>
    make("li", {}, make("button", { type: "button", "data-node": node.index, onclick: () => page.showNode(node.index) },
      chip(node.sort), own(short(node.label, 80)), make("small", {}, kindWords(node)))),
  );
  if (text.trim() && !found.length) rows.push(make("li", { class: "soft" }, t("search.none")));
  if (found.length > MAX_FOUND) rows.push(make("li", { class: "soft" }, t("search.more", { n: found.length - MAX_FOUND })));
  byId("found").replaceChildren(...rows);
}

// A sample of what nodes of a sort look like.
function chip(sort) {
  const look = { colour: colourOfSort(sort), picked: false };
  const size = { circle: 6.5, square: 6.5, diamond: 5.6, triangle: 5.2, page: 6.5 }[data.sorts[sort][0]];
  return draw("svg", { class: "chip", viewBox: "0 0 16 16", "aria-hidden": "true" },
    shapeOf({ x: 8, y: data.sorts[sort][0] === "triangle" ? 9 : 8, radius: size, sort }, look));
}

function lineSample(family) {
  return draw("svg", { class: "sample", viewBox: "0 0 28 10", "aria-hidden": "true" },
    draw("path", { d: "M1 5H20", stroke: colourOfFamily(family), "stroke-width": 2.5 }),
    draw("path", { d: "M27 5L18 9L18 1z", fill: colourOfFamily(family) }));
}

function findPath() {
  if (state.from < 0 || state.to < 0) return;
  const found = shortestWays(state.from, state.to);
  state.path = found;
  state.node = -1;
  state.edge = -1;
  page.refresh();
}

function clearPath() {
  Object.assign(state, { from: -1, to: -1, path: null });
  page.refresh();
}

function showPath() {
  for (const end of ["from", "to"]) {
    const index = state[end];
    byId(`path-${end}`).textContent = index < 0 ? t("path.pick") : short(nodes[index].label, 60);
    byId(`path-${end}`).className = index < 0 ? "soft" : "";
  }
  const both = state.from >= 0 && state.to >= 0;
  byId("path-find").disabled = !both;
  byId("path-clear").disabled = state.from < 0 && state.to < 0;
  const answer = byId("path-answer");
  if (!both || state.path === undefined) return answer.replaceChildren();
  if (!state.path) return answer.replaceChildren(make("p", { class: "soft" }, state.asked ? t("path.none") : ""));
  const { steps, ways, one } = state.path;
  const words = ways === 1 ? t("path.one", { steps }) : t("path.found", { steps, ways });
  const rows = one.map(({ edge, node }) =>
    make("li", {},
      make("button", { type: "button", class: "plain", onclick: () => page.showEdge(edge.index, true) },
        make("span", { class: "soft" }, `${edge.target === node ? "→" : "←"} ${relationWords(edge)} `),
        own(short(nodes[node].label, 60)))),
  );
  return answer.replaceChildren(
    make("p", {}, words),
    make("ol", { class: "steps" }, make("li", {}, own(short(nodes[state.from].label, 60))), ...rows),
  );
}
