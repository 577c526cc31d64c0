// Words of danger leave nothing behind in this browser. The page that answers them came from a form that was posted:
// in the history it becomes the start page, so that Back and Reload show that and send nothing again.
(function () {
  "use strict";
  var section = document.querySelector("[data-no-trace]");
  var neutral = section && section.dataset.noTrace;

  // What was typed and not sent is not there for whoever comes back to a page.
  function forgetWords() {
    document.querySelectorAll("input[type=search]").forEach(function (field) { field.value = field.defaultValue; });
  }

  // The browser would go to the part of the page that the address names; this address goes.
  if (neutral) {
    var part = document.getElementById(window.location.hash.slice(1));
    window.history.replaceState(null, "", neutral);
    if (part) {
      part.focus({ preventScroll: true });
      part.scrollIntoView();
    }
  }
  window.addEventListener("pagehide", forgetWords);
  window.addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    forgetWords();
    if (!neutral) return;
    document.body.hidden = true;
    window.location.replace(neutral);
  });
})();
