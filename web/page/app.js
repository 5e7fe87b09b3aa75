// The page as a whole: it starts the engine, opens what comes in, and switches the language.

let texts = null;
let lang = "zh";

async function setLang(l) {
  lang = l;
  engine.setLang(l);
  const { result } = await engine.call("texts", {});
  texts = result;
  words = result.words;
  document.documentElement.lang = l === "zh" ? "zh-CN" : "en";
  document.title = words.title;
  for (const e of document.querySelectorAll("[data-word]")) e.textContent = words[e.dataset.word];
  by("lang").textContent = words.lang;
  by("lang").lang = l === "zh" ? "en" : "zh-CN";
  by("files").accept = texts.accept;
  by("state").textContent = words.ready;
}

// redraw draws anew what is shown, in the language of now.
async function redraw() {
  const { result } = await engine.call("list", {});
  drawList(result);
  by("welcome").hidden = result.files.length > 0;
  by("clear").hidden = by("download-zip").hidden = result.files.length === 0;
  if (shown) {
    const { result: r } = await engine.call("report", { handle: shown });
    drawReport(r);
  }
}

async function takeIn(entries) {
  if (entries.length === 0) return;
  say("");
  const bar = by("progress");
  bar.hidden = false;
  let drawn = 0;
  const faults = [];
  const skipped = await openAll(entries, (n, of, files, fault) => {
    bar.max = of;
    bar.value = n;
    by("state").textContent = words.reading + " " + n + " / " + of;
    if (fault) faults.push(sentence(fault));
    if (n === 1 || n === of || performance.now() - drawn > 700) {
      drawn = performance.now();
      redraw();
    }
  });
  bar.hidden = true;
  await redraw();
  by("state").textContent = words.ready;
  if (skipped.length) faults.push(words.skipped + words.colon + skipped.map((s) => s.name + words.open + s.why + words.close).join(words.semicolon));
  say(faults.join("\n"));
}

async function zipAll() {
  const { result } = await engine.call("list", {});
  const files = result.files.filter((f) => f.role !== "last");
  const faults = [];
  for (let i = 0; i < files.length; i++) {
    by("state").textContent = words.working + " " + (i + 1) + " / " + files.length;
    try {
      await engine.call("pack", { kind: "marked", handle: files[i].handle, now: Date.now() });
    } catch (fault) {
      faults.push(sentence(fault));
    }
  }
  const { files: made } = await engine.call("packEnd", {});
  made.forEach(download);
  say(faults.join("\n"));
}

const guarded = (f) => async (event) => {
  try {
    await f(event);
  } catch (fault) {
    say(sentence(fault));
  }
};

async function begin() {
  engine.onLost = (fault) => { say(sentence(fault)); redraw(); };
  await engine.start();
  await setLang("zh");
  for (const id of ["files", "folder", "practice", "lang"]) by(id).disabled = false;
  by("files").addEventListener("change", guarded(async (e) => { const all = chosenFiles(e.target); e.target.value = ""; await takeIn(all); }));
  by("folder").addEventListener("change", guarded(async (e) => { const all = chosenFiles(e.target); e.target.value = ""; await takeIn(all); }));
  by("practice").addEventListener("click", guarded(async () => {
    by("state").textContent = words.working;
    const p = await practiceFiles();
    await engine.call("roster", { name: p.roster.name }, [p.roster.file], { session: true });
    await takeIn(p.entries);
  }));
  by("clear").addEventListener("click", guarded(async () => {
    engine.clear();
    await engine.call("close", {});
    shown = null;
    by("report").hidden = true;
    await redraw();
  }));
  by("download-zip").addEventListener("click", guarded(zipAll));
  by("lang").addEventListener("click", guarded(async () => { await setLang(lang === "zh" ? "en" : "zh"); await redraw(); }));
  const body = document.body;
  body.addEventListener("dragover", (e) => { e.preventDefault(); body.classList.add("dropping"); });
  body.addEventListener("dragleave", (e) => { if (!e.relatedTarget) body.classList.remove("dropping"); });
  body.addEventListener("drop", guarded(async (e) => {
    e.preventDefault();
    body.classList.remove("dropping");
    await takeIn(await droppedFiles(e.dataTransfer));
  }));
  const ready = el("span", { id: "ready", hidden: true });
  body.append(ready);
}

if (!window.gkxlOld) begin().catch((e) => { by("state").textContent = String(e && e.message || e); });
