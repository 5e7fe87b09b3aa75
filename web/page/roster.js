// The roster: who has filed, and letters to those who have not, or not rightly.

let roster = null; // {name, file}
let rosterLine = null; // what the engine says of it
const asked = { year: "", as_of: "", sender: "", until: "", warnings: false }; // what was asked last

// usualYear is the year that most of the open reports are on.
function usualYear() {
  const count = new Map();
  for (const f of lines) if (f.role === "this" && f.year) count.set(f.year, (count.get(f.year) || 0) + 1);
  return Array.from(count).sort((a, b) => b[1] - a[1]).map((x) => x[0])[0] || new Date().getFullYear() - 1;
}

// readRoster hands the roster over; without one it is forgotten.
async function readRoster(file) {
  engine.drop((c) => c.method === "roster");
  if (!file) {
    await engine.call("roster", {});
    roster = rosterLine = null;
    return;
  }
  const { result } = await engine.call("roster", { name: file.name }, [file.file], { session: true, front: true, about: file.name });
  roster = file;
  rosterLine = result;
}

// findRoster looks for a roster among the files that are no reports, so that none is blamed for not being one.
async function findRoster() {
  if (roster) return null;
  const { result: list } = await engine.call("list", {});
  for (const f of list.files.filter((x) => x.role === "this" && x.verdict === "unread" && /\.(csv|xlsx|xls|et|ods)$/i.test(x.name))) {
    try {
      const { files } = await engine.call("roster", { name: f.name, handle: f.handle });
      await readRoster({ name: files[0].name, file: new Blob([files[0].data], { type: files[0].type }) });
    } catch (fault) {
      if (fault.code) throw fault;
      continue; // it is none
    }
    await forget(f);
    return f.name;
  }
  return null;
}

const rosterRequest = () => ({ year: +asked.year || 0, as_of: asked.as_of || today(), warnings: asked.warnings, sender: asked.sender, until: asked.until });

async function drawRoster() {
  const box = by("view-roster");
  if (roster) await readRoster(roster); // in the language of now
  const field = (name, label, type, attributes) => labelled(label, el("input", { type, id: "roster-" + name, value: asked[name], ...attributes, onchange: (e) => { asked[name] = e.target.value; } }));
  if (!asked.year) asked.year = String(usualYear());
  if (!asked.as_of) asked.as_of = today();
  const out = el("div", { id: "status", tabindex: "-1" });
  fill(box, el("h2", { id: "roster-title" }, words.toRoster), el("p", { class: "sub" }, words.rosterLead),
    el("div", { class: "tools screen" },
      chooser(words.rosterFile, "roster-file", async ([e]) => { say(""); if (e) await readRoster({ name: e.name, file: e.file }); await refreshLines(); await drawRoster(); }, { accept: ".csv,.xlsx,.xls,.et,.ods" }),
      roster && button(words.rosterDrop, async () => { await readRoster(null); await refreshLines(); await drawRoster(); })),
    roster && [
      el("p", {}, el("strong", {}, rosterLine.name), " ", rosterLine.sentence),
      rosterLine.note && el("p", { class: "supposed", id: "roster-note" }, rosterLine.note),
      el("div", { class: "tools screen" }, field("year", words.year, "number", { min: "2008", max: "2100" }), field("as_of", words.asOf, "date"),
        tick(words.warnToo, { id: "roster-warnings", checked: asked.warnings, onchange: (e) => { asked.warnings = e.target.checked; } }),
        button(words.show, () => drawStatus(out), { id: "roster-show", class: "main" }),
        button(words.print, () => window.print()),
        button(words.templatesZip, () => zip(rosterLine.units.filter((u) => u.due).map((u, i) => ({ kind: "template", unit: i, year: +asked.year, about: u.name })), words.templatesName), { id: "download-templates" })),
      out]);
  if (roster) await drawStatus(out);
}

async function drawStatus(out) {
  const { result: s } = await engine.call("status", rosterRequest());
  const name = (h) => (lines.find((f) => f.handle === h) || {}).name;
  const link = (h) => button(name(h) || words.openReport, () => showReport(h), { class: "link" });
  const text = el("pre", { id: "letter", tabindex: "-1", lang: lang === "zh" ? null : "en", hidden: true });
  const input = (key, label, type) => labelled(label, el("input", { type, id: "letter-" + key, value: asked[key], onchange: (e) => { asked[key] = e.target.value; } }));
  const body = el("tbody");
  fill(out, el("h3", {}, s.title), el("p", { class: "verdict " + (s.missing + s.wrong > 0 ? "fail" : "pass") }, s.sentence), s.doubt && el("p", { class: "supposed" }, s.doubt),
    s.notes.length > 0 && el("div", { class: "supposed", id: "status-notes" }, s.notes.map((n) => el("p", {}, n))),
    el("table", { class: "rows status" }, el("thead", {}, el("tr", {}, [words.colCode, words.colUnit, words.colStatus].map((w) => el("th", { scope: "col" }, w)))), body),
    s.strays.length > 0 && [el("h3", {}, words.strays), el("ul", {}, s.strays.map((x) => el("li", {}, x.handle ? link(x.handle) : x.name, words.colon, x.why)))],
    s.alike.length > 0 && [el("h3", {}, s.alike_title), el("ul", { id: "status-alike" }, s.alike.map((a) => el("li", {}, a)))],
    el("div", { class: "screen" }, saves(words.saveStatus, texts.status, "saveStatus", rosterRequest, "save-status"),
      el("h3", {}, words.letters),
      s.letters.length === 0 ? el("p", {}, words.noLetters) : [
        el("div", { class: "tools" }, input("sender", words.sender, "text"), input("until", words.until, "date"),
          button(words.lettersZip, () => zip(s.letters.map((l, i) => ({ kind: "letter", letter: i, letters: rosterRequest(), about: l.unit })), words.lettersName), { id: "download-letters" })),
        el("ul", { class: "letters" }, s.letters.map((l, i) => el("li", {}, l.title + words.colon, el("span", { lang: "zh-CN" }, l.unit), " ",
          button(words.letterOne, async () => { const done = await make("letter", { ...rosterRequest(), letter: i }); if (done) { text.hidden = false; text.textContent = done.text; text.focus(); } }, { "aria-label": words.letterOne + " " + l.title + " " + l.unit, class: "small" })))),
        text]),
    el("p", { class: "printed" }, words.printed + " " + today()));
  // The names of files in what is said of a unit are links to them.
  const linked = (u) => u.handles.filter(Boolean).reduce((parts, h) => {
    const i = parts.findIndex((p) => typeof p === "string" && name(h) && p.includes(name(h)));
    if (i < 0) return parts.concat(" ", link(h));
    const at = parts[i].indexOf(name(h));
    return [...parts.slice(0, i), parts[i].slice(0, at), link(h), parts[i].slice(at + name(h).length), ...parts.slice(i + 1)];
  }, [u.words]);
  await inSlices(body, s.units, (u) => el("tr", { "data-unit": u.code, "data-tone": u.tone }, el("td", {}, u.code), el("td", { lang: "zh-CN", class: "level" + Math.min(u.level, 4) }, u.name),
    el("td", { class: "verdict " + u.tone }, linked(u))));
}
