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

  if (neutral) window.history.replaceState(null, "", neutral);
  window.addEventListener("pagehide", forgetWords);
  window.addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    forgetWords();
    if (!neutral) return;
    document.body.hidden = true;
    window.location.replace(neutral);
  });
})();
