// Copies what stands on the page, and prints it. All of it can be selected and printed without this.
(function () {
  "use strict";

  var status = document.querySelector("[data-status]");

  function say(words) {
    if (status) status.textContent = words;
  }

  function textOf(element) {
    return "value" in element ? element.value : element.textContent.trim();
  }

  function select(element) {
    if (element.select) element.select();
    else window.getSelection().selectAllChildren(element);
    say("Your browser did not allow copying. It is selected: copy it now.");
  }

  function copy(button) {
    var plain = document.getElementById(button.dataset.copyFrom);
    var rich = document.getElementById(button.dataset.copyRich || "");
    var done = function () { say("Copied."); };
    if (!navigator.clipboard) return select(plain);
    if (!rich || !window.ClipboardItem) {
      return navigator.clipboard.writeText(textOf(plain)).then(done, function () { select(plain); });
    }
    var kinds = {
      "text/plain": new Blob([textOf(plain)], { type: "text/plain" }),
      "text/html": new Blob([rich.innerHTML], { type: "text/html" })
    };
    return navigator.clipboard.write([new window.ClipboardItem(kinds)]).then(done, function () { select(plain); });
  }

  document.addEventListener("click", function (event) {
    var target = event.target.closest("[data-copy-from],[data-print]");
    if (!target) return;
    if (target.hasAttribute("data-print")) window.print();
    else copy(target);
  });
})();
