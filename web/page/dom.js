// Small things of the page: its words, elements, and downloads.

let words = {}; // all that the page says of itself, from the engine

// el makes an element: el("p", {class: "note"}, "text", child, ...). What is false or missing is left out.
function el(tag, attributes, ...children) {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) e.addEventListener(name.slice(2), value);
    else e.setAttribute(name, value === true ? "" : value);
  }
  put(e, children);
  return e;
}

function put(e, children) {
  for (const c of children.flat(Infinity)) {
    if (c !== undefined && c !== null && c !== false && c !== "") e.append(c);
  }
}

// fill puts children in the place of what an element holds.
function fill(e, ...children) {
  e.replaceChildren();
  put(e, children);
}

const by = (id) => document.getElementById(id);

// button makes a button that waits for its work and says what went wrong.
const button = (text, work, attributes) => el("button", { type: "button", onclick: guarded((e) => { say(""); return work(e); }), ...attributes }, text);

// labelled is a field with its label.
const labelled = (text, field) => el("label", { class: "field" }, el("span", {}, text), field);

// tick is a check box with its label.
const tick = (text, attributes) => el("label", { class: "tick" }, el("input", { type: "checkbox", ...attributes }), el("span", {}, text));

// chooser is a button that chooses files.
const chooser = (text, id, work, attributes) => el("label", { class: "button" }, el("span", {}, text),
  el("input", { type: "file", id, ...attributes, onchange: guarded((e) => { const all = chosenFiles(e.target); e.target.value = ""; return work(all); }) }));

// options are the choices of a select element.
const options = (all, chosen) => all.map(([value, name]) => el("option", { value, selected: value === chosen }, name));

// say tells the user what is wrong, or something that is well; an empty text says nothing.
function say(text, well) {
  by("said").textContent = text || "";
  by("said").classList.toggle("well", !!well);
}

// state says what the page does.
function state(text) { by("state").textContent = text; }

// sentence is an error of the engine on one line.
function sentence(fault) {
  if (fault instanceof Error) return String(fault);
  return [fault.where, fault.what, fault.hint].filter(Boolean).join(words.colon || ": ");
}

const guarded = (work) => async (event) => {
  try {
    await work(event);
  } catch (fault) {
    if (fault && fault.code === "closed" && !fault.what) return; // all was closed meanwhile
    state("");
    say(sentence(fault));
  }
};

// download hands a file of the engine to the user.
function download(file) {
  const url = URL.createObjectURL(new Blob([file.data], { type: file.type }));
  const a = el("a", { href: url, download: file.name });
  a.click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
  state(words.done + file.name);
}

// make asks the engine for a file and hands it over. Where errors stand, a draft is offered.
async function make(method, request) {
  say("");
  state(words.working);
  try {
    const { result, files } = await engine.call(method, request);
    files.forEach(download);
    if (result.note) say(result.note);
    return result;
  } catch (fault) {
    state("");
    if (fault.code !== "draft") throw fault;
    say(sentence(fault));
    by("said").append(" ", words.draft, " ", button(words.draftYes, () => make(method, { ...request, draft: true }), { id: "draft" }));
    return null;
  }
}

// saves are buttons that save in one of several formats.
const saves = (title, formats, method, request, id) => el("p", { class: "tools small" }, el("span", {}, title),
  formats.map((f) => button(f.name, () => make(method, { ...request(), format: f.id }), { id: id + "-" + f.id })));

// moment lets the page breathe.
const moment = () => new Promise((resolve) => setTimeout(resolve, 0));

// inSlices appends what a function makes of each item, some at a time, so that the page is never blocked for long.
// It stops when another drawing of the same element has begun.
async function inSlices(parent, items, draw, slice = 60) {
  const mine = parent.drawing = (parent.drawing || 0) + 1;
  for (let i = 0; i < items.length; i += slice) {
    if (i > 0) await moment();
    if (parent.drawing !== mine) return;
    put(parent, items.slice(i, i + slice).map(draw));
  }
}
