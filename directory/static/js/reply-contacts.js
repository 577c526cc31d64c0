// Says beside an address or number to reply to that it may be somebody's own, as it is typed. The server decides.
// free-text.js comes first.
(function () {
  "use strict";

  var form = document.querySelector("form[data-private-domains]");
  if (!form) return;
  var DOMAINS = form.dataset.privateDomains.split(" ");
  var MOBILE = /^\s*(?:\+\s*44|0044|0)[\s()0]*7/;

  function look(field) {
    var domain = field.value.trim().toLowerCase().split("@")[1];
    if (field.name === "reply_email") window.freeText.say(field, DOMAINS.indexOf(domain) >= 0 ? "Give a work address: this may be somebody’s own." : "");
    if (field.name === "reply_phone") window.freeText.say(field, MOBILE.test(field.value) ? "This looks like a mobile. Is it a work phone?" : "");
  }

  form.addEventListener("input", function (event) { look(event.target); });
})();
