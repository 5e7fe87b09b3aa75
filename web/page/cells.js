// The tables of the form: walking through their cells, trying values, and what is known of a cell.

let selected = null; // field of the cell that is selected

// formTable draws a table of the form.
function formTable(t) {
  const table = el("table", { class: "form", lang: "zh-CN", "data-table": t.id, onkeydown: walk, onfocusin: (e) => roam(table, e.target) },
    el("caption", {}, t.title), el("tbody", {}, t.rows.map((row) => el("tr", {}, row.map(formCell)))));
  const first = table.querySelector("button.value");
  if (first) first.tabIndex = 0;
  return el("div", { class: "scroll" }, table);
}

function formCell(c) {
  if (c.scope) return el("th", { class: c.class, scope: c.scope, rowspan: c.rows > 1 && c.rows, colspan: c.cols > 1 && c.cols }, c.text);
  const is = (w) => c.class.split(" ").includes(w);
  const mine = tried.has(c.field);
  const marks = [];
  const ui = lang === "zh" ? null : "en";
  const proposal = c.proposed && (is("unsure") ? words.mayBe : words.should) + " " + c.proposed;
  if (is("error")) marks.push(words.errorWord);
  else if (is("warning")) marks.push(words.warningWord);
  const td = el("td", {
    class: c.class + (mine ? " tried" : ""), colspan: c.cols > 1 && c.cols, id: "cell-" + c.field, "data-field": c.field, "data-state": c.state, "data-value": c.text, "data-proposed": c.proposed, "data-address": c.address,
  },
  button(c.text || "\u00a0", () => edit(td, c), { class: "value", tabindex: "-1", "aria-label": [c.label, c.text || (is("absent") ? words.absent : words.blank), ...marks, proposal, mine && words.tried].filter(Boolean).join(lang === "zh" ? "\uff0c" : ", ") }),
  proposal && el("span", { class: "mark proposed", lang: ui }, proposal),
  mine && el("span", { class: "mark", lang: ui }, words.tried),
  (marks.length > 0 || (c.numbers || []).length > 0) && el("span", { class: "mark", lang: ui }, marks, numbers(c.numbers)));
  td.addEventListener("click", guarded((e) => e.target === td || e.target.classList.contains("mark") ? edit(td, c) : null));
  td.known = c;
  return td;
}

// roam keeps one cell of a table within reach of the tabulator.
function roam(table, target) {
  if (!target.classList.contains("value")) return;
  for (const b of table.querySelectorAll('button.value[tabindex="0"]')) b.tabIndex = -1;
  target.tabIndex = 0;
}

// walk goes from cell to cell with the arrow keys.
function walk(event) {
  const from = event.target;
  if (!from.classList.contains("value")) return;
  const all = Array.from(event.currentTarget.querySelectorAll("button.value"));
  const row = (b) => b.closest("tr").rowIndex;
  const middle = (b) => { const r = b.closest("td").getBoundingClientRect(); return r.left + r.width / 2; };
  let to = null;
  const near = (list) => list.sort((a, b) => Math.abs(middle(a) - middle(from)) - Math.abs(middle(b) - middle(from)))[0];
  const rows = Array.from(new Set(all.map(row)));
  const at = rows.indexOf(row(from));
  const inRow = all.filter((b) => row(b) === row(from));
  switch (event.key) {
    case "ArrowRight": to = inRow[inRow.indexOf(from) + 1]; break;
    case "ArrowLeft": to = inRow[inRow.indexOf(from) - 1]; break;
    case "ArrowDown": to = near(all.filter((b) => row(b) === rows[at + 1])); break;
    case "ArrowUp": to = near(all.filter((b) => row(b) === rows[at - 1])); break;
    case "Home": to = inRow[0]; break;
    case "End": to = inRow[inRow.length - 1]; break;
    default: return;
  }
  event.preventDefault();
  if (to) to.focus();
}

// edit opens a cell for another value.
function edit(td, c) {
  if (!drawn || td.querySelector("input")) return;
  showCell(c);
  const old = td.querySelector("button.value");
  const input = el("input", { type: "text", class: "try", size: "4", value: c.text, "aria-label": words.value + " " + c.label, autocomplete: "off", spellcheck: "false" });
  let over = false;
  const end = async (take, back) => {
    if (over) return;
    over = true;
    if (take && input.value !== c.text) return attempt([[c.field, input.value]], back && c.field);
    input.replaceWith(old);
    if (back) old.focus();
  };
  input.addEventListener("keydown", guarded((e) => {
    if (e.isComposing) return null;
    if (e.key === "Enter") { e.preventDefault(); return end(true, true); }
    if (e.key === "Escape") { e.preventDefault(); hideCell(); return end(false, true); }
    return null;
  }));
  input.addEventListener("blur", guarded(() => end(true, false)));
  old.replaceWith(input);
  input.focus();
  input.select();
}

// originally is what a cell says in the file.
const originally = (field) => { const c = addresses(drawn).get(field); return c ? c.text : ""; };

// attempt tries values in cells, and draws the report as if they stood there.
async function attempt(sets, focus) {
  const next = new Map(tried);
  for (const [field, text] of sets) {
    if (text === originally(field)) next.delete(field);
    else next.set(field, text);
  }
  const handle = shown;
  const { result } = await engine.call("whatIf", { handle, sets: Array.from(next, ([cell, text]) => ({ cell, text })) });
  if (shown !== handle) return;
  say("");
  tried = next;
  const anchor = focus && by("cell-" + focus);
  const before = anchor ? anchor.getBoundingClientRect().top : 0;
  await drawReport(tried.size ? { ...result, line: { ...result.line, verdict: result.tone } } : drawn);
  const cell = focus && by("cell-" + focus);
  if (cell) {
    cell.querySelector("button.value").focus({ preventScroll: true });
    window.scrollBy(0, cell.getBoundingClientRect().top - before);
    showCell(cell.known);
  }
  state(tried.size ? by("verdict").textContent : words.ready);
}

const keyOf = (f) => f.rule + " " + (f.fields || []).join(",") + " " + (f.sections || []).join(",") + " " + f.item;

// triedBox says what is tried and what came of it, or offers what could be tried.
function triedBox(r) {
  const proposals = Array.from(addresses(drawn || r).values()).filter((c) => c.proposed && tried.get(c.field) !== c.proposed);
  const all = proposals.length > 0 && button(proposals.length === 1 ? words.tryPropose : words.tryAll, () => attempt(proposals.map((c) => [c.field, c.proposed]), proposals[0].field), { id: "try-proposed" });
  if (!tried.size) return all && el("p", { class: "tools screen" }, all);
  const counted = (x) => (x.findings || []).filter((f) => f.tone !== "hint");
  const was = counted(drawn), now = counted(r);
  const less = (a, b) => { const keys = new Set(b.map(keyOf)); return a.filter((f) => !keys.has(keyOf(f))); };
  const part = (title, fs) => fs.length > 0 && [el("p", {}, title + words.colon), el("ul", {}, fs.map((f) => el("li", {}, f.grade + " " + f.rule + " " + f.title + words.colon, el("span", { lang: "zh-CN" }, f.item || ""))))];
  return el("div", { class: "supposed", id: "tried" },
    (r.supposed || []).map((s) => el("p", {}, s)),
    el("p", { id: "tried-count" }, words.wasNow + words.colon + was.length + " \u2192 " + now.length),
    part(words.gone, less(was, now)), part(words.came, less(now, was)),
    el("p", { class: "tools screen" }, all, button(words.tryReset, async () => { hideCell(); await attempt(Array.from(tried.keys(), (f) => [f, originally(f)]), Array.from(tried.keys())[0]); }, { id: "try-reset" })));
}

// showCell says what is known of a cell.
function showCell(c) {
  selected = c.field;
  const box = by("cell");
  box.hidden = false;
  const more = el("div", { id: "cell-more", tabindex: "-1" });
  const total = drawn.line.role === "total" || drawn.line.units > 0;
  fill(box, el("h3", { id: "cell-title" }, words.cellTitle + words.colon, el("span", { lang: "zh-CN" }, c.label), c.address && " " + c.address),
    c.tip && el("p", { class: "tip" }, c.tip),
    el("div", { class: "tools small" },
      c.proposed && button(words.tryPropose + words.colon + c.proposed, () => attempt([[c.field, c.proposed]], c.field), { id: "try-this" }),
      button(words.cellRules, async () => { const { result } = await engine.call("rules", { cell: c.field, edition: drawn.line.edition }); fill(more, el("pre", { class: "columns", tabindex: "0" }, result.text)); }, { id: "cell-rules" }),
      total && button(words.cellTrace, () => traceFigure(c, more), { id: "cell-trace" }),
      button(words.closeOne, () => { const b = document.querySelector("#cell-" + CSS.escape(c.field) + " button.value"); hideCell(); if (b) b.focus(); }, { id: "cell-close" })),
    more);
}

function hideCell() {
  selected = null;
  by("cell").hidden = true;
  by("cell").replaceChildren();
}
