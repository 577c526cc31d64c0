// Says beside an address or number to reply to that it may be somebody's own, as it is typed. The server decides.
(function () {
  "use strict";

  var form = document.querySelector("form[data-private-domains]");
  if (!form) return;
  var DOMAINS = form.dataset.privateDomains.split(" ");
  var MOBILE = /^\s*(?:\+\s*44|0044|0)[\s()0]*7/;

  // An empty text takes away what was said.
  function say(field, text) {
    var id = field.id + "-personal";
    var note = document.getElementById(id);
    if (!note && !text) return;
    if (!note) {
      note = document.createElement("p");
      note.id = id;
      note.className = "app-personal";
      note.setAttribute("role", "status");
      field.insertAdjacentElement("afterend", note);
      var described = field.getAttribute("aria-describedby");
      field.setAttribute("aria-describedby", described ? described + " " + id : id);
    }
    note.textContent = text;
  }

  function look(field) {
    var domain = field.value.trim().toLowerCase().split("@")[1];
    if (field.name === "reply_email") say(field, DOMAINS.indexOf(domain) >= 0 ? "Give a work address: this may be somebody’s own." : "");
    if (field.name === "reply_phone") say(field, MOBILE.test(field.value) ? "This looks like a mobile. Is it a work phone?" : "");
  }

  form.addEventListener("input", function (event) { look(event.target); });

  window.replyContacts = { say: say };
})();
