// What the server answers about the needs of a conversation: what the answers suggest, and what it left out, each
// beside its field.
(function () {
  "use strict";

  var form = document.getElementById("conversation");
  if (!form) return;
  var brought = [];

  // The cursor stays where it is: what has not changed is left alone.
  function fill(place, html) {
    var shown = document.createElement("template");
    shown.innerHTML = html;
    if (shown.innerHTML.trim() !== place.innerHTML.trim()) place.replaceChildren(shown.content);
  }

  function showSuggestions(parts) {
    Object.keys(parts).forEach(function (number) {
      fill(form.querySelector("[data-suggestion='" + number + "']"), parts[number]);
    });
  }

  // The questions stay as they are while they are about the need that is chosen: somebody may be answering them.
  function showQuestions(parts) {
    Object.keys(parts).forEach(function (number) {
      var place = form.querySelector("[data-questions='" + number + "']");
      var shown = document.createElement("template");
      shown.innerHTML = parts[number];
      var need = "[name='asked-" + number + "']";
      if (place.querySelector(need).value === shown.content.querySelector(need).value) return;
      place.replaceChildren(shown.content);
      bringBack(place);
    });
  }

  // Answers that this device kept come back once, to questions about the need they were given about: now, or when
  // the server sends those. The same question is asked about several needs.
  function bringBack(place) {
    var asked = place.querySelector("[name^='asked-']");
    if (!wasKept(asked)) return;
    var fields = Array.from(place.querySelectorAll("input[type=radio]"));
    fields.filter(wasKept).forEach(function (field) {
      field.checked = true;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    brought = brought.filter(function (pair) { return pair[0] !== asked.name; });
  }

  function wasKept(field) {
    return brought.some(function (pair) { return pair[0] === field.name && pair[1] === field.value; });
  }

  function showLeftOut(leftOut) {
    form.querySelectorAll("[data-left-out]").forEach(function (note) {
      if (!(note.dataset.leftOut in leftOut)) note.textContent = "";
    });
    Object.keys(leftOut).forEach(function (name) {
      var field = document.getElementById(name);
      if (!field) return;
      var note = form.querySelector("[data-left-out='" + name + "']");
      if (!note) {
        note = document.createElement("p");
        note.id = name + "-left-out";
        note.className = "app-personal";
        note.dataset.leftOut = name;
        note.setAttribute("role", "status");
        field.insertAdjacentElement("afterend", note);
        field.setAttribute("aria-describedby", ((field.getAttribute("aria-describedby") || "") + " " + note.id).trim());
      }
      if (note.textContent !== leftOut[name]) note.textContent = leftOut[name];
    });
  }

  form.addEventListener("click", function (event) {
    var button = event.target.closest("[data-agree]");
    if (!button) return;
    event.preventDefault();
    var level = document.getElementById(button.value.replace("agree-", "level-"));
    level.value = button.dataset.agree;
    level.focus();
    button.remove();
    level.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // Here they come up by themselves.
  form.querySelector("[data-show-questions]").remove();

  window.conversationNeeds = {
    show: function (kept) {
      showQuestions(kept.questions);
      showSuggestions(kept.suggestions);
      showLeftOut(kept.left_out);
    },
    bringBack: function (pairs) {
      brought = pairs;
      form.querySelectorAll("[data-questions]").forEach(bringBack);
    }
  };
})();
