// Reads a text into rows of digits and number words, as directory/privacy/digit_rows.py and number_words.py do.
// Adds `compile`, `writePlainDigits` and `listRows` to window.personDetailsRules.
(function () {
  "use strict";

  const book = window.personDetailsRules;
  const BOOK = book.numbers;
  const OURS = { W: "\\p{L}\\p{N}_", L: "[\\p{L}\\p{Nl}\\p{No}]" };
  const AND = "and";
  const LONGEST_JOINT = 40, TIGHT = 2;

  // A pattern of the rules with everything in braces replaced: macros, and lists of words as alternatives.
  function fill(pattern) {
    return pattern.replace(/\{([A-Z][A-Z_0-9]*)(\^{0,2})\}/g, function (whole, name, marks) {
      if (name in OURS) return OURS[name];
      return name in book.words ? alternatives(name, marks) : fill(book.macros[name]);
    });
  }

  function alternatives(name, marks) {
    const upTo = marks === "^" ? 1 : marks.length * 100;
    return book.words[name].join(" ").split(" ").map(function (word) {
      return word.slice(0, upTo).toUpperCase() + word.slice(upTo);
    }).join("|");
  }

  function compile(pattern, flags) { return new RegExp(fill(pattern), "u" + (flags || "")); }

  const DIGITS = new Map();
  BOOK.digits.join(" ").split(" ").forEach(function (entry) {
    const [first, value, count] = entry.split(":");
    for (let step = 0; step < Number(count); step += 1) {
      DIGITS.set(String.fromCodePoint(parseInt(first, 16) + step), String(Number(value) + step));
    }
  });

  // The digits of every script as 0 to 9, and where each character was: `at(n)` of the text that was given.
  function writePlainDigits(text) {
    let plain = "", was = 0;
    const places = [];
    for (const mark of text) {
      const written = DIGITS.get(mark) || mark;
      for (let unit = 0; unit < written.length; unit += 1) places.push(was + unit);
      plain += written;
      was += mark.length;
    }
    places.push(was);
    return { text: plain, at: function (index) { return places[index]; } };
  }

  // Number words, as in directory/privacy/number_words.py.
  const UNITS = {}, COUNTED = {}, TENS = {}, TIMES = {};
  BOOK.units.split(" ").forEach(function (pair) { const [word, digit] = pair.split(":"); UNITS[word] = digit; });
  BOOK.times.split(" ").forEach(function (pair) { const [word, times] = pair.split(":"); TIMES[word] = Number(times); });
  BOOK.teens.split(" ").forEach(function (word, number) { COUNTED[word] = String(10 + number); });
  BOOK.tens.split(" ").forEach(function (word, number) { TENS[word] = String(20 + 10 * number); });
  const SAID = Object.assign({}, UNITS, COUNTED, TENS);
  const SAID_BETWEEN = BOOK.said_between.split(" ");
  const WORDS = Object.keys(SAID).concat(Object.keys(TIMES), "hundred", "thousand", AND)
    .filter(function (word) { return word.length > 1; })
    .sort(function (a, b) { return b.length - a.length; });
  const GLUED = new RegExp(WORDS.join("|"), "g");

  function has(words, word) { return Object.prototype.hasOwnProperty.call(words, word); }

  function splitWords(letters) {
    letters = letters.toLowerCase();
    if (has(UNITS, letters)) return [letters];
    const words = letters.match(GLUED) || [];
    return words.join("") === letters ? words : [];
  }

  function isTight(tokens, at, word) {
    return at < tokens.length && tokens[at].word === word && tokens[at].rank <= TIGHT;
  }

  function joinWords(tokens) {
    const joined = [];
    let part = 0, at = 0;
    while (at < tokens.length) {
      const [token, after] = readNumber(tokens, at);
      if (token.word === AND) {
        part += 1;
      } else {
        const followsAnd = at > 0 && tokens[at - 1].word === AND && joined.length > 0;
        joined.push(Object.assign({}, token, followsAnd ? { rank: 4, joint: AND, part: part } : { part: part }));
      }
      at = after;
    }
    return joined.filter(function (token) { return token.digits; });
  }

  function readNumber(tokens, at) {
    const first = tokens[at];
    if (has(TIMES, first.word)) return repeat(tokens, at);
    if (!first.word || !first.digits) return [first, at + 1];
    const [token, next] = readBelowThousand(tokens, at);
    if (!isTight(tokens, next, "thousand") || token.digits.length > 3) return [token, next];
    return addRest(token, tokens, next, readBelowThousand, 3);
  }

  function repeat(tokens, at) {
    const following = tokens[at + 1];
    if (!following || following.rank >= 4 || !following.digits || has(COUNTED, following.word)) return [tokens[at], at + 1];
    const times = following.digits.length === 1 ? TIMES[tokens[at].word] : 1;
    return [Object.assign({}, tokens[at], { digits: following.digits.repeat(times), end: following.end }), at + 2];
  }

  function readBelowThousand(tokens, at) {
    const [token, next] = readBelowHundred(tokens, at);
    if (!isTight(tokens, next, "hundred") || token.digits.length > 2) return [token, next];
    return addRest(token, tokens, next, readBelowHundred, 2);
  }

  // What follows "hundred" or "thousand" at `at`, with or without an "and".
  function addRest(token, tokens, at, read, places) {
    const first = at + 1 < tokens.length && tokens[at + 1].word === AND ? at + 2 : at + 1;
    const goesOn = first < tokens.length && has(SAID, tokens[first].word) && tokens[first].rank <= TIGHT;
    const [rest, after] = goesOn ? read(tokens, first) : [{ digits: "", end: tokens[at].end }, at + 1];
    return [Object.assign({}, token, { digits: token.digits + rest.digits.padStart(places, "0"), end: rest.end }), after];
  }

  function readBelowHundred(tokens, at) {
    const token = tokens[at], following = tokens[at + 1];
    const isOne = has(TENS, token.word) && following && following.rank <= TIGHT && has(UNITS, following.word);
    if (!isOne || following.digits === "0") return [token, at + 1];
    return [Object.assign({}, token, { digits: token.digits[0] + following.digits, end: following.end }), at + 2];
  }

  // Rows of digits, as in directory/privacy/digit_rows.py.
  const TAG = compile(BOOK.tag, "i");
  const TOKENS = [compile("(" + BOOK.tag + ")|" + BOOK.token, "gi"), compile("((?!))|" + BOOK.token, "gi")];
  const LOOKALIKE = {};
  BOOK.lookalike.split(" ").forEach(function (pair) { const [letter, digit] = pair.split(":"); LOOKALIKE[letter] = digit; });
  const LIKE = Object.keys(LOOKALIKE).join("");
  const MOSTLY_DIGITS = new RegExp("^[" + LIKE + "]*[0-9][" + LIKE + "]*[0-9][0-9" + LIKE + "]*$");

  function listRows(text) {
    const rows = readRows(text, TOKENS[0]);
    return TAG.test(text) ? rows.concat(readRows(text, TOKENS[1])) : rows;
  }

  function readRows(text, pattern) {
    const rows = [];
    let tokens = [], marks = [], hasNewLine = false;

    function endRow() {
      const row = joinWords(tokens);
      if (row.length) rows.push(row);
      tokens = []; marks = []; hasNewLine = false;
    }
    function addMark(mark) {
      if (marks[marks.length - 1] !== mark) marks.push(mark);
      if (marks.length > LONGEST_JOINT) endRow();
    }
    function addBlank(blank) {
      addMark(" ");
      hasNewLine = hasNewLine || blank === "\n" || blank === "\r";
    }
    function addToken(digits, word, start, end) {
      const seen = marks.some(function (mark) { return mark !== " "; });
      const rank = hasNewLine ? 4 : (seen ? 1 : 0) + (marks.includes(" ") ? 2 : 0);
      tokens.push({ digits: digits, word: word, start: start, end: end, rank: rank, joint: marks.join("") });
      marks = []; hasNewLine = false;
    }
    function addExponent(written, start) {
      const digits = written[0] + written.slice(2).split(/e/i)[0];
      addToken(digits.padEnd(10, "0"), "", start, start + written.length);
    }
    function addCharacter(entity, start) {
      const number = entity.replace(/amp;/gi, "").slice(2);
      const code = /x/i.test(number) ? parseInt(number.slice(1), 16) : parseInt(number, 10);
      const digit = code <= 0x10ffff ? writePlainDigits(String.fromCodePoint(code)).text : "";
      if (/^[0-9]$/.test(digit)) addToken(digit, "", start, start + entity.length);
      else addBlank("");
    }
    function addLetters(letters, start) {
      if (SAID_BETWEEN.includes(letters.toLowerCase())) return addMark(letters);
      const words = splitWords(letters);
      if (!words.length) endRow();
      words.forEach(function (word) {
        addToken(SAID[word] || "", word, start, start + word.length);
        start += word.length;
      });
    }
    function addChunk(chunk, start) {
      if (MOSTLY_DIGITS.test(chunk)) {
        const digits = Array.from(chunk, function (one) { return LOOKALIKE[one] || one; }).join("");
        return addToken(digits, "", start, start + chunk.length);
      }
      const last = start + chunk.length, first = start;
      (chunk.match(/[0-9]+|[^0-9]+/g) || []).forEach(function (part) {
        if (/^[0-9]/.test(part)) addToken(part, "", start, start + part.length);
        else if (Array.from(part).length === 1 && start > first && start + part.length < last) addMark(part);
        else addLetters(part, start);
        start += part.length;
      });
    }

    for (const match of text.matchAll(pattern)) {
      const [whole, tag, character, entity, exponent, chunk, currency, unseen, blank, mark, other] = match;
      if (tag && !"<&[]".includes(tag[0])) addBlank("\n");
      else if (character) addCharacter(whole, match.index);
      else if (entity) addBlank("");
      else if (exponent) addExponent(whole, match.index);
      else if (chunk) addChunk(whole, match.index);
      else if (currency) endRow();
      else if (blank) addBlank(whole);
      else if (!unseen && (mark || other)) addMark(whole);
    }
    endRow();
    return rows;
  }

  book.compile = compile;
  book.writePlainDigits = writePlainDigits;
  book.listRows = listRows;
})();
