// One report, drawn as its form.

let shown = null; // handle of the report that is drawn
let drawn = null; // what the engine said of it, without what is tried
let tried = new Map(); // by field, what is tried in its cell

const triedIn = new Map(); // by handle, what is tried in reports that are not drawn

// setAside keeps what is tried in the report that is drawn until it is drawn again.
function setAside() {
  if (!shown) return;
  if (tried.size) triedIn.set(shown, tried);
  else triedIn.delete(shown);
}

// triedAny tells whether anything is tried, in one report or, without a handle, in any.
const triedAny = (handle) => handle ? (handle === shown ? tried.size > 0 : triedIn.has(handle)) : tried.size > 0 || Array.from(triedIn.keys()).some((h) => h !== shown);

async function showReport(handle) {
  say("");
  const { result } = await engine.call("report", { handle });
  if (by("progress").hidden) state(words.ready);
  setAside();
  shown = handle;
  drawn = result;
  tried = triedIn.get(handle) || new Map();
  hideCell();
  await view("reports");
  if (tried.size) await attempt([]);
  else await drawReport(result);
  for (const row of document.querySelectorAll("#list [data-file]")) row.classList.toggle("shown", row.dataset.handle === handle);
  const row = document.querySelector("#list tr.shown");
  if (row) row.scrollIntoView({ block: "nearest" });
  by("report").focus({ preventScroll: true });
  by("report").scrollIntoView();
}

function hideReport() {
  setAside();
  shown = drawn = null;
  tried = new Map();
  hideCell();
  if (by("progress").hidden) state(words.ready);
  by("report").hidden = true;
  by("report").replaceChildren();
  document.body.classList.remove("reading");
  for (const row of document.querySelectorAll("#list .shown")) row.classList.remove("shown");
}

// neighbour shows the report that stands before or behind in the list.
async function neighbour(step) {
  const all = lines.filter(isReport);
  const next = all[all.findIndex((f) => f.handle === shown) + step];
  if (next) await showReport(next.handle);
}

async function drawReport(r) {
  const box = by("report");
  box.hidden = false;
  document.body.classList.add("reading");
  box.setAttribute("data-handle", r.line.handle);
  box.setAttribute("data-verdict", r.line.verdict);
  const list = el("ol", { class: "findings" });
  const at = addresses(r);
  fill(box,
    el("div", { class: "tools screen" },
      button(words.back, () => { const h = shown; hideReport(); const b = document.querySelector('#list tr[data-handle="' + h + '"] button'); if (b) b.focus(); }, { id: "back" }),
      button(words.previous, () => neighbour(-1), { id: "previous" }), button(words.next, () => neighbour(1), { id: "next" }), button(words.print, () => window.print())),
    el("h2", { id: "report-title", lang: r.line.organ && "zh-CN" }, r.line.organ || r.file),
    el("p", { class: "sub" }, r.about || r.file, r.about && r.about !== r.file && el("span", { class: "filename" }, r.file)),
    r.review && el("p", { class: "sub", id: "review" }, r.review),
    el("p", { class: "verdict " + r.line.verdict, id: "verdict" }, r.unreadable || r.verdict),
    triedBox(r),
    reportSaves(r),
    (r.lists || []).map((l) => [el("h3", {}, l.title), el("ul", {}, l.lines.map((s) => el("li", {}, s)))]),
    r.todo && [el("h3", {}, words.todo), el("ol", { class: "todo" }, r.todo.map((t) => el("li", {}, t.text, numbers(t.numbers))))],
    r.cover.length > 0 && [el("h3", {}, words.cover), el("dl", { lang: "zh-CN" }, r.cover.map((c) => [el("dt", {}, c.label), el("dd", {}, c.value)]))],
    r.tables && [el("p", { class: "legend" }, words.legend), el("p", { class: "legend screen" }, words.tryHint)],
    (r.tables || []).map(formTable),
    r.texts.length > 0 && [el("h3", {}, words.narrative), r.texts.map((t) => [el("h4", { lang: "zh-CN", id: "section-" + t.section, tabindex: "-1" }, t.title, numbers(t.numbers)),
      el("p", { class: "narrative", "data-section": t.section, lang: t.text && "zh-CN" }, t.text || words.missing)])],
    r.findings && [el("h3", { id: "findings" }, words.findings), list],
    !r.unreadable && r.line.role !== "total" && yearsPart(r),
    r.counted && figuresPart(r),
    el("p", { class: "printed" }, r.file + "  " + words.printed + " " + today()));
  await inSlices(list, r.findings || [], (f) => finding(f, at), 40);
}

// reportSaves are the buttons that save what is made of one report.
function reportSaves(r) {
  const handle = r.line.handle;
  const note = el("div", { id: "aside" });
  return el("div", { class: "screen" }, el("div", { class: "tools", role: "group", "aria-label": words.saveThis },
    button(words.saveMarked, () => make("mark", { handle }), { id: "download-marked", class: "main" }),
    !r.unreadable && [
      button(words.saveRepair, async () => { const done = await make("repair", { handle }); if (done) fill(note, el("pre", {}, done.text)); }, { id: "download-repaired" }),
      texts.exports.map((x) => button(x.name, () => make("export", { handle, format: x.id }), { id: "download-" + x.id })),
      button(words.saveAll, () => zip(productsOf(r.line, kindsOfZip().map((k) => k[0])), r.line.organ), { id: "download-all" }),
      button(words.prepublish, async () => {
        const { result } = await engine.call("prepublish", { handle });
        fill(note, el("p", { class: "supposed" }, result.sentence), el("ol", { class: "findings" }, result.findings.map((f) => finding({ ...f, aside: true }, new Map()))));
      }, { id: "prepublish" }),
      button(words.narrate, async () => {
        const { result } = await engine.call("narrate", { handle });
        fill(note, el("p", { class: "narrative", lang: "zh-CN" }, result.text), result.notes.length > 0 && el("ul", {}, result.notes.map((n) => el("li", {}, n))));
      }, { id: "narrate" }),
      r.line.role === "total" || r.line.units > 0 ? button(words.prove, () => proveTotal(handle), { id: "prove" }) : null]),
  !r.unreadable && saves(words.saveBrief, texts.briefs, "brief", () => ({ handle }), "save-brief"), note);
}

// numbers are links to findings.
const numbers = (ns) => (ns || []).filter(Boolean).map((n) => [" ", el("a", { class: "n", href: "#finding-" + n, "aria-label": words.see + " " + n, onclick: (e) => go(e, "finding-" + n) }, String(n))]);

// go moves to a part of the report.
function go(event, id) {
  event.preventDefault();
  const target = by(id);
  if (!target) return;
  for (const e of document.querySelectorAll(".lit")) e.classList.remove("lit");
  target.classList.add("lit");
  (target.querySelector("button.value") || target).focus({ preventScroll: true });
  target.scrollIntoView({ block: "center" });
}

// addresses are where fields stand in the file, and their labels.
function addresses(r) {
  const out = new Map();
  for (const t of r.tables || []) for (const row of t.rows) for (const c of row) if (c.field) out.set(c.field, c);
  return out;
}

function finding(f, at) {
  const cells = (f.fields || []).map((id) => at.get(id)).filter(Boolean);
  const linked = new Set(cells.map((c) => c.address));
  const places = (f.places || []).filter((p) => !linked.has(p));
  const why = el("pre", { class: "why", hidden: true, lang: lang === "zh" ? null : "en" });
  const explain = button(f.rule, async () => {
    if (why.hidden && !why.textContent) why.textContent = (await engine.call("rules", { rule: f.rule })).result.text;
    why.hidden = !why.hidden;
    explain.setAttribute("aria-expanded", String(!why.hidden));
  }, { class: "link rule", title: words.explain, "aria-expanded": "false" });
  return [
    f.common > 1 && el("li", { class: "shared" }, words.cause, f.cause, lang === "en" && " ", words.common),
    el("li", { id: f.aside ? null : "finding-" + f.number, class: f.under && "under", "data-rule": f.rule, "data-grade": f.tone, tabindex: "-1" },
      el("span", { class: "n" }, String(f.number)),
      el("div", {},
        el("p", {}, el("span", { class: "grade " + f.tone }, f.grade), explain, " ", f.title),
        el("p", { class: "place" },
          cells.slice(0, 8).map((c) => [el("a", { href: "#cell-" + c.field, onclick: (e) => go(e, "cell-" + c.field) }, c.address || c.label), "  "]), cells.length > 8 && "\u2026 (" + cells.length + ")  ",
          places.slice(0, 8).map((p) => p + "  "), places.length > 8 && "\u2026 (" + places.length + ")  ",
          (f.sections || []).slice(0, 1).map((s) => by("section-" + s) || !f.aside ? el("a", { href: "#section-" + s, onclick: (e) => go(e, "section-" + s), lang: "zh-CN" }, f.item) : f.item),
          !(f.sections || []).length && el("span", { lang: "zh-CN" }, f.item || "")),
        el("p", {}, f.message),
        f.cause && f.common === 1 && el("p", {}, words.cause, f.cause),
        f.answered ? el("p", {}, words.answered, f.answered) : f.tone !== "hint" && [f.ground && el("p", { class: "ground" }, words.ground, f.ground), f.do && el("p", { class: "ground" }, words.do, f.do)],
        why))];
}

// figuresPart is the figures of the narratives, each with what the tables say.
const figuresPart = (r) => el("details", { id: "figures" }, el("summary", {}, words.figures + words.colon + r.counted),
  r.figures && el("table", { class: "rows figures" }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, words.figureSentence), el("th", { scope: "col" }, words.figureReading))),
    el("tbody", {}, r.figures.map((f) => el("tr", {}, el("td", { lang: "zh-CN" }, f.before, el("mark", { class: f.tone }, f.at), f.behind), el("td", {}, el("span", { class: "v " + f.tone }, f.verdict), f.text, "  ", f.reading))))));
