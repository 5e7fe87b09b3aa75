// The first script of the page, in the language of old browsers. One that cannot run the page is told which can.
// Where the keyword 'wasm-unsafe-eval' is known, it forbids evaluation of text, which the policy of the page must
// allow for the sake of browsers that know no other word for WebAssembly.
(function () {
  var able = false;
  try {
    able = typeof WebAssembly === "object" && typeof Worker === "function" && typeof DecompressionStream === "function" &&
      typeof Promise === "function" && typeof String.prototype.replaceAll === "function" && typeof URL.createObjectURL === "function";
  } catch (e) {
    able = false;
  }
  if (!able) {
    window.gkxlOld = true;
    var show = function () {
      document.getElementById("app").style.display = "none";
      var old = document.getElementById("old");
      old.removeAttribute("hidden");
      old.style.display = "block";
    };
    if (document.addEventListener) document.addEventListener("DOMContentLoaded", show, false);
    else window.attachEvent("onload", show);
    return;
  }
  var version = /Chrome\/(\d+)/.exec(navigator.userAgent), firefox = /Firefox\/(\d+)/.exec(navigator.userAgent);
  if (version && +version[1] >= 97 || firefox && +firefox[1] >= 102) {
    var policy = document.querySelector("meta[http-equiv]");
    if (policy) {
      var strict = document.createElement("meta");
      strict.httpEquiv = "Content-Security-Policy";
      strict.content = policy.content.replace(" 'unsafe-eval'", "");
      document.head.appendChild(strict);
    }
  }
})();
