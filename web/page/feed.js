// The worker is started here, ahead of the rest of the page. Behind this script the engine stands in pieces, each with a
// call of gkxlFeed: so it is unpacked and compiled while the page is still read, and no long text is kept or handed over.
(function () {
  if (window.gkxlOld) return;
  window.gkxlWorker = function () { // a worker that waits for the engine
    const url = URL.createObjectURL(new Blob([document.getElementById("worker-source").textContent], { type: "text/javascript" }));
    const w = new Worker(url);
    w.gkxlURL = url; // to be let go when the worker runs
    return w;
  };
  const first = window.gkxlWorker();
  window.gkxlFirst = first;
  window.gkxlFeed = function () {
    const piece = document.currentScript.previousElementSibling;
    first.postMessage({ piece: piece.textContent, last: piece.hasAttribute("data-last") });
    piece.remove();
  };
})();
