// The chart as two tables: for keyboard and screen reader, for print, and to read off.

const PAGE_ROWS = 100;
const PRINT_ROWS = 2000;
const order = { edges: { column: 3, down: true, first: 0 }, nodes: { column: 3, down: true, first: 0 } };

const COLUMNS = {
  edges: [
    ["table.from", (edge) => nodes[edge.source].label],
    ["table.relation", (edge) => relationWords(edge)],
    ["table.to", (edge) => nodes[edge.target].label],
    ["edge.count", (edge) => edge.count],
    ["edge.first", (edge) => timeWords(edge.first, "")],
    ["edge.last", (edge) => timeWords(edge.last, "")],
    ["edge.grade", (edge) => edge.grade],
    ["node.facts", (edge) => factRows(edge.facts).map(([name, fact]) => `${name} ${fact}`).join("; ")],
  ],
  nodes: [
    ["table.label", (node) => node.label],
    ["table.kind", (node) => kindWords(node)],
    ["node.id", (node) => node.value],
    ["node.links", (node) => node.links],
    ["node.degree", (node) => node.degree],
  ],
};

function tableRows(which) {
  const { column, down } = order[which];
  const value = COLUMNS[which][column][1];
  const all = which === "edges" ? edges.filter((edge) => shown.edges[edge.index]) : nodes.filter((node) => shown.nodes[node.index]);
  const keyed = all.map((row) => [value(row), row]);
  const compare = ([one, a], [other, b]) => (one < other ? -1 : one > other ? 1 : 0) * (down ? -1 : 1) || a.index - b.index;
  return keyed.sort(compare).map(([, row]) => row);
}

function headCell(which, [code], column) {
  const { column: sorted, down } = order[which];
  const sort = sorted === column ? (down ? "descending" : "ascending") : "none";
  const act = () => {
    order[which] = { column, down: sorted === column ? !down : false, first: 0 };
    showTable(which);
  };
  return make("th", { scope: "col", "aria-sort": sort },
    make("button", { type: "button", class: "plain", onclick: act }, t(code), /^edge.(first|last)$/.test(code) ? " (UTC)" : "", sort === "none" ? "" : down ? " ↓" : " ↑"));
}

function tableRow(which, row) {
  const open = () => (which === "edges" ? page.showEdge(row.index) : page.showNode(row.index));
  const cells = COLUMNS[which].map(([, value], column) => {
    const content = value(row);
    const text = typeof content === "number" ? number(content) : own(short(content, 160));
    if (column === 0) return make("th", { scope: "row" }, make("button", { type: "button", class: "plain", onclick: open }, text));
    return make("td", typeof content === "number" ? { class: "number" } : {}, text);
  });
  return make("tr", {}, ...cells);
}

function showTable(which, most = PAGE_ROWS) {
  const rows = tableRows(which);
  const place = order[which];
  place.first = Math.min(place.first, Math.max(0, Math.floor((rows.length - 1) / PAGE_ROWS) * PAGE_ROWS));
  const first = most === PAGE_ROWS ? place.first : 0;
  const some = rows.slice(first, first + most);
  const turn = (by) => () => { place.first += by; showTable(which); };
  const table = make("table", {},
    make("caption", {}, t(`tab.${which}`)),
    make("thead", {}, make("tr", {}, ...COLUMNS[which].map((column, index) => headCell(which, column, index)))),
    make("tbody", {}, ...some.map((row) => tableRow(which, row))));
  const pager = make("p", { class: "buttons pager" },
    make("button", { type: "button", disabled: first === 0, onclick: turn(-PAGE_ROWS) }, t("table.before")),
    make("span", {}, rows.length ? t("table.page", { from: first + 1, to: first + some.length, all: rows.length }) : t("table.empty")),
    make("button", { type: "button", disabled: first + most >= rows.length, onclick: turn(PAGE_ROWS) }, t("table.next")));
  byId("table").replaceChildren(pager, table);
}
