// How files come in: by choosing, by choosing a folder, by dropping both, and from the made-up district.

// entry is a file to be opened: {name: with folders, file: Blob, folder: it lay in one, role}.

// chosenFiles are the entries of an input element.
function chosenFiles(input) {
  return Array.from(input.files, (file) => ({ name: file.webkitRelativePath || file.name, file, folder: !!file.webkitRelativePath }));
}

// droppedFiles are the entries of what was dropped. On a page from a disk, folders can be read by their handles only;
// the handles must be asked for before anything is waited for.
async function droppedFiles(transfer) {
  const plain = Array.from(transfer.files);
  const items = Array.from(transfer.items || []).filter((i) => i.kind === "file");
  if (!items.length || !items[0].getAsFileSystemHandle) return plain.map((file) => ({ name: file.name, file, folder: false }));
  const handles = await Promise.all(items.map((i) => i.getAsFileSystemHandle()));
  const out = [];
  for (let i = 0; i < handles.length; i++) {
    const h = handles[i];
    if (h && h.kind === "directory") await within(h, h.name, out);
    else if (plain[i]) out.push({ name: plain[i].name, file: plain[i], folder: false });
  }
  return out;
}

async function within(directory, path, out) {
  for await (const h of directory.values()) {
    if (h.kind === "directory") await within(h, path + "/" + h.name, out);
    else out.push({ name: path + "/" + h.name, file: await h.getFile(), folder: true });
  }
}

let lastPlace = 0;

const many = 6; // so many files are opened by several workers

// openAll opens entries and tells of each as it comes. Where there are many, further workers check some of them, and
// hand over what they made of each. It gives the files that were passed over, or null when all was closed meanwhile.
async function openAll(entries, opened) {
  const byName = new Map();
  for (const e of entries) { // those of one name came from different folders, which a browser does not tell
    let name = e.name;
    for (let n = 2; byName.has(name); n++) name = e.name.replace(/(\.[^./]*)?$/, " (" + n + ")$1");
    byName.set(name, e);
  }
  const mine = engine.cleared;
  const { result: plan } = await engine.call("plan", { names: Array.from(byName.keys()) });
  const skipped = plan.skipped;
  const helpers = plan.open.length >= many ? engine.assistants() : [];
  if (localRules) for (const h of helpers) h.ask("localRules", { name: localRules.name }, [localRules.file]);
  let next = 0;
  let n = 0;
  const openOne = async (name, by) => {
    const e = byName.get(name);
    const place = ++lastPlace;
    const request = { handle: "f" + place, place, name, given: e.name, modified: e.modified || e.file.lastModified, role: e.role, folder: e.folder, size: e.file.size };
    const blobs = e.file.size > texts.most ? [] : [e.file];
    try {
      if (by && blobs.length) {
        const made = await by.ask("digest", request, blobs);
        if (made && made.files.length) blobs.push(made.files[0]);
        if (engine.cleared !== mine) return;
      }
      const { result } = await engine.call("open", request, blobs, { behind: true, session: true, about: name });
      skipped.push(...result.skipped);
      opened(++n, plan.open.length, null);
    } catch (fault) {
      if (fault.code !== "closed") opened(++n, plan.open.length, { ...fault, where: fault.where || name });
    }
  };
  const lane = async (by, end) => {
    while (next < end && engine.cleared === mine && !(by && by.over)) await openOne(plan.open[next++], by);
  };
  for (const end of [plan.open.length - plan.late, plan.open.length]) await Promise.all([null, ...helpers].flatMap((h) => [lane(h, end), lane(h, end)])); // of two for each, one waits: no worker does
  for (const h of helpers) h.end();
  return engine.cleared === mine ? skipped.sort((a, b) => a.name < b.name ? -1 : 1) : null;
}

// practiceFiles makes the made-up district and gives its entries; the roster and the answer are apart.
async function practiceFiles() {
  const { result } = await engine.call("practice", {});
  const out = { title: result.title, entries: [] };
  for (const f of result.files) {
    const { files } = await engine.call("practiceFile", { name: f.name });
    const blob = new Blob([files[0].data], { type: files[0].type });
    if (f.role === "roster" || f.role === "answer") out[f.role] = { name: f.name, file: blob };
    else out.entries.push({ name: f.name, file: blob, folder: true, role: f.role, modified: f.modified });
  }
  return out;
}
