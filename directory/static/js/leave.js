// "Leave this page quickly": a click, or Shift or Escape pressed three times. The page is replaced, not
// left behind, so that the Back button does not return to it.
(function () {
  "use strict";
  var link = document.querySelector("[data-leave]");
  if (!link) return;
  var presses = 0;
  var lastKey = "";
  var timer;

  function leave() {
    // What is on the screen goes first: the next page may take seconds to load.
    document.title = "";
    document.body.hidden = true;
    window.location.replace(link.href);
  }

  link.addEventListener("click", function (event) {
    event.preventDefault();
    leave();
  });

  document.addEventListener("keyup", function (event) {
    if (event.key !== "Shift" && event.key !== "Escape") {
      presses = 0;
      return;
    }
    presses = event.key === lastKey ? presses + 1 : 1;
    lastKey = event.key;
    clearTimeout(timer);
    timer = setTimeout(function () { presses = 0; }, 3000);
    if (presses === 3) leave();
  });
})();
