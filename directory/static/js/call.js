// The screen of a call: kept as it is typed, every part within reach of the keyboard. call-needs.js,
// call-beside.js, call-ends.js, call-device.js and reply-contacts.js do their parts.
// Without this it is one form with a button to save, one to search, and one for each way it can end.
(function () {
  "use strict";

  var form = document.getElementById("call");
  if (!form) return;
  var status = form.querySelector("[data-status]");
  var results = form.querySelector("[data-results]");
  var device = window.callDevice;
  var KEEP_AFTER = 1200;
  var isDirty = "hasUnsaved" in form.dataset;
  var isStopped = false;
  var isLeaving = false;
  var hasFailed = false;
  var keepTimer = null;
  var deeds = new Set();
  var last = Promise.resolve();

  function say(text) { status.textContent = text; }

  // One request that writes after the other: a call never collides with itself.
  function inTurn(job) {
    last = last.then(job, job);
    return last;
  }

  // Fields that hold an NHS number are neither sent nor kept; a place half typed waits until it is whole.
  function typed(isWhole) {
    var data = new FormData(form);
    var leftOut = [];
    Array.from(form.elements).forEach(function (field) {
      var isHalf = !isWhole && field === document.activeElement && (field.id === "place" || field.id === "practice");
      if (isHalf) data.delete(field.name);
      if (!field.matches("textarea, input[type=text], input[type=search][name]") || window.freeText.isAllowed(field)) return;
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

  function keep(isWhole) {
    if (isStopped) return null;
    var now = typed(isWhole);
    isDirty = false;
    return fetch(form.dataset.keep, { method: "POST", body: now.data, credentials: "same-origin", redirect: "error" })
      .then(function (answer) {
        if (answer.status === 409) { isStopped = true; throw new Error("Somebody else changed this. Press “Save” to see both."); }
        if (!answer.ok) throw new Error("Not saved yet. It is kept on this device.");
        return answer.json();
      })
      .then(function (kept) {
        form.elements.expected_version.value = kept.version;
        ends.showNeeds(kept.needs);
        hasFailed = false;
        device.clear(form);
        ["reply_email", "reply_phone"].forEach(function (name) {
          if (kept.asked) window.freeText.say(form.elements[name], kept.asked[name] || "");
        });
        sayKept(now.leftOut.concat(showLeftOut(kept.left_out)));
      })
      .catch(function (error) {
        isDirty = hasFailed = true;
        var isKept = device.keep(form, typed().data);
        say(!(error instanceof TypeError) ? error.message : isKept ? "No signal. Kept on this device until it is saved." : "No signal. Do not close this page.");
        if (!isStopped) keepSoon(4 * KEEP_AFTER);
      });
  }

  function keepSoon(after) {
    clearTimeout(keepTimer);
    keepTimer = setTimeout(keepNow, after);
  }

  function keepNow() { inTurn(function () { return keep(false); }); }

  // The place and the kind of team follow from what was said, until a hand has chosen them.
  var place = form.elements.place;
  var placeNote = form.querySelector("[data-place-note]");
  var isPlaceTheirs = Boolean(place.value);

  function followPlace(name) {
    var isCut = form.elements.question.value.length > window.callBeside.LONGEST;
    if (isPlaceTheirs || place.value === name || (!name && isCut)) return;
    place.value = name;
    placeNote.textContent = name ? "Taken from the question." : "";
    beside.follow("place");
    isDirty = true;
    keepSoon(KEEP_AFTER);
  }

  form.elements.team.addEventListener("change", function () {
    var group = this.selectedOptions[0].parentElement.label;
    var kind = Array.from(form.elements.specialty.options).find(function (option) { return option.text === group; });
    if (kind) form.elements.specialty.value = kind.value;
  });

  var ends = window.callEnds.start(form, focusOn, fetchEnds);
  var needs = window.callNeeds.start(form);
  var beside = window.callBeside.start(form, followPlace);

  form.addEventListener("input", function (event) {
    var name = event.target.name;
    if (event.target === place) { isPlaceTheirs = Boolean(place.value); placeNote.textContent = ""; }
    beside.follow(name);
    if (!name || name === "q") return;
    isDirty = true;
    if (hasFailed) device.keep(form, typed().data);
    keepSoon(KEEP_AFTER);
  });
  ["place", "practice"].forEach(function (id) {
    form.elements[id].addEventListener("change", function () { keepSoon(0); });
    form.elements[id].addEventListener("blur", function () { if (isDirty) keepSoon(0); });
  });

  // How it ends
  function fetchEnds() {
    return inTurn(function () { return isDirty ? keep(false) : null; }).then(function () {
      return fetch(form.dataset.ends, { credentials: "same-origin", redirect: "error" });
    }).then(function (answer) {
      if (!answer.ok) throw new Error("Not found.");
      return answer.json();
    });
  }

  function end(button) {
    var data = new FormData(form);
    if (button.name) data.append(button.name, button.value);
    say("Saving…");
    return fetch(button.formAction, { method: "POST", body: data, credentials: "same-origin", redirect: "error", headers: { Accept: "application/json" } })
      .then(function (answer) {
        if (answer.status === 409) { isStopped = true; leave(button); throw new Error("Somebody else changed this."); }
        if (!answer.ok && answer.status !== 422) throw new Error("Not saved. Try again.");
        return answer.json().then(function (done) { ended(button, done, answer.ok); return answer.ok; });
      })
      .catch(function (error) { say(error instanceof TypeError ? "No signal. Try again." : error.message); });
  }

  // A second press does nothing while the first is under way, nor for a second after: the server may answer between
  // the two presses of a double click.
  function endOnce(button) {
    var deed = button.formAction + " " + button.value;
    if (deeds.has(deed)) return;
    deeds.add(deed);
    inTurn(function () { return end(button); }).then(function (isDone) {
      setTimeout(function () { deeds.delete(deed); }, isDone ? 1000 : 0);
    });
  }

  // Of an ending that is refused the server keeps nothing: what was typed is still to be saved.
  function ended(button, done, isDone) {
    form.elements.expected_version.value = done.version;
    say(done.message);
    ends.show(done, button);
    if (isDone) {
      isDirty = false;
      device.clear(form);
    } else if (isDirty) {
      keepSoon(0);
    }
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
      device.clear(form);
      return;
    }
    event.preventDefault();
    if (button && button.value === "search") {
      beside.search();
    } else if (button && button.value === "save" && !isStopped) {
      inTurn(function () { return keep(true); });
    } else if (button && "ends" in button.dataset) {
      endOnce(button);
    } else {
      isStopped = true;
      inTurn(function () { leave(button); });
    }
  });

  // Keys
  function focusOn(element) {
    if (!element) return;
    if (!element.matches("input, textarea, select, button, a, summary")) element.tabIndex = -1;
    element.focus();
    element.scrollIntoView({ block: "nearest" });
  }

  function goInto(name) {
    return function () {
      var part = form.querySelector("[data-" + name + "]");
      focusOn(part.querySelector("button") || part.previousElementSibling);
    };
  }

  var KEYS = {
    KeyQ: function () { focusOn(form.elements.question); },
    KeyN: function () { focusOn(needs.find); },
    KeyP: function () { focusOn(place); },
    KeyA: function () { focusOn(form.elements.asker_name); },
    KeyR: function () { focusOn(form.elements.q); },
    KeyW: goInto("people"),
    KeyB: goInto("earlier"),
    KeyO: function () { focusOn(ends.part.querySelector("[data-first]")); },
    KeyT: function () { focusOn(form.elements.answer); },
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

  addEventListener("online", keepNow);
  addEventListener("beforeunload", function (event) { if (isDirty) event.preventDefault(); });
  // What was typed in the last moment is offered back.
  addEventListener("pagehide", function () { if (isDirty && !isLeaving) device.keep(form, typed(true).data); });
  document.body.addEventListener("click", function (event) {
    // A person who signs out leaves nothing behind for the next one at this screen.
    if (event.target.closest("form[action$='/sign-out']")) { isStopped = true; isDirty = false; device.clear(form); }
  });

  device.offer(form, function () {
    needs.sift();
    ends.openBegun();
    beside.search();
    keepNow();
  });
  // What was done is read out; the cursor stays with the call.
  document.querySelectorAll(".nhsuk-notification-banner").forEach(function (banner) { banner.dataset.disableAutoFocus = "true"; });
  // Whoever is quicker than the page is left where they type.
  var isElsewhere = document.activeElement && document.activeElement !== document.body;
  if (!form.elements.question.value && !isElsewhere && !document.querySelector(".nhsuk-error-summary")) form.elements.question.focus();
})();
