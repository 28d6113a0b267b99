// The page itself: tabs, keys, language, print; it starts here.

let drawing = null;
let tab = "chart";

const page = {
  refresh() {
    applyFilter();
    if (state.path && [...state.path.edges].some((index) => !shown.edges[index])) state.path = null;
    if (state.node >= 0 && !shown.nodes[state.node]) state.node = -1;
    if (state.edge >= 0 && !shown.edges[state.edge]) state.edge = -1;
    const all = { all_nodes: nodes.length, all_edges: edges.length };
    const some = { nodes: shown.nodeCount, edges: shown.edgeCount };
    const whole = some.nodes === nodes.length && some.edges === edges.length;
    const counts = byId("counts");
    counts.textContent = t(whole ? "counts" : "counts.shown", { ...some, ...all });
    Object.assign(counts.dataset, { nodes: some.nodes, edges: some.edges, allNodes: nodes.length, allEdges: edges.length });
    showPath();
    showDetails();
    if (tab === "chart") drawing.refresh();
    else showTable(tab);
  },
  showNode(index) {
    if (!shown.nodes[index]) {
      filter.hidden.delete(index);
      filter.kinds.delete(nodes[index].kind);
      if (filter.chosen) filter.chosen.add(index);
      showFilters();
    }
    Object.assign(state, { node: index, edge: -1, path: null });
    page.refresh();
    if (tab === "chart" && nodes.length > 60) drawing.show(index);
  },
  showEdge(index, keepPath = false) {
    Object.assign(state, { edge: index, node: -1, path: keepPath ? state.path : null });
    page.refresh();
  },
  nothing() {
    Object.assign(state, { node: -1, edge: -1, path: null, asked: false });
    page.refresh();
  },
  path() {
    state.asked = true;
    findPath();
  },
  whole() {
    if (tab === "chart") drawing.whole();
  },
  locate(index) {
    page.turnTo("chart");
    drawing.show(index);
  },
  turnTo(which) {
    tab = which;
    byId("chart").hidden = tab !== "chart";
    byId("table").hidden = tab === "chart";
    for (const one of byId("tabs").children) one.setAttribute("aria-selected", String(one.dataset.tab === tab));
    page.refresh();
  },
};

const pick = {
  node: (index) => {
    Object.assign(state, { node: index, edge: -1, path: null });
    page.refresh();
  },
  edge: (index) => page.showEdge(index),
  nothing: () => page.nothing(),
  lost: () => startDrawing(true),
};

function startDrawing(plain) {
  const stage = byId("stage");
  const former = drawing;
  drawing = null;
  try {
    former?.close();
  } catch {
    // A context that is lost cannot be given back.
  }
  stage.replaceChildren();
  byId("instead").hidden = !plain;
  document.documentElement.dataset.drawing = plain ? "picture" : "webgl";
  drawing = plain ? makePicture(stage, pick) : makeDrawing(stage, pick);
  if (former) page.refresh();
}

function retell() {
  translate();
  byId("title").textContent = saidOf(data.about.title);
  byId("about").replaceChildren(t("question"), ": ", own(question()));
  document.title = `${t("chart")} · ${saidOf(data.about.title)}`;
  byId("search").placeholder = t("search.hint");
  byId("language").value = language;
  for (const [id, code] of [["zoom-in", "zoom.in"], ["zoom-out", "zoom.out"], ["zoom-all", "zoom.all"]]) {
    fill(byId(id), { title: t(code), "aria-label": t(code) }, []);
  }
  fill(byId("stage"), { "aria-label": t("tab.chart") }, []);
  byId("tabs").replaceChildren(
    ...["chart", "edges", "nodes"].map((one) =>
      make("button", { type: "button", role: "tab", "data-tab": one, "aria-selected": String(one === tab), onclick: () => page.turnTo(one) }, t(`tab.${one}`))),
  );
  showFilters();
  showLegend();
  listFound();
}

function onKey(event) {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === "Escape") {
    if (typing) event.target.blur();
    else page.nothing();
  } else if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  else if (event.key === "/") {
    event.preventDefault();
    byId("search").focus();
  } else if (event.key === "+" || event.key === "=") drawing.zoom(0.7);
  else if (event.key === "-") drawing.zoom(1.4);
  else if (event.key === "0") drawing.whole();
}

// For print the present view is drawn as SVG, and the table of links follows.
let printed = null;

function beforePrint() {
  forPrint = true;
  printed = make("div", { id: "printed" });
  byId("chart").append(printed);
  makePicture(printed, pick).refresh();
  showLegend();
  showTable("edges", PRINT_ROWS);
}

function afterPrint() {
  forPrint = false;
  printed?.remove();
  showLegend();
  page.refresh();
}

function start() {
  byId("language").addEventListener("change", (event) => {
    language = event.target.value;
    retell();
    page.refresh();
  });
  byId("search").addEventListener("input", listFound);
  byId("search").addEventListener("keydown", (event) => {
    const first = byId("found").querySelector("button");
    if (event.key === "Enter" && first) first.click();
  });
  byId("path-find").addEventListener("click", page.path);
  byId("path-clear").addEventListener("click", clearPath);
  byId("print").addEventListener("click", () => print());
  byId("zoom-in").addEventListener("click", () => drawing.zoom(0.7));
  byId("zoom-out").addEventListener("click", () => drawing.zoom(1.4));
  byId("zoom-all").addEventListener("click", () => drawing.whole());
  addEventListener("keydown", onKey);
  addEventListener("beforeprint", beforePrint);
  addEventListener("afterprint", afterPrint);
  isDark.addEventListener("change", () => {
    retell();
    page.refresh();
  });
  startFilters();
  applyFilter();
  retell();
  startDrawing(!hasWebGL());
  page.refresh();
  document.documentElement.dataset.ready = "yes";
}

start();

// For those who look at the page by a program: where a node stands, which bear their names.
window.truyvetChart = Object.freeze({
  find: (id) => nodes.findIndex((node) => node.id === id),
  where: (index) => drawing.where(index),
  named: () => drawing.named().map((index) => nodes[index].id),
});
