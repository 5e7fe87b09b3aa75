// One report, drawn as its form.

let shown = null; // handle of the report that is drawn

async function showReport(handle) {
  say("");
  try {
    const { result } = await engine.call("report", { handle });
    shown = handle;
    drawReport(result);
    by("report").focus();
    by("report").scrollIntoView();
  } catch (fault) {
    say(sentence(fault));
  }
}

function drawReport(r) {
  const box = by("report");
  box.hidden = false;
  box.setAttribute("data-handle", r.line.handle);
  const save = (method, request) => () => make(method, { handle: r.line.handle, ...request });
  const numbers = (ns) => ns && ns.length ? el("sup", {}, ns.map((n) => el("a", { href: "#finding-" + n, "aria-label": words.see + " " + n }, n, " "))) : null;
  const cell = (c) => c.scope
    ? el("th", { class: c.class, scope: c.scope, rowspan: c.rows > 1 && c.rows, colspan: c.cols > 1 && c.cols }, c.text)
    : el("td", { class: c.class, colspan: c.cols > 1 && c.cols, title: c.tip, "data-field": c.field, "data-state": c.state, "data-proposed": c.proposed }, c.text, numbers(c.numbers));
  const finding = (f) => [
    f.common > 1 && el("li", { class: "shared" }, words.cause, f.cause, words.common),
    el("li", { id: "finding-" + f.number, class: f.under && "under", "data-rule": f.rule, "data-grade": f.tone },
      el("span", { class: "n" }, String(f.number)),
      el("div", {},
        el("p", {}, el("span", { class: "grade " + f.tone }, f.grade), el("code", {}, f.rule), " ", f.title),
        el("p", { class: "place" }, (f.places || []).slice(0, 8).join("  "), " ", f.item),
        el("p", {}, f.message),
        f.cause && f.common === 1 && el("p", {}, words.cause, f.cause),
        f.answered ? el("p", {}, words.answered, f.answered) : f.tone !== "hint" && [el("p", { class: "ground" }, words.ground, f.ground), el("p", { class: "ground" }, words.do, f.do)]))];
  box.replaceChildren(...[
    el("h2", {}, r.line.organ || r.file),
    el("p", { class: "sub" }, r.about || r.file),
    el("p", { class: "verdict " + r.line.verdict }, r.unreadable ? r.unreadable : r.verdict),
    el("div", { class: "tools" },
      el("button", { type: "button", id: "download-marked", onclick: save("mark") }, words.saveMarked),
      !r.unreadable && [
        el("button", { type: "button", id: "download-repaired", onclick: save("repair") }, words.saveRepair),
        el("button", { type: "button", id: "download-pdf", onclick: save("export", { format: "pdf" }) }, words.savePDF)]),
    r.todo && [el("h3", {}, words.todo), el("ol", { class: "todo" }, r.todo.map((t) => el("li", {}, t.text, numbers(t.numbers))))],
    r.tables && el("p", { class: "legend" }, words.legend),
    (r.tables || []).map((t) => [el("h3", {}, t.title), el("div", { class: "scroll" }, el("table", { class: "form" }, t.rows.map((row) => el("tr", {}, row.map(cell)))))]),
    r.texts.length > 0 && [el("h3", {}, words.narrative), r.texts.map((t) => [el("h4", {}, t.title, numbers(t.numbers)), el("p", { class: "narrative", "data-section": t.section }, t.text || words.missing)])],
    r.findings && [el("h3", {}, words.findings), el("ol", { class: "findings" }, r.findings.map(finding))],
  ].flat(Infinity).filter(Boolean));
}

// make asks the engine for a file and hands it over. Where errors stand, a draft is offered.
async function make(method, request) {
  say("");
  by("state").textContent = words.working;
  try {
    const { result, files } = await engine.call(method, request);
    files.forEach(download);
    if (result.note) say(result.note);
  } catch (fault) {
    by("state").textContent = "";
    say(sentence(fault));
    if (fault.code === "draft") by("said").append(" ", el("button", { type: "button", onclick: () => make(method, { ...request, draft: true }) }, words.draftYes));
  }
}
