// The rules, each explained.

async function drawRules() {
  const { result } = await engine.call("rules", {});
  const body = el("tbody");
  const find = el("input", { type: "search", id: "rule-find", oninput: () => {
    const w = find.value.trim().toLowerCase();
    for (const row of body.rows) row.hidden = !row.textContent.toLowerCase().includes(w);
  } });
  fill(by("view-rules"), el("h2", { id: "rules-title" }, words.toRules), el("p", { class: "sub" }, words.rulesLead),
    el("p", {}, words.localLead), localTools(), localRules && el("p", { class: "supposed", id: "local-rules" }, await localSentence()),
    el("div", { class: "tools screen" }, labelled(words.ruleFind, find), button(words.print, () => window.print())),
    el("table", { class: "rows rules" }, el("thead", {}, el("tr", {}, [words.colRule, words.colGrade, words.colTitle, words.colForms].map((w) => el("th", { scope: "col" }, w)))), body));
  await inSlices(body, result.rules, (r) => {
    const why = el("pre", { class: "why", hidden: true });
    const b = button(r.id, async () => {
      if (why.hidden && !why.textContent) why.textContent = (await engine.call("rules", { rule: r.id })).result.text;
      why.hidden = !why.hidden;
      b.setAttribute("aria-expanded", String(!why.hidden));
    }, { class: "link rule", "aria-expanded": "false" });
    return el("tr", { "data-rule": r.id }, el("td", {}, b), el("td", {}, el("span", { class: "grade " + r.tone }, r.grade)), el("td", {}, r.title, why), el("td", {}, r.forms.join(", ")));
  });
}
