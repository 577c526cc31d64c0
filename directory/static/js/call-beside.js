// What stands beside a call and follows its words: the directory, the network, and what was asked before.
(function () {
  "use strict";

  var SEARCH_AFTER = 60;
  var OTHERS_AFTER = 400;
  var LONGEST = 200;

  function start(form, place) {
    var words = form.elements.q;

    function question() {
      var asked = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
      var said = (words.value || form.elements.question.value).slice(-LONGEST);
      var holdsNumber = window.personDetails.find(said).some(function (finding) { return finding.kind === "nhs_number"; });
      asked.set("q", holdsNumber ? "" : said);
      form.querySelectorAll("input[name=needs]:checked").forEach(function (box) { asked.append("need", box.value); });
      asked.set("place", form.elements.place.value);
      asked.set("practice", form.elements.practice.value);
      return asked;
    }

    function makeLook(name, address, after) {
      var part = form.querySelector("[data-" + name + "]");
      var timer = null;
      var running = null;
      function show(found) {
        part.innerHTML = found.html;
        var counted = part.querySelector("[data-count]");
        form.querySelector("[data-count-of=" + name + "]").textContent = counted ? counted.dataset.count : "0";
        if ("place" in found && !words.value) place(found.place);
      }
      function look() {
        if (running) running.abort();
        running = new AbortController();
        // In the body: what is said on a call is in no address.
        fetch(address, { method: "POST", body: question(), credentials: "same-origin", redirect: "error", signal: running.signal })
          .then(function (answer) { if (!answer.ok) throw new Error(); return answer.json(); })
          .then(show)
          .catch(function () { /* the next key asks again */ });
      }
      return function () { clearTimeout(timer); timer = setTimeout(look, after); };
    }

    var search = makeLook("results", form.dataset.search, SEARCH_AFTER);
    var lookForPeople = makeLook("people", form.dataset.who, OTHERS_AFTER);
    var lookForEarlier = makeLook("earlier", form.dataset.earlierAddress, OTHERS_AFTER);

    words.addEventListener("keydown", function (event) {
      if (event.key !== "Enter") return;
      event.preventDefault();
      search();
    });
    form.querySelector("[data-results]").addEventListener("click", function (event) {
      var meant = event.target.closest("[data-meant]");
      if (!meant) return;
      event.preventDefault();
      words.value = meant.value;
      words.focus();
      search();
    });
    return {
      search: search,
      // What the change of a field of this name asks for.
      follow: function (name) {
        if (["question", "q", "needs", "place", "practice"].indexOf(name) >= 0) search();
        if (["question", "needs"].indexOf(name) >= 0) lookForEarlier();
        if (["needs", "place", "practice"].indexOf(name) >= 0) lookForPeople();
      }
    };
  }

  window.callBeside = { start: start, LONGEST: LONGEST };
})();
