// The page as a whole: it starts the engine, opens what comes in, goes from part to part, and switches the language.

let texts = null;
let lang = "zh";
let answers = null; // the workbook that says where the errors of the made-up district are
let now = "reports"; // the part of the page that is shown

const allTexts = JSON.parse(by("texts").textContent); // of both languages, as the engine gives them

function setLang(l) {
  lang = l;
  engine.setLang(l);
  texts = allTexts[l];
  words = texts.words;
  document.documentElement.lang = l === "zh" ? "zh-CN" : "en";
  document.title = words.title;
  for (const e of document.querySelectorAll("[data-word]")) e.textContent = words[e.dataset.word];
  by("nav").setAttribute("aria-label", words.parts);
  by("progress").setAttribute("aria-label", words.progress);
  by("lang").textContent = words.lang;
  by("lang").lang = l === "zh" ? "en" : "zh-CN";
  by("files-last").accept = texts.accept;
  by("files").accept = texts.accept + ",.yaml,.yml"; // local rules too
}

const draws = { roster: drawRoster, total: drawTotal, blank: drawBlank, rules: drawRules };

// view shows a part of the page.
async function view(name) {
  now = name;
  if (by("progress").hidden) state(words.ready); // what was said belongs to the part that was left
  for (const b of document.querySelectorAll("#nav button")) b.dataset.view === name ? b.setAttribute("aria-current", "page") : b.removeAttribute("aria-current");
  for (const part of ["reports", "roster", "total", "blank", "rules"]) by("view-" + part).hidden = part !== name;
  if (!draws[name]) return;
  const busy = !by("progress").hidden;
  if (!busy) state(words.working);
  await refreshLines();
  await draws[name]();
  if (!busy && now === name) state(words.ready);
}

// refreshLines draws the list, and checks anew first what was checked by other rules or against other reports.
async function refreshLines() {
  let { result } = await engine.call("list", {});
  const stale = result.files.filter((f) => f.stale);
  const bar = by("progress");
  const hidden = bar.hidden;
  for (let i = 0; i < stale.length; i++) {
    bar.hidden = false;
    bar.max = stale.length;
    bar.value = i;
    state(words.reading + " " + (i + 1) + " / " + stale.length);
    await engine.call("refresh", { handle: stale[i].handle }, [], { about: stale[i].name });
  }
  if (stale.length) {
    ({ result } = await engine.call("list", {}));
    bar.hidden = hidden;
    state(words.ready);
  }
  await drawList(result);
  show();
}

function show() {
  const any = lines.length + broken.length > 0;
  by("welcome").hidden = any;
  by("clear").hidden = !any;
  by("download-answers").hidden = !answers;
  by("download-zip").hidden = !lines.some(isReport);
}

// redraw draws anew what is shown, in the language of now.
async function redraw() {
  await refreshLines();
  if (shown) {
    const { result } = await engine.call("report", { handle: shown });
    drawn = result;
    if (tried.size) await attempt([], selected);
    else await drawReport(result);
    hideCell();
  }
  if (draws[now]) await draws[now]();
}

async function takeIn(entries) {
  if (entries.length === 0) return;
  say("");
  const noted = [];
  for (const e of entries.filter(isLocalRules)) {
    try {
      await useLocal(e);
      noted.push(words.localFound + words.colon + e.name);
    } catch (fault) {
      broken.push({ name: e.name, sentence: sentence({ ...fault, where: String(fault.where).replace(e.name, "").replace(/^:/, "") }) });
    }
  }
  entries = entries.filter((e) => !isLocalRules(e));
  const bar = by("progress");
  bar.hidden = false;
  let last = 0;
  let stated = 0;
  let drawing = null;
  const begun = async () => {
    const { result } = await engine.call("list", {});
    await drawList(result, false);
    show();
    drawing = null;
  };
  const skipped = await openAll(entries, (n, of, fault) => {
    if (n === 1 || performance.now() - stated > 100) { // drawing it for each file takes time from checking them
      stated = performance.now();
      bar.max = of;
      bar.value = n;
      state(words.reading + " " + n + " / " + of);
    }
    if (fault) broken.push({ name: fault.where, sentence: sentence({ ...fault, where: "" }) });
    if (!drawing && n < of && performance.now() - last > 500) {
      last = performance.now();
      drawing = begun().catch(() => { drawing = null; });
    }
  });
  if (drawing) await drawing;
  if (!skipped) { // all was closed meanwhile
    bar.hidden = true;
    return;
  }
  // The roster and which reports are last year's are settled first, so that the others are checked anew only once.
  const found = await findRoster();
  engine.drop((c) => c.method === "settle");
  const { result: settled } = await engine.call("settle", {}, [], { session: true });
  await redraw();
  bar.hidden = true;
  state(words.ready);
  const told = [...noted, found && words.rosterFound + words.colon + found, settled.sentence].filter(Boolean);
  if (told.length) say(told.join("\n"), true);
  if (skipped.length) say(told.concat(words.skipped + words.colon + skipped.map((s) => s.name + words.open + s.why + words.close).join(words.semicolon)).join("\n"));
}

async function practise() {
  if (lines.length > 0 && !answers && !window.confirm(words.practiceAsk)) return;
  say("");
  state(words.working);
  const p = await practiceFiles();
  await readRoster(p.roster);
  await takeIn(p.entries);
  asked.year = "";
  say(words.rosterOpen, true);
  answers = p.answer;
  show();
}

async function closeAll() {
  if ((triedAny() || decidedAny()) && !window.confirm(words.closeAsk)) return;
  const bar = by("progress");
  const stopped = !bar.hidden && bar.max > 1 && bar.value + " / " + bar.max; // files were coming in
  engine.clear();
  await engine.call("close", {});
  hideReport();
  triedIn.clear();
  roster = rosterLine = localRules = null;
  broken = [];
  answers = null;
  asked.year = "";
  forgetSum();
  say(stopped ? words.stoppedAt + words.colon + stopped : "", true);
  await redraw();
  by("files").focus();
}

async function begin() {
  engine.onLost = (fault) => { say(sentence(fault)); redraw().catch(() => {}); };
  setLang("zh");
  await engine.start();
  state(words.ready);
  for (const id of ["files", "folder", "files-last", "practice", "lang"]) by(id).disabled = false;
  const chosen = (id, role) => by(id).addEventListener("change", guarded(async (e) => {
    const all = chosenFiles(e.target);
    e.target.value = "";
    await takeIn(all.map((x) => ({ ...x, role })));
  }));
  chosen("files");
  chosen("folder");
  chosen("files-last", "last");
  by("practice").addEventListener("click", guarded(practise));
  by("download-zip").addEventListener("click", guarded(zipAll));
  by("download-answers").addEventListener("click", () => download({ name: answers.name, type: answers.file.type, data: answers.file }));
  by("clear").addEventListener("click", guarded(closeAll));
  by("lang").addEventListener("click", guarded(async () => { say(""); setLang(lang === "zh" ? "en" : "zh"); state(words.ready); await redraw(); }));
  by("nav").addEventListener("click", guarded(async (e) => {
    if (!e.target.dataset.view) return;
    say("");
    await view(e.target.dataset.view);
  }));
  const body = document.body;
  body.addEventListener("dragover", (e) => { e.preventDefault(); body.classList.add("dropping"); });
  body.addEventListener("dragleave", (e) => { if (!e.relatedTarget) body.classList.remove("dropping"); });
  body.addEventListener("drop", guarded(async (e) => {
    e.preventDefault();
    body.classList.remove("dropping");
    const entries = await droppedFiles(e.dataTransfer);
    await view("reports");
    await takeIn(entries);
  }));
  // Nothing is kept: who would leave or load the page anew with files open is asked first.
  window.addEventListener("beforeunload", (e) => { if (lines.length > 0) { e.preventDefault(); e.returnValue = ""; } });
  body.append(el("span", { id: "ready", hidden: true }));
}

if (!window.gkxlOld) begin().catch((e) => { state(String(e && e.message || e)); });
