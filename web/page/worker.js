// The worker that the engine runs in, behind Go's own wasm_exec.js. The page sends it the engine, and then calls.
// What goes to it: {piece, last}, the text of the engine as the packer wrote it, or {module}, the engine that another
// worker compiled; then {id, method, request, blobs}.
// What it sends: {module}, {ready}, {id, reply, files, memory} or {dead: what was said last}.

// unpack gives the bytes of a part of the page; see web/pack/text.go.
function unpack(text) {
  const out = new Uint16Array(text.length);
  let n = 0;
  let i = 0;
  for (; i < text.length; i++) {
    const c = text.charCodeAt(i);
    out[n++] = c === 61 ? text.charCodeAt(++i) ^ 0x8000 : c; // 61 is the sign =
  }
  return new Uint8Array(out.buffer, 0, i > text.length ? 2 * n - 3 : 2 * n); // a last = stands alone: one byte less
}

// inflate gives what gzip packed.
async function inflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

let memory = null;
let said = "";
const log = console.log;
console.log = (...parts) => { // what Go says when it dies
  said = (said + parts.join(" ") + "\n").slice(-4000);
  log(...parts);
};

let pieces = null; // takes the pieces of the engine

// compile gives the engine as a module of what comes in pieces: each is unpacked and compiled as it comes.
function compile(stream) {
  const type = { headers: { "Content-Type": "application/wasm" } };
  if (WebAssembly.compileStreaming) return WebAssembly.compileStreaming(new Response(stream, type));
  return new Response(stream).arrayBuffer().then((bytes) => WebAssembly.compile(bytes));
}

function take(m) {
  if (!pieces) {
    const unzip = new DecompressionStream("gzip");
    pieces = unzip.writable.getWriter();
    compile(unzip.readable).then((module) => { postMessage({ module }); return start(module); }).catch((e) => postMessage({ dead: String(e) }));
  }
  pieces.write(unpack(m.piece)).catch(() => {}); // what is wrong, compiling says
  if (m.last) pieces.close().catch(() => {});
}

async function start(module) {
  const go = new Go();
  const instance = await WebAssembly.instantiate(module, go.importObject);
  memory = instance.exports.mem;
  self.gkxlReady = () => postMessage({ ready: true });
  go.run(instance).catch((e) => { said += String(e); }).then(() => postMessage({ dead: said || "?" }));
}

// bytesOf gives the bytes of what came with a call.
async function bytesOf(b) {
  return b.packed !== undefined ? inflate(unpack(b.packed)) : new Uint8Array(b.arrayBuffer ? await b.arrayBuffer() : b);
}

let before = null; // is settled when the call before is answered

self.onmessage = async (event) => {
  const m = event.data;
  let answered = null;
  const turn = before;
  if (m.id !== undefined) before = new Promise((resolve) => { answered = resolve; });
  try {
    if (m.piece !== undefined) return take(m);
    if (m.module) return await start(m.module);
    const read = Promise.all((m.blobs || []).map(bytesOf)); // while the call before is worked on
    read.catch(() => {});
    await turn;
    const answer = await self.gkxlCall(m.method, m.request, ...await read);
    postMessage({ id: m.id, reply: answer.reply, files: answer.files, memory: memory.buffer.byteLength }, answer.files.map((f) => f.buffer));
  } catch (e) {
    if (m.id !== undefined && !(e instanceof WebAssembly.RuntimeError)) postMessage({ id: m.id, failed: String(e) }); // a file that cannot be read any more
    else postMessage({ dead: String(e) });
  } finally {
    if (answered) answered();
  }
};
