// Last year's report beside the one that is drawn.

const lastReports = () => lines.filter((f) => f.role === "last");

// yearsPart is the part of a report that is about the year before.
function yearsPart(r) {
  const handle = r.line.handle;
  const beside = lines.find((f) => f.handle === r.line.beside);
  const frame = el("div", { id: "diff" });
  const renamed = tick(words.renamed, { id: "renamed" });
  const all = tick(words.compareAll, { id: "diff-all" });
  const isOn = (label) => label.querySelector("input").checked;
  const request = () => ({ last: r.line.beside, this: handle, renamed: isOn(renamed), all: isOn(all) });
  const choose = async (last) => {
    await engine.call("beside", { handle, last, renamed: isOn(renamed) }, [], { session: true });
    await redraw();
    const again = by("last-title");
    if (again) { again.focus(); again.scrollIntoView(); }
  };
  const isEarlier = (f) => f.role === "last" || f.year > 0 && f.year < r.line.year;
  const others = lines.filter((f) => f.handle !== handle && f.verdict !== "unread" && f.role !== "total").sort((a, b) => isEarlier(b) - isEarlier(a) || byName(a, b)); // the likely ones first
  const pick = el("select", { id: "last-pick", onchange: guarded((e) => choose(e.target.value)) },
    options([["", words.lastAuto]].concat(others.map((f) => [f.handle, [f.year, f.organ, f.name].filter(Boolean).join(" ")])), r.line.beside || ""));
  return el("div", { class: "screen" }, el("h3", { id: "last-title", tabindex: "-1" }, words.last),
    el("p", {}, beside ? [words.lastIs, el("strong", {}, beside.name)] : r.line.beside_doubt || (lastReports().length ? words.lastNotFound : words.lastNone)),
    el("div", { class: "tools" },
      chooser(words.lastFile, "last-file", async (entries) => {
        const before = new Set(lines.map((f) => f.handle));
        await takeIn(entries.map((e) => ({ ...e, role: "last" })));
        const added = lastReports().filter((f) => !before.has(f.handle));
        if (added.length === 1) await choose(added[0].handle);
      }, { accept: texts.accept }),
      labelled(words.lastPick, pick), renamed,
      button(words.carry, async () => {
        const done = await make("carry", { handle });
        if (done) fill(frame, el("p", { class: "supposed" }, words.carried + words.colon + done.taken), el("ul", {}, done.notes.map((n) => el("li", {}, n))));
      }, { id: "download-carry" })),
    beside && el("div", { class: "tools" }, button(words.compare, async () => {
      const { result } = await engine.call("diff", request());
      // A frame without scripts and of an origin of its own: a report can do nothing in it.
      fill(frame, el("h4", {}, result.title), el("iframe", { sandbox: "", srcdoc: result.html, title: words.diffFrame, id: "diff-frame" }));
    }, { id: "compare" }), all),
    beside && saves(words.saveDiff, texts.compare, "diff", request, "save-diff"),
    frame);
}
