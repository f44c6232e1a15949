// Looks after the first screen until the page has started: tells people whose browser is too old, and people whose
// connection broke, instead of showing "Loading" for ever. Written for old browsers, so in the oldest words.
(function () {
  "use strict";
  var starting = document.getElementById("starting");
  if (!starting) return;

  // One small module that uses each thing our WebAssembly uses. A browser that knows them all is new enough for the
  // rest: reference types came last, with iOS 15.
  var bulkMemory = [65, 0, 65, 0, 65, 0, 252, 11, 0]; // memory.fill
  var nonTrapping = [67, 0, 0, 0, 0, 252, 0, 26]; // i32.trunc_sat_f32_s
  var signExtension = [65, 0, 192, 26]; // i32.extend8_s
  var reference = [208, 111, 26]; // ref.null extern
  var body = [0].concat(bulkMemory, nonTrapping, signExtension, reference, [11]);
  var wasm = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 5, 3, 1, 0, 1, 10]
    .concat([body.length + 2, 1, body.length], body);

  function newEnough() {
    return "noModule" in document.createElement("script") && typeof WebAssembly === "object" &&
      WebAssembly.validate(new Uint8Array(wasm));
  }

  function show(name) {
    var parts = ["loading", "old", "failed"];
    for (var i = 0; i < parts.length; i++) {
      document.getElementById("starting-" + parts[i]).hidden = parts[i] !== name;
    }
  }

  function failed() {
    if (starting.parentNode) show("failed");
  }

  if (!newEnough()) {
    show("old");
    return;
  }
  window.addEventListener("error", failed, true);
  window.addEventListener("unhandledrejection", failed);
  // The page brings its own <main>; when it is there, the first screen has done its work.
  var watch = new MutationObserver(function () {
    if (document.getElementsByTagName("main").length < 2) return;
    watch.disconnect();
    window.removeEventListener("error", failed, true);
    window.removeEventListener("unhandledrejection", failed);
    starting.parentNode.removeChild(starting);
  });
  watch.observe(document.body, { childList: true, subtree: true });
})();
