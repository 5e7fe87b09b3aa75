// The list of files, the worst first.

let lines = []; // what the engine says of the open files
let broken = []; // files that could not be opened at all: {name, sentence}

// isReport tells what stands in the list: not the reports on the year before, unless one cannot be read.
const isReport = (f) => f.role !== "last" || f.verdict === "unread";

// byName is the order of files by their names, as a person looks for one.
const byName = (a, b) => a.name < b.name ? -1 : a.name > b.name ? 1 : 0;

// drawList draws the list; while files come in, only its beginning.
async function drawList(list, whole = true) {
  lines = list.files;
  const box = by("list");
  const reports = lines.filter(isReport);
  const last = lines.filter((f) => f.role === "last").length;
  box.hidden = lines.length + broken.length === 0;
  if (box.hidden) return fill(box);
  const head = [words.colVerdict, words.colOrgan, words.colYear, words.colFirst, words.colFile].map((w) => el("th", { scope: "col" }, w));
  head.push(el("th", { scope: "col", class: "screen" }, el("span", { class: "unseen" }, words.colClose)));
  const body = el("tbody");
  const rows = broken.concat(whole ? reports : reports.slice(0, 60));
  const focused = document.activeElement && document.activeElement.closest("#list [data-file]");
  const old = box.querySelector(".listing");
  const top = old ? old.scrollTop : 0;
  const listing = el("div", { class: "listing" }, el("table", { class: "rows files" }, el("thead", {}, el("tr", {}, head)), body));
  const extras = whole && reports.length > 0 && [listTools(), zipTools()];
  const drawing = inSlices(body, rows, drawRow);
  fill(box, el("h2", { id: "list-title" }, words.list),
    el("p", { class: "sub" }, list.sentence, localRules && [words.semicolon, words.localIs + words.colon + localRules.name]),
    list.notes.length > 0 && el("div", { class: "supposed", id: "list-notes" }, list.notes.map((n) => el("p", {}, n))),
    listing, whole && last > 0 && lastPart(), extras, el("p", { class: "printed" }, words.printed + " " + today()));
  listing.scrollTop = top;
  await drawing;
  if (focused) {
    const again = Array.from(body.rows).find((r) => r.dataset.file === focused.dataset.file);
    if (again) again.querySelector("button").focus({ preventScroll: true });
  }
}

let lastOpen = false; // whether the reports on the year before are shown

// lastPart is the list of the reports on the year before.
function lastPart() {
  const body = el("tbody");
  const all = lines.filter((f) => f.role === "last");
  const fillIn = () => inSlices(body, body.rows.length ? [] : all, drawRow);
  if (lastOpen) fillIn();
  return el("details", { id: "last-list", class: "screen", open: lastOpen, ontoggle: (e) => { if ((lastOpen = e.target.open)) return fillIn(); } },
    el("summary", {}, words.lastTitle + words.colon + all.length),
    el("table", { class: "rows files" }, el("thead", {}, el("tr", {}, [words.colVerdict, words.colOrgan, words.colYear, words.colFirst, words.colFile, ""].map((w) => w ? el("th", { scope: "col" }, w) : el("th", { scope: "col" }, el("span", { class: "unseen" }, words.colClose))))), body));
}

function drawRow(f) {
  if (!f.handle) {
    return el("tr", { "data-file": f.name, "data-verdict": "unread" }, el("td", { class: "verdict unread" }, words.notOpened), el("td", {}, f.name), el("td", {}),
      el("td", { class: "first" }, f.sentence), el("td", { class: "file" }, f.name), el("td", { class: "screen" }));
  }
  return el("tr", {
    "data-file": f.name, "data-handle": f.handle, "data-verdict": f.verdict, class: f.handle === shown && "shown",
    onclick: guarded((e) => e.target.closest("button") ? null : showReport(f.handle)),
  },
  el("td", { class: "verdict " + f.verdict }, f.word),
  el("td", {}, button(f.organ || f.name, () => showReport(f.handle), { class: "link", lang: f.organ && "zh-CN" }), f.role !== "this" && " " + words.open + (f.role === "total" ? words.toTotal : words.lastCount) + words.close),
  el("td", {}, f.year ? String(f.year) : ""),
  el("td", { class: "first" }, f.sentence, (f.notes || []).map((n) => el("p", { class: "more" }, n))),
  el("td", { class: "file" }, f.name, roleChoice(f)),
  el("td", { class: "screen" }, button("\u00d7", () => closeFile(f), { class: "close", "aria-label": words.closeOne + " " + f.name, title: words.closeOne })));
}

// roleChoice offers to take a report for last year's, or for one of this year, where it may be either.
function roleChoice(f) {
  if (f.role !== "last" && !f.former) return null;
  const [role, text] = f.role === "last" ? ["this", words.takeForThis] : ["last", words.takeForLast];
  return el("div", { class: "screen" }, button(text, async () => {
    await engine.call("role", { handle: f.handle, role }, [], { session: true });
    await redraw();
  }, { class: "small", "data-role": role, "aria-label": text + words.colon + f.name }));
}

// forget closes a file.
async function forget(f) {
  await engine.call("close", { handles: [f.handle] });
  engine.drop((c) => ["open", "role", "beside"].includes(c.method) && [c.request.handle, c.request.last].includes(f.handle));
  if (f.handle.includes(".")) await engine.call("close", { handles: [f.handle] }, [], { session: true }); // of an archive, which is opened again whole
  forgetDecided(f.handle);
  if (shown === f.handle) hideReport();
  triedIn.delete(f.handle);
}

async function closeFile(f) {
  if (triedAny(f.handle) && !window.confirm(words.closeTried)) return;
  await forget(f);
  await redraw();
}

const listTools = () => el("div", { class: "tools screen" }, button(words.print, () => window.print(), { id: "print" }),
  saves(words.saveList, texts.lists, "save", () => ({}), "save-list"));

// today is the day of now: year, month and day.
function today() {
  const d = new Date();
  return [d.getFullYear(), String(d.getMonth() + 1).padStart(2, "0"), String(d.getDate()).padStart(2, "0")].join("-");
}
