// The screen of a call: kept as it is typed, the search beside it, every part within reach of the keyboard.
// Without this it is one form with a button to save, one to search, and one for each way it can end.
(function () {
  "use strict";

  var form = document.getElementById("call");
  if (!form) return;
  var status = form.querySelector("[data-status]");
  var results = form.querySelector("[data-results]");
  var people = form.querySelector("[data-people]");
  var ends = document.getElementById("ends");
  var problems = document.querySelector("[data-problems]");
  var words = document.getElementById("q");
  var KEEP_AFTER = 1200;
  var SEARCH_AFTER = 60;
  var PEOPLE_AFTER = 400;
  var isDirty = "hasUnsaved" in form.dataset;
  var isStopped = false;
  var isLeaving = false;
  var hasFailed = false;
  var keepTimer = null;
  var last = Promise.resolve();

  function say(text) { status.textContent = text; }

  // One request that writes after the other: a call never collides with itself.
  function inTurn(job) {
    last = last.then(job, job);
    return last;
  }

  // What is kept on this device while there is no signal. A place may be somebody's postcode.
  function keepOnDevice(data) {
    var left = ["csrf_token", "place", "expected_version"];
    var pairs = Array.from(data.entries()).filter(function (pair) { return left.indexOf(pair[0]) < 0; });
    try { localStorage.setItem(form.dataset.draft, JSON.stringify(pairs)); return true; } catch (error) { return false; }
  }

  function readDevice() {
    try { return JSON.parse(localStorage.getItem(form.dataset.draft)); } catch (error) { return null; }
  }

  function clearDevice() {
    try { localStorage.removeItem(form.dataset.draft); } catch (error) { /* nothing was kept */ }
  }

  // Fields that hold an NHS number are neither sent nor kept; a place half typed waits until it is whole.
  function typed() {
    var data = new FormData(form);
    var leftOut = [];
    Array.from(form.elements).forEach(function (field) {
      var isHalf = field === document.activeElement && (field.id === "place" || field.id === "practice");
      if (isHalf) data.delete(field.name);
      if (!field.matches("textarea, input[type=text]") || window.freeText.isAllowed(field)) return;
      data.delete(field.name);
      leftOut.push(labelOf(field.id));
    });
    return { data: data, leftOut: leftOut };
  }

  function labelOf(id) {
    var label = form.querySelector("label[for='" + id + "']");
    return label ? label.firstChild.textContent.trim() : id;
  }

  function showLeftOut(leftOut) {
    form.querySelectorAll(".app-call-left").forEach(function (note) { note.remove(); });
    Object.keys(leftOut).forEach(function (name) {
      var field = document.getElementById(name);
      if (!field) return;
      var note = document.createElement("p");
      note.className = "app-call-left";
      note.textContent = leftOut[name];
      field.insertAdjacentElement("afterend", note);
    });
    return Object.keys(leftOut).map(labelOf);
  }

  function sayKept(leftOut) {
    var time = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    say("Saved " + time + "." + (leftOut.length ? " Not saved, and to be put right: " + leftOut.join(", ") + "." : ""));
  }

  function keep() {
    if (isStopped) return null;
    var now = typed();
    isDirty = false;
    return fetch(form.dataset.keep, { method: "POST", body: now.data, credentials: "same-origin", redirect: "error" })
      .then(function (answer) {
        if (answer.status === 409) { isStopped = true; throw new Error("Somebody else changed this. Press “Save” to see both."); }
        if (!answer.ok) throw new Error("Not saved yet. It is kept on this device.");
        return answer.json();
      })
      .then(function (kept) {
        form.elements.expected_version.value = kept.version;
        showNeeds(kept.needs);
        hasFailed = false;
        clearDevice();
        sayKept(now.leftOut.concat(showLeftOut(kept.left_out)));
      })
      .catch(function (error) {
        isDirty = hasFailed = true;
        var isKept = keepOnDevice(typed().data);
        say(!(error instanceof TypeError) ? error.message : isKept ? "No signal. Kept on this device until it is saved." : "No signal. Do not close this page.");
        if (!isStopped) keepSoon(4 * KEEP_AFTER);
      });
  }

  function keepSoon(after) {
    clearTimeout(keepTimer);
    keepTimer = setTimeout(function () { inTurn(keep); }, after);
  }

  function showNeeds(needs) {
    var choice = form.elements.for_need;
    if (!choice) return;
    var chosen = choice.value;
    while (choice.options.length > 1) choice.remove(1);
    needs.forEach(function (need) { choice.add(new Option(need[1], need[0])); });
    choice.value = needs.some(function (need) { return need[0] === chosen; }) ? chosen : "";
  }

  // The search beside
  function makeLook(address, place, after) {
    var timer = null;
    var running = null;
    function look() {
      if (running) running.abort();
      running = new AbortController();
      fetch(address + "?" + question(), { credentials: "same-origin", redirect: "error", signal: running.signal })
        .then(function (answer) { if (!answer.ok) throw new Error(); return answer.json(); })
        .then(function (found) { place.innerHTML = found.html; })
        .catch(function () { /* the next key asks again */ });
    }
    return function () { clearTimeout(timer); timer = setTimeout(look, after); };
  }

  function question() {
    var asked = new URLSearchParams();
    var said = (words.value || form.elements.question.value).slice(-200);
    var holdsNumber = window.personDetails.find(said).some(function (finding) { return finding.kind === "nhs_number"; });
    asked.set("q", holdsNumber ? "" : said);
    form.querySelectorAll("input[name=needs]:checked").forEach(function (box) { asked.append("need", box.value); });
    asked.set("place", form.elements.place.value);
    asked.set("practice", form.elements.practice.value);
    return asked;
  }

  var search = makeLook(form.dataset.search, results, SEARCH_AFTER);
  var lookForPeople = makeLook(form.dataset.who, people, PEOPLE_AFTER);
  var lookForEarlier = makeLook(form.dataset.earlierAddress, form.querySelector("[data-earlier]"), PEOPLE_AFTER);
  var ASKED = ["question", "q", "needs", "place", "practice"];

  form.addEventListener("input", function (event) {
    var name = event.target.name;
    if (ASKED.indexOf(name) >= 0) search();
    if (name === "question" || name === "needs") lookForEarlier();
    if (["needs", "place", "practice"].indexOf(name) >= 0) lookForPeople();
    if (!name || name === "q" || ends.contains(event.target)) return;
    isDirty = true;
    if (hasFailed) keepOnDevice(typed().data);
    keepSoon(KEEP_AFTER);
  });
  ["place", "practice"].forEach(function (id) {
    form.elements[id].addEventListener("change", function () { keepSoon(0); });
    form.elements[id].addEventListener("blur", function () { if (isDirty) keepSoon(0); });
  });

  // How it ends
  function end(button) {
    var data = new FormData(form);
    if (button.name) data.append(button.name, button.value);
    say("Saving…");
    return fetch(button.formAction, { method: "POST", body: data, credentials: "same-origin", redirect: "error", headers: { Accept: "application/json" } })
      .then(function (answer) {
        if (answer.status === 409) { isStopped = true; leave(button); throw new Error("Somebody else changed this."); }
        if (!answer.ok && answer.status !== 422) throw new Error("Not saved. Try again.");
        return answer.json();
      })
      .then(function (done) {
        form.elements.expected_version.value = done.version;
        var isInside = ends.contains(button);
        ends.innerHTML = done.html;
        problems.innerHTML = done.problems;
        clearDevice();
        isDirty = false;
        say(done.message);
        if (done.problems) problems.querySelector("a, h2").focus();
        else if (isInside) focusOn(ends.querySelector("[data-first]"));
      })
      .catch(function (error) { say(error instanceof TypeError ? "No signal. Try again." : error.message); });
  }

  function leave(button) {
    isLeaving = true;
    // A form that is just being sent does not send again: the next turn will do.
    setTimeout(function () { form.requestSubmit(button); });
  }

  // What is being sent is waited for: the page that comes next would otherwise collide with it.
  form.addEventListener("submit", function (event) {
    var button = event.submitter;
    clearTimeout(keepTimer);
    if (isLeaving) {
      isDirty = false;
      clearDevice();
      return;
    }
    event.preventDefault();
    if (button && "ends" in button.dataset) {
      inTurn(function () { return end(button); });
      return;
    }
    isStopped = true;
    inTurn(function () { leave(button); });
  });

  // Needs: found by typing, the chosen ones always in sight
  var needs = form.querySelector("[data-needs]");
  var find = needs.querySelector("[data-need-words]");
  var all = needs.querySelector("[data-need-all]");
  var needStatus = needs.querySelector("[data-need-status]");

  function sift() {
    var sought = find.value.trim().toLowerCase();
    var showsAll = all.getAttribute("aria-pressed") === "true";
    var count = 0;
    var named = null;
    var other = null;
    needs.querySelectorAll(".app-call-needs__group").forEach(function (group) {
      var hasAny = false;
      group.querySelectorAll("label").forEach(function (label) {
        var box = label.firstElementChild;
        var isFound = sought ? box.dataset.words.split("|").some(function (phrase) { return (" " + phrase).indexOf(" " + sought) >= 0; }) : showsAll;
        label.hidden = !(box.checked || isFound);
        label.classList.remove("app-call-need--first");
        if (sought && isFound && !box.checked) {
          // A need that is called so goes before one that people also call so: "rent" is first of all rent.
          if ((" " + box.dataset.words.split("|")[0]).indexOf(" " + sought) >= 0) named = named || label;
          else other = other || label;
        }
        hasAny = hasAny || !label.hidden;
        count += sought && isFound ? 1 : 0;
      });
      group.hidden = !hasAny;
    });
    if (named || other) (named || other).classList.add("app-call-need--first");
    needStatus.textContent = sought ? count + (count === 1 ? " need" : " needs") : "";
  }

  find.addEventListener("input", sift);
  find.addEventListener("keydown", function (event) {
    if (event.key !== "Enter") return;
    event.preventDefault();
    var first = needs.querySelector(".app-call-need--first input");
    if (!first) return;
    first.click();
    find.value = "";
    sift();
  });
  all.addEventListener("click", function () {
    all.setAttribute("aria-pressed", String(all.getAttribute("aria-pressed") !== "true"));
    sift();
  });
  needs.addEventListener("change", sift);

  // Keys
  function focusOn(element) {
    if (!element) return;
    if (!element.matches("input, textarea, select, button, a")) element.tabIndex = -1;
    element.focus();
    element.scrollIntoView({ block: "nearest" });
  }
  var KEYS = {
    KeyQ: function () { focusOn(form.elements.question); },
    KeyN: function () { focusOn(find); },
    KeyP: function () { focusOn(form.elements.place); },
    KeyR: function () { focusOn(words); },
    KeyO: function () { focusOn(ends.querySelector("[data-first]")); },
    KeyK: function () { focusOn(form.querySelector("[data-close]")); }
  };
  document.addEventListener("keydown", function (event) {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    var digit = /^Digit([1-9])$/.exec(event.code);
    var add = digit && results.querySelector("[data-add='" + digit[1] + "']");
    if (!add && !KEYS[event.code]) return;
    event.preventDefault();
    if (add) add.click();
    else KEYS[event.code]();
  });

  // What this device kept
  function bringBack(pairs) {
    Array.from(form.elements).forEach(function (field) {
      if (!field.name || field.type === "hidden" || field.tagName === "BUTTON") return;
      var values = pairs.filter(function (pair) { return pair[0] === field.name; }).map(function (pair) { return pair[1]; });
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.indexOf(field.value) >= 0;
      else if (values.length) field.value = values[0];
    });
    sift();
    search();
    inTurn(keep);
  }

  function offerDraft() {
    var pairs = readDevice();
    if (!pairs) return;
    var box = document.createElement("p");
    box.className = "app-notice";
    box.textContent = "This device kept something that was not saved. ";
    [["Bring it back", function () { bringBack(pairs); }], ["Throw it away", clearDevice]].forEach(function (choice) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "app-pill";
      button.textContent = choice[0];
      button.addEventListener("click", function () { choice[1](); box.remove(); });
      box.append(button, " ");
    });
    form.before(box);
  }

  addEventListener("online", function () { inTurn(keep); });
  addEventListener("beforeunload", function (event) { if (isDirty) event.preventDefault(); });
  document.body.addEventListener("click", function (event) {
    // A person who signs out leaves nothing behind for the next one at this screen.
    if (event.target.closest("form[action$='/sign-out']")) { isStopped = true; isDirty = false; clearDevice(); }
  });

  sift();
  offerDraft();
  if (!form.elements.question.value && !document.querySelector(".nhsuk-error-summary")) form.elements.question.focus();
})();
