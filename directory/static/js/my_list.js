// My list is kept in this browser. The page is asked for it by fetch, so that the ids of what is on the
// list stay out of the address bar and the history.
(function () {
  "use strict";
  var KEY = "my-list";
  var place = document.getElementById("my-list");

  function read() {
    try {
      var kept = JSON.parse(window.localStorage.getItem(KEY) || "[]");
      return Array.isArray(kept) ? kept.map(String) : [];
    } catch (error) {
      return [];
    }
  }

  function write(ids) {
    try {
      if (ids.length) window.localStorage.setItem(KEY, JSON.stringify(ids));
      else window.localStorage.removeItem(KEY);
      return true;
    } catch (error) {
      return false;
    }
  }

  function say(text) {
    var status = document.querySelector("[data-status]");
    if (status) status.textContent = text;
  }

  function show(ids, message) {
    var address = place.dataset.address + "?ids=" + ids.map(encodeURIComponent).join(",");
    return fetch(address, { credentials: "same-origin" })
      .then(function (answer) { return answer.text(); })
      .then(function (html) {
        var fresh = new DOMParser().parseFromString(html, "text/html").getElementById("my-list");
        place.replaceChildren.apply(place, Array.from(fresh.childNodes));
        place.classList.add("app-own-list");
        if (message) say(message);
      });
  }

  function copy(text) {
    if (!navigator.clipboard) return say("Your browser cannot copy. Press and hold the link below.");
    navigator.clipboard.writeText(text).then(
      function () { say("Copied."); },
      function () { say("Your browser did not allow copying."); }
    );
  }

  function markAdded(link) {
    var added = read().indexOf(link.dataset.listAdd) >= 0;
    link.querySelector("[data-list-words]").textContent = added ? "On my list: see my list" : "Add to my list";
    if (added) link.href = link.dataset.listAddress;
    return added;
  }

  document.addEventListener("click", function (event) {
    var target = event.target.closest("[data-list-clear],[data-list-remove],[data-list-add],[data-print],[data-copy]");
    if (!target) return;
    if (target.hasAttribute("data-print")) return window.print();
    if (target.hasAttribute("data-copy")) return copy(target.dataset.copy);
    if (target.hasAttribute("data-list-add")) {
      if (read().indexOf(target.dataset.listAdd) >= 0) return;
      if (!write(read().concat(target.dataset.listAdd))) return;
      event.preventDefault();
      markAdded(target);
      say("Added to my list.");
      return;
    }
    // A list that came in a link is in the address: there, the links do their own work.
    var isShared = Boolean(window.location.search);
    if (target.hasAttribute("data-list-clear")) {
      write([]);
      if (isShared) return;
    } else if (isShared) {
      return;
    }
    event.preventDefault();
    var isKept = function (id) { return id !== target.dataset.listRemove; };
    var ids = target.hasAttribute("data-list-clear") ? [] : read().filter(isKept);
    write(ids);
    show(ids, ids.length ? "Removed." : "Your list is empty now.");
  });

  document.querySelectorAll("[data-list-add]").forEach(markAdded);
  if (place && !window.location.search && read().length) show(read());
})();
