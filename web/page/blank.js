// The workbook to fill in.

const blank = { year: "", edition: "", type: "", organ: "", zeros: false };

function drawBlank() {
  if (!blank.year) blank.year = String(usualYear());
  const forms = texts.forms;
  const form = () => forms.find((f) => f.id === blank.edition) || forms.find((f) => +blank.year >= f.first && (!f.last || +blank.year <= f.last)) || forms[0];
  const kinds = el("select", { id: "blank-type", onchange: (e) => { blank.type = e.target.value; } });
  const kindsOf = () => {
    if (!form().organs.some((o) => o.id === blank.type)) blank.type = "";
    fill(kinds, options([["", words.blankNoType]].concat(form().organs.map((o) => [o.id, o.name])), blank.type));
  };
  kindsOf();
  fill(by("view-blank"), el("h2", { id: "blank-title" }, words.toBlank), el("p", { class: "sub" }, words.blankLead),
    el("div", { class: "tools" },
      labelled(words.year, el("input", { type: "number", id: "blank-year", value: blank.year, min: "2008", max: "2100", oninput: (e) => { blank.year = e.target.value; kindsOf(); } })),
      labelled(words.blankForm, el("select", { id: "blank-form", onchange: (e) => { blank.edition = e.target.value; kindsOf(); } }, options([["", words.blankByYear]].concat(forms.map((f) => [f.id, f.id + words.open + f.first + "\u2013" + (f.last || "") + words.close + " " + f.title])), blank.edition))),
      labelled(words.blankType, kinds),
      labelled(words.blankOrgan, el("input", { type: "text", id: "blank-organ", value: blank.organ, oninput: (e) => { blank.organ = e.target.value; } })),
      tick(words.blankZeros, { id: "blank-zeros", checked: blank.zeros, onchange: (e) => { blank.zeros = e.target.checked; } }),
      button(words.blankMake, () => make("template", { year: +blank.year || 0, edition: blank.edition, type: blank.type, organ: blank.organ.trim(), zeros: blank.zeros }), { id: "download-template", class: "main" })));
}
