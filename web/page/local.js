// The local rules: what a city's or a ministry's notice demands besides the national rules.

let localRules = null; // {name, file}

const isLocalRules = (e) => /\.ya?ml$/i.test(e.name);

// useLocal has all reports checked by the rules of a file; by none without one.
async function useLocal(e) {
  const { result } = await engine.call("localRules", { name: e ? e.name : "" }, e ? [e.file] : [], { about: e && e.name });
  engine.drop((c) => c.method === "localRules");
  localRules = e ? { name: e.name, file: e.file } : null;
  if (e) await engine.call("localRules", { name: e.name }, [e.file], { session: true, front: true, about: e.name });
  return result;
}

// localSentence says by which local rules reports are checked, in the language of now.
async function localSentence() {
  if (!localRules) return null;
  const { result } = await engine.call("localRules", { name: localRules.name }, [localRules.file]);
  return words.localIs + words.colon + result.title + words.open + result.name + words.semicolon + words.localCount + " " + result.rules + words.close;
}

// localTools are the buttons that choose and forget them.
const localTools = () => el("div", { class: "tools screen" },
  chooser(words.localFile, "local-file", async ([e]) => {
    say("");
    if (!e) return;
    await useLocal(e);
    await refreshLines();
    await drawRules();
  }, { accept: ".yaml,.yml" }),
  localRules && button(words.localDrop, async () => { await useLocal(null); await refreshLines(); await drawRules(); }, { id: "local-drop" }));
