//go:build js && wasm

// Command wasm runs the engine of the page in a browser's worker, or under Node. It sets
// the global function gkxlCall and then calls gkxlReady.
//
//	gkxlCall(method, request, ...Uint8Array) → Promise of {reply, files: [Uint8Array]}
//
// Request and reply are JSON as the contract of package engine says. Calls are answered in
// the order in which they come.
package main

import (
	"runtime/debug"
	"syscall/js"

	"github.com/gkxl/gkxl/web/engine"
)

// asked is a call that waits for its turn.
type asked struct {
	method  string
	request []byte
	blobs   [][]byte
	resolve js.Value
}

// seldom is how much memory may grow between two collections, in percent of what is in use: reading a workbook makes many
// small pieces that are all garbage soon after.
const seldom = 200

func main() {
	calls := make(chan asked, 1024)
	bytes := js.Global().Get("Uint8Array")
	js.Global().Set("gkxlCall", js.FuncOf(func(_ js.Value, args []js.Value) any {
		a := asked{method: args[0].String(), request: []byte(args[1].String())}
		for _, v := range args[2:] {
			data := make([]byte, v.Get("byteLength").Int())
			js.CopyBytesToGo(data, v)
			a.blobs = append(a.blobs, data)
		}
		executor := js.FuncOf(func(_ js.Value, f []js.Value) any {
			a.resolve = f[0]
			return nil
		})
		promise := js.Global().Get("Promise").New(executor)
		executor.Release()
		go func() { calls <- a }()
		return promise
	}))
	debug.SetGCPercent(seldom)
	js.Global().Call("gkxlReady")
	e := engine.New()
	for a := range calls {
		reply, contents := e.Call(a.method, a.request, a.blobs...)
		files := js.Global().Get("Array").New()
		for _, data := range contents {
			out := bytes.New(len(data))
			js.CopyBytesToJS(out, data)
			files.Call("push", out)
		}
		answer := js.Global().Get("Object").New()
		answer.Set("reply", string(reply))
		answer.Set("files", files)
		a.resolve.Invoke(answer)
	}
}
