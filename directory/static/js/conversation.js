// One step at a time, and nothing lost with the signal. Without this the conversation is one page with a button.
(function () {
  "use strict";

  var form = document.getElementById("conversation");
  if (!form) return;
  var status = form.querySelector("[data-status]");
  var version = form.elements.expected_version;
  var key = form.dataset.draft;
  var WAIT = 2500;
  var timer = null;
  var isSending = false;
  var isStopped = false;

  function say(words) { status.textContent = words; }

  function read() {
    try { return JSON.parse(localStorage.getItem(key)); } catch (error) { return null; }
  }

  function clear() {
    try { localStorage.removeItem(key); } catch (error) { /* nothing was kept */ }
  }

  // Fields that hold an NHS number are neither sent nor kept on the device.
  function typed() {
    var leftOut = [];
    var data = new FormData(form);
    Array.from(form.elements).forEach(function (field) {
      if (field.tagName !== "TEXTAREA" || window.freeText.isAllowed(field)) return;
      data.delete(field.name);
      leftOut.push(form.querySelector("label[for='" + field.id + "']").textContent.trim());
    });
    data.delete("do");
    return { data: data, leftOut: leftOut };
  }

  function keepOnDevice(data) {
    var pairs = Array.from(data.entries()).filter(function (pair) { return pair[0] !== "csrf_token"; });
    try { localStorage.setItem(key, JSON.stringify(pairs)); return true; } catch (error) { return false; }
  }

  function saidLeftOut(leftOut) {
    return leftOut.length ? " Not saved, and to be put right: " + leftOut.join(", ") + "." : "";
  }

  function refused(leftOut) {
    return Object.keys(leftOut).map(function (name) {
      var label = form.querySelector("label[for='" + name + "']");
      return label ? label.textContent.trim() : name;
    });
  }

  function send() {
    if (isSending || isStopped) return;
    var now = typed();
    isSending = true;
    fetch(form.dataset.keep, { method: "POST", body: now.data, credentials: "same-origin", redirect: "error" })
      .then(function (answer) {
        if (answer.status === 409) { isStopped = true; throw new Error("Somebody else changed this. Press “Save the conversation” to see both."); }
        if (!answer.ok) throw new Error("Not saved yet. It is kept on this device.");
        return answer.json();
      })
      .then(function (kept) {
        version.value = kept.version;
        Object.keys(kept.suggestions).forEach(function (number) {
          var place = form.querySelector("[data-suggestion='" + number + "']");
          if (kept.suggestions[number]) place.textContent = "The answers suggest: " + kept.suggestions[number];
        });
        clear();
        say("Saved as you type." + saidLeftOut(now.leftOut.concat(refused(kept.left_out))));
      })
      .catch(function (error) {
        var kept = keepOnDevice(now.data);
        say(error instanceof TypeError ? (kept ? "No signal. Kept on this device until it is saved." : "No signal. Do not close this page.") : error.message);
        if (!isStopped) timer = setTimeout(send, 4 * WAIT);
      })
      .finally(function () { isSending = false; });
  }

  function bringBack(pairs) {
    Array.from(form.elements).forEach(function (field) {
      if (!field.name || field.type === "hidden" || field.tagName === "BUTTON") return;
      var values = pairs.filter(function (pair) { return pair[0] === field.name; }).map(function (pair) { return pair[1]; });
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.indexOf(field.value) >= 0;
      else if (values.length) field.value = values[0];
    });
  }

  function offerDraft() {
    var pairs = read();
    if (!pairs) return;
    var box = document.createElement("p");
    box.className = "app-notice";
    box.textContent = "This device kept something that was not saved. ";
    [["Bring it back", function () { bringBack(pairs); send(); }], ["Throw it away", clear]].forEach(function (choice) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "app-pill";
      button.textContent = choice[0];
      button.addEventListener("click", function () { choice[1](); box.remove(); });
      box.append(button, " ");
    });
    form.before(box);
  }

  form.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(send, WAIT);
  });
  form.addEventListener("submit", function () { isStopped = true; clearTimeout(timer); clear(); });
  addEventListener("online", send);
  document.body.addEventListener("click", function (event) {
    // A person who signs out leaves nothing behind for the next one at this tablet.
    if (event.target.closest("form[action$='/sign-out']")) { isStopped = true; clear(); }
  });

  // Steps
  var steps = Array.from(form.querySelectorAll(".app-step"));
  var links = Array.from(form.querySelectorAll(".app-steps a"));
  function show(number) {
    steps.forEach(function (step, index) { step.hidden = number >= 0 && index !== number; });
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
    [["Back", index - 1], ["Next", index + 1], ["All on one page", -1]].forEach(function (pair) {
      if (pair[1] >= steps.length || (pair[0] === "Back" && index === 0)) return;
      var button = document.createElement("button");
      button.type = "button";
      button.className = "app-pill";
      button.textContent = pair[0];
      button.addEventListener("click", function () { if (pair[1] < 0) show(-1); else go(pair[1]); });
      row.append(button);
    });
    step.append(row);
  });
  var wrong = steps.findIndex(function (step) { return step.querySelector(".nhsuk-error-message"); });
  var asked = steps.findIndex(function (step) { return "#" + step.id === window.location.hash; });
  if (wrong < 0) show(Math.max(asked, 0));
  offerDraft();
})();
