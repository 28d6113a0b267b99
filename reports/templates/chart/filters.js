// Filters by kind, link, time and grade; the legend.

const GRADES = ["", "A1", "A2", "B1", "B2", "B3", "C2", "C3", "D4", "E5"];

function checks(box, set, rows, words, sample) {
  const counted = [...rows].filter((row) => row.count);
  box.replaceChildren(
    ...counted.map((row) =>
      make("label", { class: "check" },
        make("input", {
          type: "checkbox", value: row.name, checked: !set.has(row.number),
          onchange: (event) => {
            if (event.target.checked) set.delete(row.number);
            else set.add(row.number);
            page.refresh();
          },
        }),
        sample(row), make("span", {}, words(row)), make("small", {}, number(row.count)))),
  );
}

function showFilters() {
  const kindRows = kinds.map(({ name }, index) => {
    const members = nodes.filter((node) => node.kind === index);
    return { name, number: index, count: members.length, sort: members[0]?.sort };
  });
  const byCount = (one, other) => other.count - one.count;
  checks(byId("kinds"), filter.kinds, kindRows.sort(byCount), (row) => t(`kind.${row.name}`), (row) => chip(row.sort));
  const relationRows = relations.map(({ name, family }, index) => ({
    name, family, number: index, count: edges.filter((edge) => edge.relation === index).length,
  }));
  checks(byId("relations"), filter.relations, relationRows.sort(byCount), (row) => t(`relation.${row.name}`), (row) => lineSample(row.family));
  const grade = byId("grade");
  grade.replaceChildren(
    ...GRADES.map((one) => make("option", { value: one, selected: one === filter.grade }, one || t("filter.any"))),
  );
  byId("time-from").value = filter.from;
  byId("time-until").value = filter.until;
  byId("alone").checked = filter.alone;
}

function startFilters() {
  const dates = edges.flatMap((edge) => [edge.first, edge.last]).filter(Boolean).sort();
  const isDay = (text) => /^\d{4}-\d\d-\d\d/.test(text);
  byId("times").hidden = !dates.length;
  byId("grades").hidden = !edges.some((edge) => edge.grade);
  for (const [id, name] of [["time-from", "from"], ["time-until", "until"]]) {
    const days = dates.filter(isDay);
    if (days.length) fill(byId(id), { min: days[0].slice(0, 10), max: days[days.length - 1].slice(0, 10) }, []);
    byId(id).addEventListener("change", (event) => { filter[name] = event.target.value; page.refresh(); });
  }
  byId("grade").addEventListener("change", (event) => { filter.grade = event.target.value; page.refresh(); });
  byId("alone").addEventListener("change", (event) => { filter.alone = event.target.checked; page.refresh(); });
  byId("filter-reset").addEventListener("click", () => {
    resetFilter();
    showFilters();
    page.refresh();
  });
}

function showLegend() {
  const sorts = Object.keys(data.sorts).filter((sort) => nodes.some((node) => node.sort === sort));
  const families = Object.keys(data.families).filter((family) => relations.some((one) => one.family === family));
  byId("legend").replaceChildren(
    make("ul", { "aria-label": t("legend") },
      ...sorts.map((sort) => make("li", {}, chip(sort), t(`sort.${sort}`))),
      ...families.map((family) => make("li", {}, lineSample(family), t(`family.${family}`))),
      make("li", { class: "soft" }, t("legend.size")), make("li", { class: "soft" }, t("legend.arrow"))),
  );
}
