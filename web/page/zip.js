// Many results as one zip archive, since browsers drop all but the first few of a burst of downloads.

const zipKinds = new Set(["marked"]); // what goes into the archive of each report

const kindsOfZip = () => [["marked", words.saveMarked], ["repaired", words.saveRepair]].concat(texts.exports.map((x) => [x.id, x.name]));

const zipTools = () => el("fieldset", { class: "screen" }, el("legend", {}, words.zipWhat),
  el("div", { class: "tools" },
    kindsOfZip().map(([id, name]) => tick(name, { name: "zip-kind", value: id, checked: zipKinds.has(id), onchange: (e) => e.target.checked ? zipKinds.add(id) : zipKinds.delete(id) }))),
  el("p", { class: "legend" }, words.zipDraft));

async function zipAll() {
  if (zipKinds.size === 0) return say(words.zipNothing);
  await zip(lines.filter(isReport).flatMap((f) => productsOf(f, zipKinds)));
}

// productsOf are requests for the results of one report.
const productsOf = (f, kinds) => Array.from(kinds)
  .filter((kind) => kind === "marked" || f.verdict !== "unread")
  .map((kind) => ({ kind, handle: f.handle, draft: f.errors > 0, about: f.name }));

let zipping = false;

// zip makes an archive of results. If the engine fails on one, it begins anew without that one.
async function zip(requests, name) {
  if (zipping) return;
  zipping = true;
  by("progress").hidden = false;
  by("progress").max = requests.length;
  const faults = [];
  try {
    await engine.call("packEnd", {}).catch(() => {}); // what an interrupted one left
    for (let i = 0; i < requests.length; i++) {
      state(words.working + " " + (i + 1) + " / " + requests.length);
      by("progress").value = i;
      try {
        const { result } = await engine.call("pack", { ...requests[i], now: Date.now() }, [], { about: requests[i].about });
        if (result.note) faults.push(result.names.join(words.semicolon) + words.colon + result.note);
      } catch (fault) {
        if (fault.code === "closed" && !fault.what) return;
        faults.push(words.notHere + words.colon + sentence({ ...fault, where: fault.where || requests[i].about }));
        requests = requests.filter((_, n) => n !== i);
        i = fault.code === "crash" ? -1 : i - 1;
      }
    }
    if (requests.length > 0) {
      const { files } = await engine.call("packEnd", { name });
      files.forEach(download);
    } else {
      state("");
    }
    say(faults.join("\n"));
  } finally {
    zipping = false;
    by("progress").hidden = true;
  }
}
