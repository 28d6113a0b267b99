// The panel on the right: a node, a link with its evidence, or what the chart is of.

const MAX_LISTED = 60;

const heading = (words, index = -1) =>
  make("div", { class: "heading" }, make("h2", { tabindex: "-1" }, ...words),
    index === null ? null : make("button", { type: "button", class: "plain", title: t("close"), "aria-label": t("close"), onclick: () => page.nothing() }, "×"));

function factList(rows) {
  const told = rows.filter(([, value]) => value !== "" && value !== undefined && value !== null);
  return make("dl", { class: "facts" },
    ...told.flatMap(([name, value]) => [
      make("dt", {}, name),
      make("dd", {}, value instanceof Node ? value : own(String(value))),
    ]));
}

const lines = (texts) => make("span", { class: "lines" }, ...texts.flatMap((text) => [own(text), make("br")]).slice(0, -1));

function nodeLink(index) {
  return make("button", { type: "button", class: "plain", onclick: () => page.showNode(index) },
    chip(nodes[index].sort), own(short(nodes[index].label, 120)));
}

function edgeRow(edge, from) {
  const other = otherEnd(edge, from);
  const arrow = relations[edge.relation].mutual ? "–" : edge.source === from ? "→" : "←";
  const count = edge.count > 1 ? ` ×${number(edge.count)}` : "";
  return make("li", {},
    make("button", { type: "button", class: "plain", "data-edge": edge.index, onclick: () => page.showEdge(edge.index) },
      make("span", { class: "soft" }, `${arrow} ${relationWords(edge)}${count} `), own(short(nodes[other].label, 120))));
}

function nodeDetails(node) {
  const around = node.edges.filter((edge) => shown.edges[edge.index]);
  const sorted = [...around].sort((a, b) => b.count - a.count || a.index - b.index);
  const act = (code, todo) => button(code, () => { todo(); page.refresh(); });
  return [
    heading([chip(node.sort), own(node.label)]),
    make("p", { class: "soft" }, kindWords(node)),
    make("p", { class: "buttons" },
      act("node.from_here", () => { state.from = node.index; state.path = null; state.asked = false; if (state.to >= 0) page.path(); }),
      act("node.to_here", () => { state.to = node.index; state.path = null; state.asked = false; if (state.from >= 0) page.path(); }),
      button("node.locate", () => page.locate(node.index)),
      button("node.only", () => { chooseOnly(node.index); page.refresh(); page.whole(); }),
      act("node.expand", () => expand(node.index)),
      act("node.collapse", () => collapse(node.index)),
      act("node.hide", () => { filter.hidden.add(node.index); state.node = -1; })),
    factList([
      [t("node.id"), node.value],
      [t("node.names"), node.names.length > 1 || (node.names.length && node.names[0] !== node.label) ? lines(node.names) : ""],
      [t("node.same"), node.same.length ? lines(node.same) : ""],
      [t("node.links"), number(node.links)],
      [t("node.degree"), node.degree ? number(node.degree) : ""],
      ...factRows(node.facts),
    ]),
    make("h3", {}, `${t("node.neighbours")} (${number(around.length)})`),
    make("ul", { class: "rows" }, ...sorted.slice(0, MAX_LISTED).map((edge) => edgeRow(edge, node.index)),
      sorted.length > MAX_LISTED ? make("li", { class: "soft" }, t("node.more", { n: sorted.length - MAX_LISTED })) : null),
  ];
}

function pieceDetails(piece) {
  const time = piece.until ? `${timeWords(piece.since)} – ${timeWords(piece.until)}` : timeWords(piece.since);
  return make("li", { class: "piece" },
    make("h4", {}, piece.name, piece.grade ? make("span", { class: "grade", title: t("evidence.grade") }, piece.grade) : null),
    factList([
      [t("evidence.time"), time],
      ...factRows(piece.facts),
      [t("evidence.raw"), piece.raw ? make("q", {}, own(piece.raw)) : ""],
      [t("evidence.item"), piece.item],
      [t("evidence.path"), piece.path],
      [t("evidence.locator"), piece.locator.length ? lines(piece.locator) : ""],
      [t("evidence.sha256"), piece.sha256 ? make("code", {}, piece.sha256) : ""],
      [t("evidence.said_by"), piece.saidBy],
      [t("evidence.entry"), piece.entry],
      [t("evidence.recorded"), timeWords(piece.recorded)],
    ]),
    piece.item ? null : make("p", { class: "soft" }, t("evidence.own")));
}

function edgeDetails(edge) {
  const pieces = edge.evidence.map(pieceOf);
  const more = edge.count - pieces.length;
  return [
    heading([relationWords(edge)]),
    make("p", { class: "ends" }, nodeLink(edge.source),
      make("span", { class: "arrow" }, relations[edge.relation].mutual ? "–" : "→"), nodeLink(edge.target)),
    factList([
      [t("edge.count"), number(edge.count)],
      [t("edge.first"), timeWords(edge.first)],
      [t("edge.last"), timeWords(edge.last)],
      [t("edge.grade"), edge.grade],
      ...factRows(edge.facts),
    ]),
    make("h3", {}, t("edge.statements")),
    make("ol", { class: "pieces" }, ...pieces.map(pieceDetails)),
    more > 0 ? make("p", { class: "soft" }, t("edge.more", { n: more })) : null,
  ];
}

const question = () => data.about.question.replace(/^the whole case/, t("question.whole"));

function overview() {
  const { about } = data;
  const most = [...nodes].sort((a, b) => b.links - a.links || a.index - b.index).slice(0, 12);
  return [
    heading([t("overview")], null),
    factList([
      [t("case"), about.cases.join(", ")],
      [t("question"), question()],
      [t("as_of"), about.as_of],
    ]),
    make("p", { class: "soft" }, t("entries", { n: about.entries })),
    about.notes.length ? make("div", { class: "notice" }, make("h3", {}, t("notes")), make("ul", {}, ...about.notes.map((one) => make("li", {}, own(saidOf(one)))))) : null,
    make("h3", {}, t("overview.most")),
    make("ol", { class: "rows" }, ...most.map((node) => make("li", {}, nodeLink(node.index), make("small", {}, number(node.links))))),
    make("p", { class: "soft" }, t("overview.help")),
  ].filter(Boolean);
}

function showDetails() {
  const panel = byId("right");
  const content = state.edge >= 0 ? edgeDetails(edges[state.edge]) : state.node >= 0 ? nodeDetails(nodes[state.node]) : overview();
  panel.replaceChildren(...content.filter(Boolean));
  panel.scrollTop = 0;
}
