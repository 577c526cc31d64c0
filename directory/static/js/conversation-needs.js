// What the server answers about the needs of a conversation: what the answers suggest, and what it left out, each
// beside its field.
(function () {
  "use strict";

  var form = document.getElementById("conversation");
  if (!form) return;

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

  window.conversationNeeds = { suggest: showSuggestions, leaveOut: showLeftOut };
})();
