// Runs calls in the engine under Node, as the worker of the page does. Arguments: Go's wasm_exec.js, the engine, and a
// file of calls, [{method, request, blobs: [file names]}], and the file to write: for each call the reply and the SHA-256
// of its files, and at the end how much memory was taken.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const [support, wasm, calls, out] = process.argv.slice(2);
createRequire(import.meta.url)(support);
const go = new globalThis.Go();
const { instance } = await WebAssembly.instantiate(readFileSync(wasm), go.importObject);
const ready = new Promise((resolve) => { globalThis.gkxlReady = resolve; });
go.run(instance);
await ready;
const answers = [];
const sum = (data) => createHash("sha256").update(data).digest("hex");
for (const c of JSON.parse(readFileSync(calls, "utf8"))) {
  const blobs = (c.blobs || []).map((name) => new Uint8Array(readFileSync(name)));
  const answer = await globalThis.gkxlCall(c.method, JSON.stringify(c.request), ...blobs);
  answers.push({ reply: answer.reply, files: answer.files.map(sum) });
}
writeFileSync(out, JSON.stringify({ answers, memory: instance.exports.mem.buffer.byteLength }));
process.exit(0);
