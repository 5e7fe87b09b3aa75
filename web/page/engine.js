// The engine as the page sees it: calls that wait in a line. The worker answers one after the other, and has the next one
// meanwhile, so that it reads its file ahead. A worker that dies is started again with the files that were open, but for
// the one it died on.

const engine = (() => {
  const maxMemory = () => (+document.documentElement.dataset.memory || 512) << 20; // bytes of the worker, above which it is started again
  let worker = null;
  let sent = []; // calls that the worker has, in their order: it works on the first
  let number = 0;
  let waiting = [];
  let opened = []; // calls that make up the session, to be made again in a new worker
  let lang = "zh";
  let cleared = 0; // how often all was closed
  let onLost = () => {}; // is told the fault of a file that was open and could not be opened again

  let module = null; // the engine, for workers behind the first

  // Browsers before this one translate the whole engine well at once, which takes them much memory for each worker.
  const chrome = /Chrome\/(\d+)/.exec(navigator.userAgent);
  const translatesAll = chrome && +chrome[1] < 96;

  // start waits for the first worker, which feed.js started, or starts another.
  function start() {
    return new Promise((resolve, reject) => {
      const w = module ? window.gkxlWorker() : window.gkxlFirst;
      w.onmessage = (event) => {
        const m = event.data;
        if (m.module) {
          module = m.module;
        } else if (m.ready) {
          worker = w; // from now on it is sent calls
          URL.revokeObjectURL(w.gkxlURL);
          setTimeout(() => warm(steps * (translatesAll ? 1 : 100)), 200); // the page is drawn first
          resolve();
        } else if (m.dead) {
          ended(w, new Error(m.dead), reject);
        } else {
          answered(m);
        }
      };
      w.onerror = (event) => ended(w, new Error(event.message), reject);
      if (module) w.postMessage({ module });
    });
  }

  const samples = Array.from(document.querySelectorAll("[data-sample]"), (e) => ({ packed: e.textContent })); // made-up reports
  const steps = 3; // of the work on one

  // warm has the engine go through its work some times, step by step, while nothing waits and until files are opened:
  // browsers translate functions well only when these have run often.
  function warm(times) {
    if (!worker || waiting.length + opened.length > 0) return;
    waiting.push({ method: "warm", request: {}, blobs: [samples[Math.floor(times / steps) % samples.length]], resolve() { if (times > 1) warm(times - 1); }, reject() {} });
    next();
  }

  // ended is told that a worker died: before it was ready, which is for the caller of start, or at work.
  function ended(w, error, reject) {
    w.terminate();
    if (w === worker) died();
    else reject(error);
  }

  // next sends the calls that wait first; those of the user go before those that open files.
  function next() {
    while (worker && waiting.length > 0 && sent.length < 2) {
      const at = Math.max(0, waiting.findIndex((c) => c.first));
      const c = waiting.splice(at, 1)[0];
      c.id = ++number;
      sent.push(c);
      worker.postMessage({ id: c.id, method: c.method, request: JSON.stringify({ ...c.request, lang }), blobs: c.blobs });
    }
  }

  async function answered(m) {
    const c = sent[0];
    if (!c || m.id !== c.id) return;
    sent.shift();
    next();
    if (m.failed) {
      c.reject({ where: c.about || "", what: words.unreadable, hint: words.unreadableHint });
    } else {
      const reply = JSON.parse(m.reply);
      if (reply.error && reply.error.code === "faces" && !c.again) {
        c.again = c.first = true;
        await faces();
        waiting.unshift(c);
      } else if (reply.error) {
        c.reject(reply.error);
      } else if (m.memory > maxMemory() && c.session) {
        return died(c); // this file is too much
      } else {
        if (c.session && c.era === cleared) opened[c.front ? "unshift" : "push"](c);
        c.resolve({ result: reply.result, files: (reply.files || []).map((f, i) => ({ ...f, data: m.files[i] })) });
      }
      if (m.memory > maxMemory() && worker && c.method !== "warm") await died(null);
    }
    next();
  }

  // faces hands the faces in, ahead of everything that waits.
  async function faces() {
    const give = (name, blobs) => new Promise((resolve, reject) => {
      waiting.unshift({ method: "faces", request: { name }, blobs, resolve, reject, first: true });
      next();
    });
    const { result } = await give("", []);
    while (document.readyState === "loading") await moment(); // the faces stand at the end of the page
    for (const name of result.missing) {
      const el = document.getElementById("face-" + name);
      await give(name, [{ packed: el.textContent }]);
    }
  }

  // died starts a new worker and opens again what was open. The call it died on, if any, fails.
  async function died(call = sent[0]) {
    const unanswered = sent.filter((c) => c !== call);
    sent = [];
    if (worker) worker.terminate();
    worker = null;
    if (call) call.reject({ where: call.about || "", what: words.crashed, hint: words.crashedHint, code: "crash" });
    const again = opened.map((o) => ({ ...o, resolve() {}, reject: onLost, first: true }));
    opened = [];
    waiting = again.concat(unanswered, waiting);
    try {
      await start();
    } catch (e) { // not even the engine starts: out of memory
      for (const c of waiting) c.reject({ what: words.crashed, hint: words.crashedHint, code: "crash" });
      waiting = [];
      return;
    }
    next();
  }

  // assistants are further workers, for many files. There is none where the browser has one processor or little memory, or
  // is one that takes much of it for each worker, and never more than two, for the sake of memory.
  function assistants() {
    if (!module || !(navigator.hardwareConcurrency >= 2) || navigator.deviceMemory < 4 || translatesAll) return [];
    return navigator.hardwareConcurrency >= 4 ? [assistant(), assistant()] : [assistant()];
  }

  // assistant is a further worker: it answers calls that leave nothing behind.
  function assistant() {
    const w = window.gkxlWorker();
    const asked = []; // calls, in their order
    let over = false;
    let ready = null;
    const listening = new Promise((resolve) => { ready = resolve; });
    const end = () => {
      over = true;
      ready();
      w.terminate();
      URL.revokeObjectURL(w.gkxlURL);
      for (const c of asked.splice(0)) c.resolve(null);
    };
    w.onmessage = ({ data: m }) => {
      ready();
      if (m.ready) return;
      const c = m.id && asked.shift();
      if (m.dead || m.failed || m.memory > maxMemory() / 2) end();
      if (c) c.resolve(m.reply ? { reply: JSON.parse(m.reply), files: m.files } : null);
    };
    w.onerror = end;
    w.postMessage({ module });
    return {
      get over() { return over; },
      // ask gives the reply and the files of a call; null when it could not be answered.
      async ask(method, request, blobs) {
        await listening;
        if (over) return null;
        return new Promise((resolve) => {
          asked.push({ resolve });
          w.postMessage({ id: ++number, method, request: JSON.stringify({ ...request, lang }), blobs });
        });
      },
      end,
    };
  }

  return {
    start,
    assistants,
    get cleared() { return cleared; },
    setLang(l) { lang = l; },
    set onLost(f) { onLost = f; },
    // call calls a method of the engine. Options: about, the file it is about, for people; first, before files that
    // still wait to be opened; session, that it is made again in a new worker; front, ahead of the others.
    call(method, request = {}, blobs = [], options = {}) {
      return new Promise((resolve, reject) => {
        waiting.push({ method, request, blobs, resolve, reject, first: !options.behind, era: cleared, ...options });
        next();
      });
    },
    // drop forgets calls of the session for which a function says so.
    drop(which) { opened = opened.filter((o) => !which(o)); },
    clear() {
      cleared++;
      for (const c of waiting) c.reject({ what: "", code: "closed" });
      waiting = [];
      opened = [];
    },
  };
})();
