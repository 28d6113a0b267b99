// What is picked and marked, and how nodes and links look then, in both ways of drawing.

const state = { node: -1, edge: -1, from: -1, to: -1, path: null };
const isDark = matchMedia("(prefers-color-scheme: dark)");
let forPrint = false;
const PEOPLE = "P"; // the sort of people and organizations

const dark = () => isDark.matches && !forPrint;
const paper = () => (dark() ? "#15181d" : "#ffffff");
const ink = () => (dark() ? "#e8e6e0" : "#1c222b");
const faint = () => (dark() ? "#2c323b" : "#e9ebee");
const mark = () => (dark() ? "#ffd24a" : "#d3380d");

const colourOfSort = (sort) => data.sorts[sort][dark() ? 2 : 1];
const colourOfFamily = (family) => data.families[family][dark() ? 1 : 0];

// Which nodes and links stand out: null for all alike.
function standingOut() {
  if (state.path) return state.path;
  if (state.edge >= 0) {
    const edge = edges[state.edge];
    return { nodes: new Set([edge.source, edge.target]), edges: new Set([edge.index]) };
  }
  if (state.node >= 0) {
    const around = nodes[state.node].edges.filter((edge) => shown.edges[edge.index]);
    const near = around.map((edge) => otherEnd(edge, state.node));
    return { nodes: new Set([state.node, ...near]), edges: new Set(around.map((edge) => edge.index)) };
  }
  return null;
}

// Names find room in this order: what is picked, people and organizations, then by their links.
const byRank = (a, b) =>
  isPicked(b) - isPicked(a) || (b.sort === PEOPLE) - (a.sort === PEOPLE) || b.links - a.links || a.index - b.index;

// Where a name may stand, its middle and its base line: below its node, above, right, left.
function* seatsOf(x, y, radius, width, size) {
  const aside = radius * 1.25 + 4 + width / 2;
  yield [x, y + radius + size];
  yield [x, y - radius - 5];
  yield [x + aside, y + size * 0.36];
  yield [x - aside, y + size * 0.36];
}

// The first seat that is free, which is taken; none where there is no room.
function seatFor(room, x, y, radius, width, size) {
  for (const [middle, base] of seatsOf(x, y, radius, width, size)) {
    if (room(middle - width / 2, base - size, width, size + 2)) return [middle, base];
  }
  return null;
}

function tellUnnamed(count) {
  byId("unnamed").textContent = count ? t(forPrint ? "picture.unlabelled" : "unnamed", { n: count }) : "";
}

const isPicked = (node) => node.index === state.node || node.index === state.from || node.index === state.to;

function lookOfNode(node, out) {
  const isOut = !out || out.nodes.has(node.index);
  return {
    colour: isOut ? colourOfSort(node.sort) : faint(),
    label: isOut ? short(node.label, 28) : "",
    forced: !!out && isOut && out.nodes.size <= 40,
    picked: isPicked(node),
    out: !!out && isOut,
  };
}

function lookOfEdge(edge, out) {
  const isOut = !out || out.edges.has(edge.index);
  const marked = isOut && (!!state.path || edge.index === state.edge);
  const few = shown.edgeCount <= 60;
  const thick = Math.min(1.4 + 0.55 * Math.log2(edge.count || 1), 5);
  const label = isOut && (few || (out && out.edges.size <= 40)) ? relationWords(edge) : "";
  return {
    colour: !isOut ? faint() : marked ? mark() : colourOfFamily(relations[edge.relation].family),
    size: marked ? thick + 1.6 : thick,
    label: label && edge.count > 1 ? `${label} ×${number(edge.count)}` : label,
    out: !!out && isOut,
  };
}
