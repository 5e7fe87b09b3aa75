// The total of the open reports: what stands against it, the total itself, and the proof of one made elsewhere.

const sum = { organ: "", year: "", complete: false, editions: false, accept: new Set(), acceptOf: {}, without: new Set(), decided: {} };

const sumRequest = () => ({ organ: sum.organ, year: +sum.year || 0, complete: sum.complete, editions: sum.editions, accept: Array.from(sum.accept), accept_of: sum.acceptOf, without: Array.from(sum.without), decided: sum.decided });

// forgetDecided forgets what was decided about a file that is closed.
function forgetDecided(handle) {
  sum.without.delete(handle);
  for (const kind of Object.keys(sum.acceptOf)) acceptOne(kind, handle, false);
}

// acceptOne accepts an objection to one file, or takes that back.
function acceptOne(kind, handle, yes) {
  const others = (sum.acceptOf[kind] || []).filter((h) => h !== handle);
  sum.acceptOf[kind] = yes ? others.concat(handle) : others;
  if (sum.acceptOf[kind].length === 0) delete sum.acceptOf[kind];
}

// decidedAny tells whether the user decided anything about the total.
const decidedAny = () => sum.complete || sum.editions || sum.accept.size + sum.without.size + Object.keys(sum.acceptOf).length > 0 || Object.values(sum.decided).some(Boolean);

function forgetSum() {
  Object.assign(sum, { organ: "", year: "", complete: false, editions: false, accept: new Set(), acceptOf: {}, without: new Set(), decided: {} });
  totalFile = summed = null;
  measured = false;
}

let totalFile = null; // the workbook of the total that was made last
let summed = null; // what the engine said of it: {result, request, lang, of}

// summedOf tells of which files a total is.
const summedOf = () => lines.filter((f) => f.role === "this").map((f) => f.handle + " " + f.name).sort().join("\n") + (roster ? roster.name : "");

async function drawTotal() {
  const box = by("view-total");
  const out = el("div", { id: "total", tabindex: "-1" });
  const reports = lines.filter((f) => f.role === "this");
  const pick = el("select", { id: "prove-pick" }, provable());
  fill(box, el("h2", { id: "total-title" }, words.toTotal), el("p", { class: "sub" }, words.totalLead),
    reports.length === 0 ? el("p", {}, words.noReports) : el("div", { class: "tools" },
      labelled(words.totalOrgan, el("input", { type: "text", id: "total-organ", value: sum.organ, lang: "zh-CN", oninput: (e) => { sum.organ = e.target.value; } })),
      labelled(words.totalYear, el("input", { type: "number", id: "total-year", value: sum.year, min: "2008", max: "2100", oninput: (e) => { sum.year = e.target.value; } })),
      roster && tick(words.totalComplete, { id: "total-complete", checked: sum.complete, onchange: (e) => { sum.complete = e.target.checked; } }),
      button(words.totalMake, () => makeTotal(out), { id: "total-make", class: "main" })),
    out, reports.length > 0 && measurePart(),
    el("h3", {}, words.prove), el("p", {}, words.proveLead),
    el("div", { class: "tools" },
      chooser(words.proveFile, "prove-file", async (entries) => { await takeIn(entries.map((e) => ({ ...e, role: "total" }))); await drawTotal(); by("prove-pick") && by("prove-pick").focus(); }, { accept: texts.accept }),
      pick.options.length > 0 && [labelled(words.provePick, pick), button(words.proveDo, () => proveTotal(pick.value), { id: "prove-do" })]));
  if (measured) await measure();
  if (!summed) return;
  if (summed.of !== summedOf()) { // other files are open now
    totalFile = summed = null;
    fill(out, el("p", { class: "supposed" }, words.totalStale));
  } else if (summed.lang !== lang) {
    await sumUp(out, summed.request); // as it was asked for, whatever has been ticked since
  } else {
    drawSum(out);
  }
}

let measured = false; // whether the indicators of the units are shown

const measureRequest = () => ({ year: +sum.year || 0 });

// measurePart is the indicators of the units, and the page for a leader that is made of them.
const measurePart = () => [el("h3", {}, words.measure), el("p", { class: "sub" }, words.measureLead),
  el("div", { class: "tools" }, button(words.show, measure, { id: "measure" })),
  saves(words.saveMeasure, texts.measure, "indicators", measureRequest, "save-indicators"), saves(words.saveBrief, texts.briefs, "brief", measureRequest, "save-brief-all"),
  el("div", { id: "measured" })];

async function measure() {
  measured = true;
  const out = by("measured");
  if (!out) return; // there are no reports
  const { result } = await engine.call("indicators", measureRequest());
  fill(out, result.doubts.length > 0 && el("div", { class: "supposed", id: "measured-doubts" }, result.doubts.map((d) => el("p", {}, d))),
    el("iframe", { sandbox: "", srcdoc: result.html, title: result.title, id: "measured-frame" }));
}

// drawSum draws what stands against the total, or the total; and below what was decided, to be taken back.
function drawSum(out) {
  const { objections, settled, open } = summed.result;
  const asked = new Set();
  fill(out, objections.length > 0 ? [el("h3", {}, words.objections), objections.map((o) => objectionBox(o, false, asked))] : totalPart(summed.result),
    settled.length > 0 && el("section", { id: "settled", "aria-labelledby": "settled-title" }, el("h3", { id: "settled-title" }, words.settled), el("p", { class: "ground" }, words.settledLead), settled.map((o) => objectionBox(o, true, asked))),
    objections.length + settled.length + open.length > 0 && button(words.totalAgain, () => makeTotal(out), { id: "total-again", class: objections.length > 0 && "main" }));
}

// provable are the files that may be totals, those that are known to be first.
const provable = () => options(lines.filter((f) => f.role !== "last" && f.verdict !== "unread").sort((a, b) => (b.role === "total" || b.units > 0) - (a.role === "total" || a.units > 0) || byName(a, b)).map((f) => [f.handle, f.name]));

async function makeTotal(out) {
  say("");
  state(words.working);
  await sumUp(out);
  state(words.ready);
  out.focus({ preventScroll: true });
  out.scrollIntoView({ block: "nearest" });
}

// sumUp asks the engine for the total, and draws what it says.
async function sumUp(out, request = sumRequest()) {
  const { result, files } = await engine.call("total", request);
  totalFile = files[0] || null;
  await refreshLines();
  summed = { result, request, lang, of: summedOf() };
  drawSum(out);
  if (by("total-complete")) by("total-complete").checked = sum.complete; // an answer may have changed it
  if (by("prove-pick")) fill(by("prove-pick"), provable());
}

// objectionBox draws an objection with what can be chosen. Of one that is settled, only what was chosen is there, to be taken
// back. Asked are the files that have a box to leave them out: one is enough.
function objectionBox(o, settled, asked) {
  const choice = (text, attributes, checked, set) => (checked || !settled) && tick(text, { ...attributes, checked, onchange: (e) => set(e.target.checked) });
  const leaveOut = (h, name) => {
    if (asked.has(h)) return !settled && el("div", { class: "ground" }, name + words.open + words.leaveOutAbove + words.close);
    const box = choice(words.leaveOut + words.colon + name, { "data-without": h }, sum.without.has(h), (yes) => sum.without[yes ? "add" : "delete"](h));
    if (box) asked.add(h);
    return box && el("div", {}, box);
  };
  // countThis accepts what is said of one file.
  const countThis = (h, name) => {
    const box = o.each && choice(words.countThis + words.colon + name, { "data-accept": o.kind, "data-file": name }, (sum.acceptOf[o.kind] || []).includes(h), (yes) => acceptOne(o.kind, h, yes));
    return box && el("div", {}, box);
  };
  const answer = (a) => {
    const on = a.id === "accept" ? sum.accept.has(o.kind) : a.id === "editions" ? sum.editions : !sum.complete;
    return choice(a.name, { "data-answer": a.id }, on, (yes) => {
      if (a.id === "accept") sum.accept[yes ? "add" : "delete"](o.kind);
      else if (a.id === "editions") sum.editions = yes;
      else sum.complete = !yes;
    });
  };
  const item = (i) => {
    const boxes = Array.from(new Set(i.handles)).filter(Boolean).flatMap((h) => [leaveOut(h, i.files[i.handles.indexOf(h)]), countThis(h, i.files[i.handles.indexOf(h)])]).filter(Boolean);
    return el("li", {}, i.unit && el("strong", { lang: "zh-CN" }, i.unit + " "), i.what, boxes.length > 0 ? boxes : settled && el("div", { class: "ground" }, i.files.join(words.semicolon)));
  };
  return el("fieldset", { "data-objection": o.kind }, el("legend", {}, o.title), !settled && o.advice && el("p", { class: "ground" }, o.advice),
    o.answers.map(answer), o.items.length > 0 && el("ul", {}, o.items.map(item)));
}

const totalPart = (result) => [el("h3", {}, words.totalDone),
  result.summary.map((s, i) => el("p", { class: i === result.summary.length - 1 && "verdict " + result.file.verdict }, s)),
  el("div", { class: "tools" }, button(words.totalSave, () => download(totalFile), { id: "download-total", class: "main" }), button(words.totalOpen, () => showReport(result.file.handle), { id: "total-open" })),
  result.open.length > 0 && [el("p", {}, words.decided), el("div", { class: "open" }, result.open.map((f) => el("div", {}, labelled(f.label, el("input", { type: "text", inputmode: "decimal", "data-decided": f.field, value: sum.decided[f.field] || "", oninput: (e) => { sum.decided[f.field] = e.target.value; } })),
    " ", words.sum + " " + f.sum, f.why && words.open + f.why + words.close)))]];

// proveTotal draws a total with what its units say.
async function proveTotal(handle) {
  state(words.working);
  const { result } = await engine.call("prove", { handle });
  await showReport(handle);
  drawn = result;
  tried = new Map(); // the proof is of what the file says
  await drawReport(result);
  state(words.ready);
}

// traceFigure says which units a figure of a total comes from.
async function traceFigure(c, where) {
  const handle = shown;
  const { result: t } = await engine.call("trace", { handle, figure: c.field });
  const rows = t.units.map((u) => el("tr", {}, el("td", { lang: "zh-CN" }, lines.some((f) => f.handle === u.handle) ? button(u.name, () => showReport(u.handle), { class: "link" }) : u.name, u.code && " " + u.code),
    el("td", { class: "number" }, u.value), el("td", { class: "number" }, u.share ? u.share + words.percent : ""), el("td", {}, u.cells.join(" ")), el("td", {}, u.file)));
  const names = (title, all) => all.length > 0 && el("p", {}, title + words.colon + all.join(words.semicolon));
  fill(where, el("h4", {}, words.traceTitle), el("p", { class: "verdict " + (t.differs ? "fail" : "pass") }, t.sentence),
    el("div", { class: "tall", tabindex: "0", role: "group", "aria-label": words.traceTitle }, el("table", { class: "rows" }, el("thead", {}, el("tr", {}, [words.colUnit, words.traceValue, words.traceShare, words.cellTitle, words.colFile].map((w) => el("th", { scope: "col" }, w)))), el("tbody", {}, rows))),
    names(words.traceMissing, t.missing), names(words.traceLeft, t.left_out),
    saves(words.saveTrace, texts.status.filter((f) => f.id === "csv" || f.id === "json"), "trace", () => ({ handle, figure: c.field }), "save-trace"));
  where.focus();
}
