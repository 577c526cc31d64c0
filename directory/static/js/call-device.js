// What this device keeps of a call while there is no signal, and offers when the page is opened again.
(function () {
  "use strict";

  // A place may be somebody's postcode.
  var LEFT_OUT = ["csrf_token", "place", "expected_version"];

  function keep(form, data) {
    var pairs = Array.from(data.entries()).filter(function (pair) { return LEFT_OUT.indexOf(pair[0]) < 0; });
    try { localStorage.setItem(form.dataset.draft, JSON.stringify(pairs)); return true; } catch (error) { return false; }
  }

  function read(form) {
    try { return JSON.parse(localStorage.getItem(form.dataset.draft)); } catch (error) { return null; }
  }

  function clear(form) {
    try { localStorage.removeItem(form.dataset.draft); } catch (error) { /* nothing was kept */ }
  }

  function putBack(form, pairs) {
    Array.from(form.elements).forEach(function (field) {
      var isHidden = field.type === "hidden" && field.name !== "by_hand";
      if (!field.name || isHidden || field.tagName === "BUTTON") return;
      var values = pairs.filter(function (pair) { return pair[0] === field.name; }).map(function (pair) { return pair[1]; });
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.indexOf(field.value) >= 0;
      else if (values.length) field.value = values[0];
    });
  }

  // `after` is called when what was kept is back in the form.
  function offer(form, after) {
    var pairs = read(form);
    if (!pairs) return;
    window.offerKept(form, function () { putBack(form, pairs); after(); }, function () { clear(form); });
  }

  window.callDevice = { keep: keep, clear: clear, offer: offer };
})();
