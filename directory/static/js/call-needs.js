// Needs of a call: found by typing, or by the words of the question. The chosen ones are always in sight.
(function () {
  "use strict";

  function spaced(text) { return " " + text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim() + " "; }

  function start(form) {
    var needs = form.querySelector("[data-needs]");
    var find = needs.querySelector("[data-need-words]");
    var all = needs.querySelector("[data-need-all]");
    var status = needs.querySelector("[data-need-status]");

    // How well a need answers: 0 is not at all. What is typed to find one is the beginning of a word, and a
    // need that is called so goes before one that people also call so: "rent" is first of all rent.
    function rateTyped(phrases, sought) {
      var begins = phrases.map(function (phrase) { return (" " + phrase).indexOf(" " + sought) >= 0; });
      return begins[0] ? 2 : begins.indexOf(true) > 0 ? 1 : 0;
    }

    // In the question whole phrases count, the longest most.
    function rateSaid(phrases, said) {
      var found = phrases.filter(function (phrase) { return phrase && said.indexOf(spaced(phrase)) >= 0; });
      return Math.max.apply(null, [0].concat(found.map(function (phrase) { return phrase.length; })));
    }

    function sift() {
      var sought = find.value.trim().toLowerCase();
      var said = spaced(form.elements.question.value);
      var showsAll = all.getAttribute("aria-pressed") === "true";
      var count = 0;
      var first = null;
      var most = 0;
      needs.querySelectorAll(".app-call-needs__group").forEach(function (group) {
        var hasAny = false;
        group.querySelectorAll("label").forEach(function (label) {
          var box = label.firstElementChild;
          var phrases = box.dataset.words.split("|");
          var rate = sought ? rateTyped(phrases, sought) : rateSaid(phrases, said);
          label.hidden = !(box.checked || rate || (showsAll && !sought));
          label.classList.remove("app-call-need--first");
          if (!box.checked && rate > most) { most = rate; first = label; }
          hasAny = hasAny || !label.hidden;
          count += sought && rate ? 1 : 0;
        });
        group.hidden = !hasAny;
      });
      if (first) first.classList.add("app-call-need--first");
      needs.classList.toggle("app-call-needs--offered", Boolean(first));
      status.textContent = sought ? count + (count === 1 ? " need" : " needs") : "";
    }

    find.addEventListener("input", sift);
    find.addEventListener("keydown", function (event) {
      if (event.key !== "Enter") return;
      event.preventDefault();
      var first = needs.querySelector(".app-call-need--first input");
      if (!first) return;
      first.click();
      status.textContent = first.parentElement.textContent.trim() + " chosen";
      find.value = "";
      sift();
    });
    all.addEventListener("click", function () {
      all.setAttribute("aria-pressed", String(all.getAttribute("aria-pressed") !== "true"));
      sift();
    });
    needs.addEventListener("change", sift);
    form.elements.question.addEventListener("input", sift);
    sift();
    return { find: find, sift: sift };
  }

  window.callNeeds = { start: start };
})();
