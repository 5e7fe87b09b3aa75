// Small things of the page: its words, elements, and downloads.

let words = {}; // all that the page says of itself, from the engine

// el makes an element: el("p", {class: "note"}, "text", child, ...).
function el(tag, attributes, ...children) {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) e.addEventListener(name.slice(2), value);
    else e.setAttribute(name, value === true ? "" : value);
  }
  for (const c of children.flat(Infinity)) {
    if (c !== undefined && c !== null && c !== false) e.append(c);
  }
  return e;
}

const by = (id) => document.getElementById(id);

// say tells the user something; an empty text says nothing.
function say(text) { by("said").textContent = text || ""; }

// sentence is an error of the engine on one line.
function sentence(fault) {
  if (fault instanceof Error) return String(fault);
  return [fault.where, fault.what, fault.hint].filter(Boolean).join(words.colon || ": ");
}

// download hands a file of the engine to the user.
function download(file) {
  const url = URL.createObjectURL(new Blob([file.data], { type: file.type }));
  const a = el("a", { href: url, download: file.name });
  a.click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
  by("state").textContent = words.done + file.name;
}

// moment lets the page breathe.
const moment = () => new Promise((resolve) => setTimeout(resolve, 0));
