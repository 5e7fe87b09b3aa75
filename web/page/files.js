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

let lastHandle = 0;

// openAll opens entries one by one and tells of each as it comes.
async function openAll(entries, opened) {
  const byName = new Map(entries.map((e) => [e.name, e]));
  const { result: plan } = await engine.call("plan", { names: Array.from(byName.keys()) });
  const skipped = plan.skipped;
  let n = 0;
  for (const name of plan.open) {
    const e = byName.get(name);
    try {
      const { result } = await engine.call("open",
        { handle: "f" + ++lastHandle, name, modified: e.modified || e.file.lastModified, role: e.role, folder: e.folder, size: e.file.size },
        e.file.size > texts.most ? [] : [e.file], { behind: true, session: true, about: name });
      skipped.push(...result.skipped);
      opened(++n, plan.open.length, result.files, null);
    } catch (fault) {
      if (fault.code === "closed") return skipped;
      opened(++n, plan.open.length, [], { ...fault, where: fault.where || name });
    }
  }
  return skipped;
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
