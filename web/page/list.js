// The list of files, the worst first.

function drawList(list) {
  const box = by("list");
  box.hidden = list.files.length === 0;
  const head = [words.colVerdict, words.colOrgan, words.colYear, words.colFirst, words.colFile].map((w) => el("th", { scope: "col" }, w));
  const rows = list.files.filter((f) => f.role !== "last").map((f) => el("tr", { "data-file": f.name, "data-handle": f.handle, "data-verdict": f.verdict },
    el("td", { class: "verdict " + f.verdict }, f.word),
    el("td", {}, el("button", { type: "button", class: "link", onclick: () => showReport(f.handle) }, f.organ || f.name)),
    el("td", {}, f.year ? String(f.year) : ""),
    el("td", { class: "first" }, f.sentence),
    el("td", { class: "file" }, f.name)));
  box.replaceChildren(el("h2", { id: "list-title" }, words.list), el("p", { class: "sub" }, list.sentence),
    el("table", { class: "rows" }, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows)));
}
