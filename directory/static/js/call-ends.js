// How a call ends: each button does its deed, and what is half typed of another way to end it stays.
(function () {
  "use strict";

  // `focusOn` moves the cursor to an element and brings it into sight; `fetchNew` gets this part as it follows
  // from what is typed by now.
  function start(form, focusOn, fetchNew) {
    var ends = document.getElementById("ends");
    var problems = document.querySelector("[data-problems]");
    var nearResults = form.querySelector("[data-for-need]");
    // The names of fields that a hand has changed: they are kept with the call until they are recorded.
    var byHand = form.elements.by_hand;
    // Whether something was typed since this part was made that it may follow from.
    var isOld = false;

    function listByHand() { return byHand.value.split(" ").filter(Boolean); }

    function note(name) {
      if (name && listByHand().indexOf(name) < 0) byHand.value = listByHand().concat(name).join(" ");
    }

    ends.addEventListener("input", function (event) {
      note(event.target.name);
      if (event.target.name === "for_need") showChoice();
    });

    // `own` is the way to end it, or the outcome, that the button of a deed stands in.
    function forget(own) {
      var names = own ? Array.from(own.querySelectorAll("[name]")).map(function (field) { return field.name; }) : [];
      if (!own || own.matches("details")) names.push("for_need", "ends_note");
      byHand.value = listByHand().filter(function (name) { return names.indexOf(name) < 0; }).join(" ");
    }

    function collect() {
      var data = new FormData(form);
      return listByHand().map(function (name) { return [name, data.get(name)]; });
    }

    function putBack(openNames, halfTyped) {
      ends.querySelectorAll("details").forEach(function (one) {
        if (openNames.indexOf(one.querySelector("summary").textContent) >= 0) one.open = true;
      });
      halfTyped.forEach(function (pair) {
        ends.querySelectorAll("[name='" + pair[0] + "']").forEach(function (field) {
          if (field.type === "radio") field.checked = field.value === pair[1];
          else if (pair[1] !== null) field.value = pair[1];
        });
      });
    }

    function openBegun() {
      listByHand().forEach(function (name) {
        var field = ends.querySelector("[name='" + name + "']");
        if (field && field.closest("details")) field.closest("details").open = true;
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
    nearResults.addEventListener("change", function (event) {
      form.elements.for_need.value = event.target.value;
      note("for_need");
    });

    function showNeeds(needs) {
      var choice = form.elements.for_need;
      if (!choice) return;
      var chosen = choice.value;
      while (choice.options.length > 1) choice.remove(1);
      needs.forEach(function (need) { choice.add(new Option(need[1], need[0])); });
      choice.value = needs.some(function (need) { return need[0] === chosen; }) ? chosen : "";
      showChoice();
    }

    function listOpen(but) {
      var open = Array.from(ends.querySelectorAll("details[open]")).filter(function (one) { return one !== but; });
      return open.map(function (one) { return one.querySelector("summary").textContent; });
    }

    function replace(html, openNames) {
      var halfTyped = collect();
      ends.innerHTML = html;
      isOld = false;
      putBack(openNames, halfTyped);
      showChoice();
    }

    form.addEventListener("input", function (event) {
      if (event.target.name && !ends.contains(event.target)) isOld = true;
    });
    // A way that is opened begins with what was typed until now.
    ends.addEventListener("toggle", function (event) {
      if (!event.target.open || !isOld) return;
      isOld = false;
      fetchNew().then(function (now) {
        var at = ends.contains(document.activeElement) ? document.activeElement : null;
        var again = at && (at.id ? "#" + CSS.escape(at.id) : at.name ? "[name='" + at.name + "']" : null);
        var summary = at && at.closest("summary") ? at.textContent : "";
        replace(now.html, listOpen());
        Array.from(ends.querySelectorAll("summary")).forEach(function (one) { if (summary && one.textContent === summary) one.focus(); });
        if (!summary && again) ends.querySelector(again).focus();
      }, function () { isOld = true; });
    }, true);

    // `done` is the part of the screen as it is after the deed of `button`.
    function show(done, button) {
      var own = button.closest("details, .app-call-outcome");
      var isInside = ends.contains(button);
      var open = listOpen(own);
      if (!done.problems) forget(own);
      replace(done.html, open);
      problems.innerHTML = done.problems;
      if (done.problems) goToProblem();
      else if (isInside) focusOn(ends.querySelector("[data-first]"));
    }

    showChoice();
    return { part: ends, show: show, showNeeds: showNeeds, openBegun: openBegun };
  }

  window.callEnds = { start: start };
})();
