// What the conversation and the screen of a call keep on this device while there is no signal. Nobody who signs
// out leaves it behind, whichever page they are on, and three days later it is gone in any case.
(function () {
  "use strict";

  var DRAFT = /^(conversation|enquiry)-/;
  var SINCE = "since:";
  var LONGEST = 3 * 24 * 3600 * 1000;

  function listKeys(pattern) {
    return Object.keys(localStorage).filter(function (key) { return pattern.test(key); });
  }

  function forget(key) {
    localStorage.removeItem(key);
    localStorage.removeItem(SINCE + key);
  }

  function sweep() {
    listKeys(/^since:/).forEach(function (since) {
      if (localStorage.getItem(since.slice(SINCE.length)) === null) localStorage.removeItem(since);
    });
    listKeys(DRAFT).forEach(function (key) {
      var since = Number(localStorage.getItem(SINCE + key));
      if (!since) localStorage.setItem(SINCE + key, String(Date.now()));
      else if (Date.now() - since > LONGEST) forget(key);
    });
  }

  try { sweep(); } catch (error) { /* this device keeps nothing */ }
  addEventListener("submit", function (event) {
    if (!event.target.matches("form[action$='/sign-out']")) return;
    try { listKeys(DRAFT).forEach(forget); } catch (error) { /* it kept nothing */ }
  });

  // Says above the form that something was kept here, which comes back or goes.
  window.offerKept = function (form, bringBack, throwAway) {
    var box = document.createElement("p");
    box.className = "app-notice";
    box.textContent = "This device kept something that was not saved. ";
    [["Bring it back", bringBack], ["Throw it away", throwAway]].forEach(function (choice) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "app-pill";
      button.textContent = choice[0];
      button.addEventListener("click", function () { choice[1](); box.remove(); });
      box.append(button, " ");
    });
    form.before(box);
  };
})();
