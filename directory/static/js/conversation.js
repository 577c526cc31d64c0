// One step at a time, and nothing lost with the signal. Without this the conversation is one page with a button.
(function () {
  "use strict";

  var form = document.getElementById("conversation");
  if (!form) return;
  var status = form.querySelector("[data-status]");
  var version = form.elements.expected_version;
  var key = form.dataset.draft;
  var WAIT = 2500;
  var PATIENCE = 10000;
  var ASKS = [400, 401, 404];
  var running = Promise.resolve();
  var timer = null;
  var isSending = false;
  var isTypedMeanwhile = false;
  var isStopped = false;
  var isGoing = false;

  function say(words) { status.textContent = words; }

  function read() {
    try { return JSON.parse(localStorage.getItem(key)); } catch (error) { return null; }
  }

  function clear() {
    try { localStorage.removeItem(key); } catch (error) { /* nothing was kept */ }
  }

  // Fields that hold an NHS number are neither sent nor kept on the device. Only a press says that somebody looked.
  function typed() {
    var leftOut = [];
    var data = new FormData(form);
    Array.from(form.elements).forEach(function (field) {
      if (field.tagName !== "TEXTAREA" || window.freeText.isAllowed(field)) return;
      data.delete(field.name);
      leftOut.push(form.querySelector("label[for='" + field.id + "']").textContent.trim());
    });
    data.delete("do");
    data.delete("looked");
    return { data: data, leftOut: leftOut };
  }

  function keepOnDevice(data) {
    var pairs = Array.from(data.entries()).filter(function (pair) { return pair[0] !== "csrf_token"; });
    try { localStorage.setItem(key, JSON.stringify(pairs)); return true; } catch (error) { return false; }
  }

  function saidLeftOut(leftOut) {
    return leftOut.length ? " Not saved, and to be put right: " + leftOut.join(", ") + "." : "";
  }

  function saidWarned(warned) {
    return warned.length ? " Please look whether this says who the person is: " + warned.join(", ") + "." : "";
  }

  function labels(names) {
    return names.map(function (name) {
      var label = form.querySelector("label[for='" + name + "']");
      return label ? label.textContent.trim() : name;
    });
  }

  function taken(kept, leftOut) {
    version.value = kept.version;
    Object.keys(kept.marks).forEach(function (name) { form.elements["was-" + name].value = kept.marks[name]; });
    window.conversationNeeds.show(kept);
    if (!isTypedMeanwhile) clear();
    say("Saved as you type." + saidLeftOut(leftOut.concat(labels(Object.keys(kept.left_out)))) + saidWarned(labels(kept.warned)));
  }

  // Ends in "saved"; in "offline", where nothing reached the server; or in "asked", where only the whole form
  // can go on: somebody else saved, or the server wants a sign-in or the reference again.
  function send() {
    running = running.then(sendNow);
    return running;
  }

  function sendNow() {
    var now = typed();
    var waiting = new AbortController();
    var patience = setTimeout(function () { waiting.abort(); }, PATIENCE);
    isSending = true;
    isTypedMeanwhile = false;
    var isKept = keepOnDevice(now.data);
    return fetch(form.dataset.keep, { method: "POST", body: now.data, credentials: "same-origin", redirect: "error", signal: waiting.signal })
      .then(function (answer) {
        if (answer.status === 409) say("Somebody else changed this. Press “Save the conversation” to see both.");
        else if (ASKS.indexOf(answer.status) >= 0) say("Not saved yet. Press “Save the conversation”: you are asked to sign in or give the reference again, and nothing is lost.");
        else if (!answer.ok) { say("Not saved yet. It is kept on this device."); return "offline"; }
        else return answer.json().then(function (kept) { taken(kept, now.leftOut); return "saved"; });
        return "asked";
      })
      .catch(function () {
        say(isKept ? "No signal. Kept on this device until it is saved." : "No signal. Do not close this page.");
        return "offline";
      })
      .finally(function () { isSending = false; clearTimeout(patience); });
  }

  function save() {
    clearTimeout(timer);
    if (isStopped) return;
    if (isSending) { later(WAIT); return; }
    send().then(function (ended) {
      if (ended === "asked") isStopped = true;
      else if (ended === "offline") later(4 * WAIT);
      else if (isTypedMeanwhile) later(WAIT);
    });
  }

  function later(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(save, milliseconds);
  }

  // Answers to questions come back beside the need they are about: see conversation-needs.js.
  function bringBack(pairs) {
    Array.from(form.elements).forEach(function (field) {
      if (!field.name || field.type === "hidden" || field.tagName === "BUTTON" || /^q-/.test(field.name)) return;
      var values = pairs.filter(function (pair) { return pair[0] === field.name; }).map(function (pair) { return pair[1]; });
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.indexOf(field.value) >= 0;
      else if (values.length) field.value = values[0];
    });
  }

  function offerDraft() {
    var pairs = read();
    if (!pairs) return;
    window.offerKept(form, function () { bringBack(pairs); window.conversationNeeds.bringBack(pairs); save(); }, clear);
  }

  form.addEventListener("input", function (event) {
    isTypedMeanwhile = true;
    // Questions come up at once for a need that was chosen.
    later(/^need-/.test(event.target.name) ? 0 : WAIT);
  });
  // The page is only left for the server's once the server has what was typed: without a signal the browser
  // would show its own page in place of this one.
  form.addEventListener("submit", function (event) {
    if (isGoing) return;
    event.preventDefault();
    clearTimeout(timer);
    var button = event.submitter;
    send().then(function (ended) {
      if (ended === "offline") { later(4 * WAIT); return; }
      isStopped = isGoing = true;
      form.requestSubmit(button);
    });
  });
  addEventListener("online", save);
  // What was typed in the last moment is offered back.
  addEventListener("pagehide", function () { if (isTypedMeanwhile && !isStopped) keepOnDevice(typed().data); });
  document.body.addEventListener("click", function (event) {
    // A person who signs out leaves nothing behind for the next one at this tablet.
    if (event.target.closest("form[action$='/sign-out']")) { isStopped = true; clear(); }
  });

  // Steps
  var steps = Array.from(form.querySelectorAll(".app-step"));
  var links = Array.from(form.querySelectorAll(".app-steps a"));
  var whole = document.createElement("button");
  whole.type = "button";
  whole.className = "app-link-button";
  whole.addEventListener("click", function () { show(steps[0].hidden || steps[1].hidden ? -1 : 0); });
  form.querySelector(".app-steps").append(whole);
  function show(number) {
    steps.forEach(function (step, index) {
      step.hidden = number >= 0 && index !== number;
      step.querySelector(".app-step__buttons").hidden = number < 0;
    });
    whole.textContent = number < 0 ? "One step at a time" : "All on one page";
    links.forEach(function (link, index) {
      if (index === number) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    });
  }
  function go(number) {
    show(number);
    var heading = steps[number].querySelector("h2");
    heading.tabIndex = -1;
    heading.focus();
  }
  links.forEach(function (link, index) {
    link.addEventListener("click", function (event) { event.preventDefault(); go(index); });
  });
  steps.forEach(function (step, index) {
    var row = document.createElement("div");
    row.className = "app-step__buttons";
    [["Back", index - 1], ["Next", index + 1]].forEach(function (pair) {
      if (pair[1] < 0 || pair[1] >= steps.length) return;
      var button = document.createElement("button");
      button.type = "button";
      button.className = "app-pill";
      button.textContent = pair[0];
      button.addEventListener("click", function () { go(pair[1]); });
      row.append(button);
    });
    step.append(row);
  });
  var wrong = steps.findIndex(function (step) { return step.querySelector(".nhsuk-error-message"); });
  var asked = steps.findIndex(function (step) { return "#" + step.id === window.location.hash; });
  // Beside what somebody else saved, everything that was typed stands in sight.
  show(wrong < 0 && !document.getElementById("theirs") ? Math.max(asked, 0) : -1);
  // A page that came back with what was typed has it already.
  if (!form.hasAttribute("data-has-unsaved")) offerDraft();
})();
