// The graph as it stands in the page, what is shown of it, and questions to it.

const data = JSON.parse(document.getElementById("graph").textContent);
const kinds = data.kinds.map(([name, pole]) => ({ name, pole }));
const relations = data.relations.map(([name, family, mutual]) => ({ name, family, mutual: !!mutual }));

const nodes = data.nodes.map((row, index) => {
  const [id, kind, sort, value, label, x, y, radius, links, degree, names, same, facts, spellings] = row;
  return { index, id, kind, sort, value, label, x, y, radius, links, degree, names, same, facts, spellings, edges: [] };
});

const edges = data.edges.map((row, index) => {
  const [source, target, relation, count, first, last, grade, bend, facts, evidence] = row;
  return { index, source, target, relation, count, first, last, grade, bend, facts, evidence };
});
for (const edge of edges) {
  nodes[edge.source].edges.push(edge);
  if (edge.target !== edge.source) nodes[edge.target].edges.push(edge);
}

const otherEnd = (edge, node) => (edge.source === node ? edge.target : edge.source);

function pieceOf(row) {
  const [name, entry, sayer, recorded, source, locator, raw, since, until, grade, facts] = row;
  const [item, path, sha256] = source < 0 ? ["", "", ""] : data.sources[source];
  return {
    name, entry, saidBy: data.sayers[sayer][0], recorded, item, path, sha256, locator, raw,
    since, until, grade, facts,
  };
}

// What is shown: everything that no filter takes away.
const filter = {
  kinds: new Set(), // numbers of kinds that are taken away
  relations: new Set(),
  from: "",
  until: "",
  grade: "",
  alone: false, // whether nodes without a shown link are taken away
  chosen: null, // numbers of the nodes that alone are there; null for all
  hidden: new Set(), // numbers of nodes taken away one by one
};
const shown = { nodes: [], edges: [], nodeCount: 0, edgeCount: 0 };

// Times may be parts: 2026-03 is compared with 2026-03-14 as far as both say something.
const notAfter = (one, other) => {
  const length = Math.min(one.length, other.length);
  return one.slice(0, length) <= other.slice(0, length);
};

function inTime(first, last) {
  if (!first && !last) return true;
  const begun = !filter.until || notAfter(first || last, filter.until);
  return begun && (!filter.from || notAfter(filter.from, last || first));
}

const isGraded = (grade) => {
  const known = grade || "F6";
  return !filter.grade || (known[0] <= filter.grade[0] && known[1] <= filter.grade[1]);
};

function passes(edge) {
  if (filter.relations.has(edge.relation)) return false;
  if (!filter.from && !filter.until && !filter.grade) return true;
  if (edge.evidence.length && edge.evidence.length === edge.count) {
    return edge.evidence.some((row) => inTime(row[7], row[8] || row[7]) && isGraded(row[9]));
  }
  return inTime(edge.first, edge.last) && isGraded(edge.grade);
}

function applyFilter() {
  const isThere = (node) =>
    !filter.kinds.has(node.kind) && !filter.hidden.has(node.index) &&
    (filter.chosen === null || filter.chosen.has(node.index));
  shown.nodes = nodes.map(isThere);
  shown.edges = edges.map((edge) => shown.nodes[edge.source] && shown.nodes[edge.target] && passes(edge));
  if (filter.alone) {
    for (const node of nodes) {
      if (!node.edges.some((edge) => shown.edges[edge.index])) shown.nodes[node.index] = false;
    }
  }
  shown.nodeCount = shown.nodes.reduce((sum, one) => sum + one, 0);
  shown.edgeCount = shown.edges.reduce((sum, one) => sum + one, 0);
}

function resetFilter() {
  filter.kinds.clear();
  filter.relations.clear();
  filter.hidden.clear();
  Object.assign(filter, { from: "", until: "", grade: "", alone: false, chosen: null });
}

const neighboursOf = (index) => new Set(nodes[index].edges.map((edge) => otherEnd(edge, index)));

function chooseOnly(index) {
  filter.chosen = neighboursOf(index).add(index);
  filter.hidden.clear();
}

function expand(index) {
  for (const other of neighboursOf(index)) {
    filter.hidden.delete(other);
    if (filter.chosen) filter.chosen.add(other);
  }
}

// Those neighbours go that hang on nothing else that is shown.
function collapse(index) {
  for (const other of neighboursOf(index)) {
    const elsewhere = nodes[other].edges.some(
      (edge) => shown.edges[edge.index] && ![index, other].includes(otherEnd(edge, other)),
    );
    if (other !== index && !elsewhere) filter.hidden.add(other);
  }
}

// All shortest ways between two nodes over the links shown, whatever their direction.
function shortestWays(from, to) {
  const steps = new Map([[from, 0]]);
  const ways = new Map([[from, 1]]);
  const into = new Map([[from, []]]);
  let front = [from];
  while (front.length && !steps.has(to)) {
    const next = [];
    for (const node of front) {
      for (const edge of nodes[node].edges) {
        const other = otherEnd(edge, node);
        if (!shown.edges[edge.index]) continue;
        if (!steps.has(other)) {
          steps.set(other, steps.get(node) + 1);
          ways.set(other, 0);
          into.set(other, []);
          next.push(other);
        }
        if (steps.get(other) === steps.get(node) + 1) {
          if (!into.get(other).some((one) => otherEnd(one, other) === node)) {
            ways.set(other, ways.get(other) + ways.get(node));
          }
          into.get(other).push(edge);
        }
      }
    }
    front = next;
  }
  if (!steps.has(to)) return null;
  const found = { nodes: new Set([to]), edges: new Set(), ways: ways.get(to), one: [], steps: steps.get(to) };
  for (const node of found.nodes) {
    for (const edge of into.get(node)) {
      found.edges.add(edge.index);
      found.nodes.add(otherEnd(edge, node));
    }
  }
  for (let node = to; node !== from; ) {
    const edge = into.get(node)[0];
    found.one.unshift({ edge, node });
    node = otherEnd(edge, node);
  }
  return found;
}
