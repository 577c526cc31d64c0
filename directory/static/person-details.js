// The same checks as directory/person_details.py, before anything leaves the browser, by the same rules
// (person-details-rules.js, person-details-numbers.js). Tested on the same cases.
// window.personDetails.find(text) -> [{kind, start, end}], "nhs_number" being the one that is refused.
(function () {
  "use strict";

  const book = window.personDetailsRules;
  const GIVEN_NAMES = readWords("given_names");
  const NAMES_THAT_ARE_WORDS = readWords("given_names_that_are_words");
  const NAMES_OF_NO_PERSON = readWords("names_of_no_person");
  const YEARS_OF_EVENTS = 5, LONGEST_BEFORE = 24;
  const ORDER = { nhs_number: 0, birth_date: 1 };
  function readWords(name) { return new Set(book[name].join(" ").split(" ")); }

  const STROKES = { "Ł": "L", "ł": "l", "Ø": "O", "ø": "o", "Đ": "D", "đ": "d" };
  function fold(name) {
    const plain = name.replace(/[ŁłØøĐđ]/g, function (letter) { return STROKES[letter]; });
    return plain.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  function isGivenName(match) { return GIVEN_NAMES.has(fold(match[2]).split("-")[0]); }

  const CHECKS = {
    given: isGivenName,
    given_or_word: function (match) {
      const isGiven = isGivenName(match) || NAMES_THAT_ARE_WORDS.has(fold(match[2]).split("-")[0]);
      return isGiven && !NAMES_OF_NO_PERSON.has(fold(match[1]).trim().split(/\s+/).join("-"));
    },
    old_date: function (match) {
      const today = new Date().getFullYear();
      const whole = match[1].match(/(?:19|20)[0-9]{2}/);
      const short = Number(match[1].match(/[0-9]+/g).pop()) + today - (today % 100);
      const year = whole ? Number(whole[0]) : short - 100 * (short > today ? 1 : 0);
      return year < today - YEARS_OF_EVENTS;
    },
    email: function (match) {
      const domain = match[2].toLowerCase();
      return !book.work_domains.some(function (work) { return domain === work || domain.endsWith("." + work); });
    },
    phone: function (match) {
      const digits = match[1].replace(/[^0-9]/g, "").replace(/^00/, "");
      const isOther = /^(?:[0-9]{1,2}[/.-][0-9]{1,2}[/.-](?:[0-9]{4}|[0-9]{2})(?![0-9])|0[0-9][.:][0-5][0-9](?![0-9])|0\.[0-9])/;
      if (digits.length < 10 || digits.length > 13 || isOther.test(match[1])) return false;
      return !/^(?:0|44)0?[389]/.test(digits);
    }
  };

  const RULES = book.rules.map(function (rule) {
    return {
      kind: rule.kind,
      pattern: book.compile(rule.pattern, "g" + (rule.flags || "")),
      notAfter: rule.not_after && book.compile(rule.not_after),
      accepts: CHECKS[rule.check]
    };
  });

  // Each match with where its first group begins, those that overlap too.
  function eachMatch(pattern, text, found) {
    let match;
    pattern.lastIndex = 0;
    while ((match = pattern.exec(text)) !== null) {
      const isLast = match[0].endsWith(match[1]);
      const start = match.index + (isLast ? match[0].length - match[1].length : match[0].indexOf(match[1]));
      found(match, start);
      const first = match[0].codePointAt(0) > 0xffff ? 2 : 1;
      pattern.lastIndex = Math.max(start, match.index + first);
    }
  }

  // Without what is within an NHS number; findings of a kind that overlap are one; of a date, the finding that says
  // it is one of birth.
  function dropInner(found) {
    const last = {};
    function rank(one) { return one.kind in ORDER ? ORDER[one.kind] : 2; }
    found.sort(function (a, b) { return a.start - b.start || b.end - a.end || rank(a) - rank(b); });
    return found.filter(function (one) {
      const same = last[one.kind];
      if (same && one.start < same.end) {
        same.end = Math.max(same.end, one.end);
        return false;
      }
      const outer = one.kind === "old_date" ? ["nhs_number", "birth_date"] : ["nhs_number"];
      if (outer.some(function (kind) { return last[kind] && one.end <= last[kind].end; })) return false;
      last[one.kind] = one;
      return true;
    });
  }

  function find(text) {
    const plain = book.writePlainDigits(text);
    const found = [];
    book.eachNumber(plain.text, function (start, end) { found.push({ kind: "nhs_number", start: start, end: end }); });
    RULES.forEach(function (rule) {
      eachMatch(rule.pattern, plain.text, function (match, start) {
        if (rule.accepts && !rule.accepts(match)) return;
        if (rule.notAfter && rule.notAfter.test(plain.text.slice(Math.max(0, start - LONGEST_BEFORE), start))) return;
        found.push({ kind: rule.kind, start: start, end: start + match[1].length });
      });
    });
    return dropInner(found)
      .sort(function (a, b) { return a.start - b.start || (a.kind < b.kind ? -1 : 1); })
      .map(function (one) { return { kind: one.kind, start: plain.at(one.start), end: plain.at(one.end) }; });
  }

  window.personDetails = { find: find, isNhsNumber: book.isNhsNumber, messages: book.messages };
})();
