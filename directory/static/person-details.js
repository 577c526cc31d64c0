// The same checks as directory/person_details.py, before anything leaves the browser. Tested on the same cases.
// window.personDetails.find(text) -> [{kind, start, end}], "nhs_number" being the one that is refused.
(function () {
  "use strict";

  var WORK = ["nhs.net", "nhs.uk", "gov.uk", "police.uk", "ac.uk", "org.uk", "example.org"];
  var MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec";
  var DATE =
    "\\b(?:\\d{1,2}[/.-]\\d{1,2}[/.-](?:19|20)?\\d{2}|\\d{1,2}(?:st|nd|rd|th)?\\s+(?:" +
    MONTHS + ")[a-z]*\\.?,?\\s+(?:19|20)\\d{2})\\b";
  // What stands after a title where nobody is named: "see the dr about", "MS Society", "Dr Bike".
  var NO_NAMES =
    "a|about|after|again|ago|all|also|an|and|any|appointment|appointments|are|as|ask|asked|asks|at" +
    "|because|before|bike|but|by|called|can|can't|clinic|class|could|day|days|decided|did|didn't|do|does" +
    "|doesn't|don't|due|each|every|feel|few|for|friday|from|gardener|gardeners|gave|get|gives|got|group" +
    "|had|has|hasn't|have|he|helps|his|hospital|how|hub|hydrotherapy|i|if|in|is|isn't|it|just|key|last" +
    "|letter|list|lot|made|may|men|monday|month|months|motivator|my|need|needs|next|no|not|note|nurse" +
    "|nurses|on|once|or|our|patient|patients|practice|prescribed|prescription|receptionist|referral" +
    "|referrals|referred|refused|said|saturday|saw|says|scan|scans|she|should|sick|so|society|specialist" +
    "|still|sufferers|sunday|support|surgery|team|that|the|their|then|therapy|they|think|this|thought" +
    "|thursday|to|today|told|tomorrow|too|trust|tuesday|twice|two|visit|visits|wait|wants|was|we|wednesday" +
    "|week|weeks|went|were|when|where|which|who|why|will|with|won't|would|year|years|yesterday|you|your";
  var CAPITAL = "[A-ZÀ-ÖØ-Þ]";
  var REST = "[\\p{L}\\p{N}_'’-]+";
  var ALONE = "(?![\\p{L}\\p{N}_'’-])\\.?\\s*";
  var NOT = "(?!(?:" + NO_NAMES + "|" + NO_NAMES.replace(/(^|\|)[a-z]/g, function (start) { return start.toUpperCase(); }) +
    ")(?![\\p{L}\\p{N}_'’-]))";
  var PATTERNS = [
    ["name", new RegExp(
      "\\b(?:[Mm][Rr][Ss]?|[Mm]s|[Mm][Xx]|[Dd][Rr]|[Mm]ister|MISTER)(?:\\.?\\s+|\\.(?=[A-Z]))(?:\\p{L}" + ALONE + "){0,3}" +
      NOT + "\\p{L}" + REST, "gu")],
    ["name", new RegExp(
      "\\b(?:[Mm]iss|MISS|MS|Master|MASTER|Doctor|Prof|Professor|Rev|Reverend)(?:\\.?\\s+|\\.(?=[A-Z]))(?:" + CAPITAL + ALONE +
      "){0,3}" + NOT + CAPITAL + REST, "gu")],
    ["name", /\b(?:[Nn]ame is|called|[Nn]ame:)\s+[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)+/g],
    ["birth_date", new RegExp("\\b(?:born|d\\.?o\\.?b\\.?|date of birth)\\b.{0,20}?(" + DATE + ")", "gi")],
    ["old_date", /\b\d{1,2}[/.-]\d{1,2}[/.-](?:19\d{2}|200\d)\b/g],
    ["postcode", /\b[A-Z]{1,2}\d[A-Z\d]?\s{0,3}\d[ABD-HJLNP-UW-Z]{2}\b/gi]
  ];

  // As the number is printed, 3-3-4; or in other groups, with nothing but blanks between them. What stands
  // before is looked at apart: not every browser can look behind.
  var TEN_DIGITS = [
    {
      digits: /\d{3}[\s\u00ad\u200b-\u200f\u2060\ufeff\u2010-\u2015\u2212.,()_/-]{0,3}\d{3}[\s\u00ad\u200b-\u200f\u2060\ufeff\u2010-\u2015\u2212.,()_/-]{0,3}\d{4}(?!\d)/g,
      notAfter: /[\d+]$/
    },
    {
      digits: /\d(?:[^\S\n\u00ad\u200b-\u200f\u2060\ufeff]{0,2}[\u00ad\u200b-\u200f\u2060\ufeff]?\d){9}(?!\s*\d|[:.]\d)/g,
      notAfter: /[\d+:]$|\d\s$/
    }
  ];

  // The digits of every script as 0 to 9, in their places: each script has its ten in a row.
  function writePlainDigits(text) {
    return text.replace(/\p{Nd}/gu, function (mark) {
      var before = 0;
      while (/\p{Nd}/u.test(String.fromCodePoint(mark.codePointAt(0) - before - 1))) before += 1;
      return String(before % 10) + "\u200b".repeat(mark.length - 1);
    });
  }

  function isNhsNumber(digits) {
    if (!/^\d{10}$/.test(digits) || /^(\d)\1{9}$/.test(digits)) return false;
    var total = 0;
    for (var i = 0; i < 9; i += 1) total += Number(digits[i]) * (10 - i);
    return (11 - (total % 11)) % 11 === Number(digits[9]);
  }

  function isDialled(before, digits) {
    if (/(?:\+\s*44|\b0044|\b44)[\s()0-]{0,8}$/.test(before.slice(-16))) return /^0?(?:[1-35-8]|9[018])/.test(digits);
    return /^0(?:1\d{8}|[58]00\d{6}|845464\d|8001111)/.test(digits);
  }

  // Numbers written as they are said, as in directory/spoken_numbers.py.
  var SAID = {
    one: "1", two: "2", three: "3", four: "4", five: "5", six: "6", seven: "7", eight: "8", nine: "9",
    zero: "0", nought: "0", naught: "0", nil: "0", oh: "0", o: "0"
  };
  var TIMES = { double: 2, triple: 3, treble: 3 };
  var BETWEEN = "[\\s\\u00ad\\u200b-\\u200f\\u2060\\ufeff\\u2010-\\u2015\\u2212,;.:()_/-]";
  var REPEATED = "(?:(" + Object.keys(TIMES).join("|") + ")" + BETWEEN + "{1,4})?";
  var ONE_SAID = REPEATED + "(?:" + Object.keys(SAID).join("|") + "|\\d)";
  var AND = BETWEEN + "{1,4}and" + BETWEEN + "{1,4}";
  var RUN = new RegExp("\\b" + ONE_SAID + "(?:(?:" + AND + "|" + BETWEEN + "{0,4})" + ONE_SAID + ")+\\b", "gi");
  var TOKEN = new RegExp(REPEATED + "(" + Object.keys(SAID).join("|") + "|\\d+)", "gi");
  // No telephone number of this country begins with 04 or 06, and few with 09: there, "oh" is only said.
  var TELEPHONE = /^(?:0|44)(?:[1-3578]\d{9}|9[018]\d{8})$/;

  // The parts of a run: rows of tokens with an "and" between them.
  function readParts(run) {
    var parts = [[]], last = run.index;
    each(TOKEN, run[0], function (match) {
      var said = match[2].toLowerCase();
      var start = run.index + match.index;
      if (/and/i.test(run[0].slice(last - run.index, match.index))) parts.push([]);
      last = start + match[0].length;
      parts[parts.length - 1].push({
        digits: (SAID[said] || said).repeat(TIMES[(match[1] || "").toLowerCase()] || 1),
        start: start, end: last, isWord: said in SAID, part: parts.length
      });
    });
    return parts;
  }

  function join(tokens) {
    return tokens.map(function (token) { return token.digits; }).join("");
  }

  // "two and four, six and one" are numbers of their own.
  function hasLongParts(row) {
    return row.every(function (token) {
      return join(row.filter(function (other) { return other.part === token.part; })).length >= 3;
    });
  }

  function cut(tokens, found) {
    tokens.forEach(function (first, at) {
      var row = [];
      while (at + row.length < tokens.length && join(row).length < 10) row.push(tokens[at + row.length]);
      var isSaid = row.some(function (token) { return token.isWord; });
      if (join(row).length === 10 && isSaid && hasLongParts(row)) {
        found(join(row), first.start, row[row.length - 1].end);
      }
    });
  }

  // Calls found(digits, start, end) for each row of ten digits of which a word says at least one. Telephone
  // numbers are left out: those that are all of a run, or stand between two "and".
  function eachSpoken(text, found) {
    each(RUN, text, function (run) {
      var parts = readParts(run), stretch = [];
      if (TELEPHONE.test(join([].concat.apply([], parts)))) return;
      parts.forEach(function (part) {
        if (!TELEPHONE.test(join(part))) return stretch.push.apply(stretch, part);
        cut(stretch, found);
        stretch = [];
      });
      cut(stretch, found);
    });
  }

  function each(pattern, text, found) {
    var match;
    pattern.lastIndex = 0;
    while ((match = pattern.exec(text)) !== null) {
      found(match);
      if (match.index === pattern.lastIndex) pattern.lastIndex += 1;
    }
  }

  function find(text) {
    var findings = [];
    text = writePlainDigits(text);
    function add(kind, start, end) {
      var known = findings.some(function (f) { return f.kind === kind && f.start === start && f.end === end; });
      if (!known) findings.push({ kind: kind, start: start, end: end });
    }
    TEN_DIGITS.forEach(function (ten) {
      each(ten.digits, text, function (match) {
        var before = text.slice(Math.max(0, match.index - 16), match.index);
        var digits = match[0].replace(/\D/g, "");
        if (ten.notAfter.test(before)) ten.digits.lastIndex = match.index + 1;
        else if (isNhsNumber(digits) && !isDialled(before, digits)) {
          add("nhs_number", match.index, match.index + match[0].length);
        }
      });
    });
    eachSpoken(text, function (digits, start, end) {
      if (isNhsNumber(digits) && !isDialled("", digits)) add("nhs_number", start, end);
    });
    PATTERNS.forEach(function (pair) {
      each(pair[1], text, function (match) {
        var whole = match.index + match[0].length;
        add(pair[0], match[1] ? whole - match[1].length : match.index, whole);
      });
    });
    each(/[\w.+-]+@([\w-]+(?:\.[\w-]+)+)/g, text, function (match) {
      var domain = match[1].toLowerCase();
      var work = WORK.some(function (name) { return domain === name || domain.endsWith("." + name); });
      if (!work) add("email", match.index, match.index + match[0].length);
    });
    each(/(?:\+44|0044|0)[\d\s()-]{8,14}\d(?!\d)/g, text, function (match) {
      var digits = match[0].replace(/\D/g, "").replace(/^00/, "");
      if (/[\d+]$/.test(text.slice(0, match.index)) || /^(?:0|44)[389]/.test(digits)) return;
      if (digits.length >= 10 && digits.length <= 13) add("phone", match.index, match.index + match[0].length);
    });
    findings = findings.filter(function (f) {
      return f.kind !== "old_date" || !findings.some(function (other) { return other.kind === "birth_date" && other.start === f.start; });
    });
    return findings.sort(function (a, b) { return a.start - b.start || (a.kind < b.kind ? -1 : 1); });
  }

  window.personDetails = { find: find, isNhsNumber: isNhsNumber };
})();
