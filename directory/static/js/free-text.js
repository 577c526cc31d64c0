// Looks for details of a person in forms marked data-free-text, before anything leaves the browser. An NHS
// number holds the form back; anything else is only said. The server looks again.
(function () {
  "use strict";

  function isWords(field) {
    return field.matches("textarea:not([readonly]), input[type=text]:not([readonly]), input[type=search][name]");
  }

  // Above the field, where the server's message is. An empty text takes away what was said.
  function say(field, text) {
    var id = field.id + "-personal";
    var note = document.getElementById(id);
    if (!note && !text) return;
    if (!note) {
      note = document.createElement("p");
      note.id = id;
      note.className = "app-personal";
      note.setAttribute("role", "status");
      field.insertAdjacentElement("beforebegin", note);
      var described = field.getAttribute("aria-describedby");
      field.setAttribute("aria-describedby", described ? described + " " + id : id);
    }
    note.textContent = text;
  }

  function look(field) {
    var kinds = window.personDetails.find(field.value).map(function (finding) { return finding.kind; });
    // A field for work contacts or a place: only an NHS number has no business there.
    if ("work" in field.dataset) kinds = kinds.filter(function (kind) { return kind === "nhs_number"; });
    // The NHS number first: it is what holds the form back.
    kinds.sort(function (a, b) { return (b === "nhs_number") - (a === "nhs_number"); });
    var messages = kinds.map(function (kind) { return window.personDetails.messages[kind]; });
    say(field, messages.filter(function (text, index) { return messages.indexOf(text) === index; }).join(" "));
    return kinds.indexOf("nhs_number") < 0;
  }

  document.querySelectorAll("form[data-free-text]").forEach(function (form) {
    form.addEventListener("input", function (event) {
      if (isWords(event.target)) look(event.target);
    });
    form.addEventListener("submit", function (event) {
      var refused = Array.from(form.elements).filter(function (field) { return isWords(field) && !look(field); });
      if (!refused.length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      refused[0].focus();
    }, true);
  });

  window.freeText = { isAllowed: look, say: say };
})();
