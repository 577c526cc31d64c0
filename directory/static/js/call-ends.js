// How a call ends: each button does its deed, and what is half typed of another way to end it stays.
(function () {
  "use strict";

  // `focusOn` moves the cursor to an element and brings it into sight.
  function start(form, focusOn) {
    var ends = document.getElementById("ends");
    var problems = document.querySelector("[data-problems]");
    var nearResults = form.querySelector("[data-for-need]");
    var halfTyped = {};

    ends.addEventListener("input", function (event) {
      halfTyped[event.target.name] = event.target.value;
      if (event.target.name === "for_need") showChoice();
    });

    function forget(own) {
      var names = own ? Array.from(own.querySelectorAll("[name]")).map(function (field) { return field.name; }) : [];
      names.concat("for_need", "ends_note").forEach(function (name) { delete halfTyped[name]; });
    }

    function putBack(openNames) {
      ends.querySelectorAll("details").forEach(function (one) {
        if (openNames.indexOf(one.querySelector("summary").textContent) >= 0) one.open = true;
      });
      ends.querySelectorAll("input, textarea, select").forEach(function (field) {
        if (!(field.name in halfTyped)) return;
        if (field.type === "radio") field.checked = field.value === halfTyped[field.name];
        else field.value = halfTyped[field.name];
      });
    }

    // The field to be put right, with its message beside it; else what the page says.
    function goToProblem() {
      var link = problems.querySelector("a");
      var field = link && document.getElementById(link.hash.slice(1));
      if (field && field.closest("details")) field.closest("details").open = true;
      focusOn(field || problems.querySelector("h2"));
    }

    // Which need the answers are for: the same choice stands beside the results where there are several.
    function showChoice() {
      var choice = form.elements.for_need;
      nearResults.hidden = !choice || choice.options.length < 3;
      if (nearResults.hidden) return;
      var again = nearResults.querySelector("select");
      again.replaceChildren.apply(again, Array.from(choice.options).map(function (option) { return new Option(option.text, option.value); }));
      again.value = choice.value;
    }
    nearResults.addEventListener("change", function (event) { form.elements.for_need.value = event.target.value; });

    function showNeeds(needs) {
      var choice = form.elements.for_need;
      if (!choice) return;
      var chosen = choice.value;
      while (choice.options.length > 1) choice.remove(1);
      needs.forEach(function (need) { choice.add(new Option(need[1], need[0])); });
      choice.value = needs.some(function (need) { return need[0] === chosen; }) ? chosen : "";
      showChoice();
    }

    // `done` is the part of the screen as it is after the deed of `button`.
    function show(done, button) {
      var own = button.closest("details, .app-call-outcome");
      var isInside = ends.contains(button);
      var open = Array.from(ends.querySelectorAll("details[open]")).filter(function (one) { return one !== own; });
      if (!done.problems) forget(own);
      ends.innerHTML = done.html;
      putBack(open.map(function (one) { return one.querySelector("summary").textContent; }));
      problems.innerHTML = done.problems;
      showChoice();
      if (done.problems) goToProblem();
      else if (isInside) focusOn(ends.querySelector("[data-first]"));
    }

    showChoice();
    return { part: ends, show: show, showNeeds: showNeeds };
  }

  window.callEnds = { start: start };
})();
