// Finds NHS numbers however they are written, as directory/privacy/nhs_numbers.py does, which says the rule; tested
// on the same cases. Adds `numbers` and `compile` to window.personDetailsRules for person-details.js.
(function () {
  "use strict";

  const book = window.personDetailsRules;
  const BOOK = book.numbers;
  const OURS = { W: "\\p{L}\\p{N}_", L: "\\p{L}" };
  const AND = "and";
  const LENGTH = 10, LONGEST_JOINT = 40, FURTHEST = 5, TIGHT = 2;

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
  const LOOKALIKE = { O: "0", o: "0", I: "1", l: "1" };

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
      if (mark !== " " || marks[marks.length - 1] !== " ") marks.push(mark);
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
    function addCharacter(entity, start) {
      const code = /x/i.test(entity) ? parseInt(entity.slice(3), 16) : parseInt(entity.slice(2), 10);
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
      if (/^[OoIl]*[0-9][OoIl]*[0-9][0-9OoIl]*$/.test(chunk)) {
        return addToken(chunk.replace(/[OoIl]/g, function (one) { return LOOKALIKE[one]; }), "", start, start + chunk.length);
      }
      (chunk.match(/[0-9]+|[^0-9]+/g) || []).forEach(function (part) {
        if (/^[0-9]/.test(part)) addToken(part, "", start, start + part.length);
        else addLetters(part, start);
        start += part.length;
      });
    }

    for (const match of text.matchAll(pattern)) {
      const [whole, , character, entity, chunk, currency, unseen, blank, mark, other] = match;
      if (character) addCharacter(whole, match.index);
      else if (entity) addBlank("");
      else if (chunk) addChunk(whole, match.index);
      else if (currency) endRow();
      else if (blank) addBlank(whole);
      else if (!unseen && (mark || other)) addMark(whole);
    }
    endRow();
    return rows;
  }

  // Which ten digits of a row are an NHS number, as in directory/privacy/nhs_numbers.py.
  const TELEPHONE = /^(?:0|440?|00440?)(?:[1-3578][0-9]{9}|9[018][0-9]{8})$/;
  const TELEPHONE_OF_TEN = /^0(?:1(?!0[1-9]|1[0-2])[0-9]{8}|[58]00[0-9]{6}|845464[0-9])$/;
  const HOME = /(?:flat|no|number|house|room|apartment|unit|plot|aged?)[^0-9a-z]{0,3}$/i;
  const DATE = /(?:^|[^0-9])(?:[0-9]{1,2}[./ -][0-9]{1,2}[./ -](?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}[./ -](?:0[1-9]|1[0-2])[./ -][0-3][0-9])(?![0-9])/;
  const TIME_OR_YEARS = /(?:^|[^0-9])(?:(?:[01]?[0-9]|2[0-3])[:.][0-5][0-9]|(?:19|20)[0-9]{2}[/-][0-9]{2})(?![0-9])/;
  const RANGE = /(^|[^0-9])([0-9]{1,2}) ?[\u2010-\u2015-] ?([0-9]{1,2})(?![0-9])/g;

  function join(tokens) { return tokens.map(function (token) { return token.digits; }).join(""); }
  function longest(tokens) { return Math.max.apply(null, tokens.map(function (token) { return token.digits.length; })); }

  function isNhsNumber(digits) {
    if (!/^[0-9]{10}$/.test(digits) || /^([0-9])\1{9}$/.test(digits)) return false;
    let total = 0;
    for (let i = 0; i < 9; i += 1) total += Number(digits[i]) * (10 - i);
    return (11 - (total % 11)) % 11 === Number(digits[9]);
  }

  // Where tokens end that begin at `at` and have from `least` to `most` digits.
  function listEnds(row, at, least, most) {
    const ends = [];
    let count = 0;
    for (let end = at; end < row.length; end += 1) {
      count += row[end].digits.length;
      if (count > most) break;
      if (count >= least) ends.push(end + 1);
    }
    return ends;
  }

  function standsApart(row, at, end) {
    const within = row.slice(at + 1, end).reduce(function (most, token) { return Math.max(most, token.rank); }, -1);
    return Math.min(at ? row[at].rank : FURTHEST, end < row.length ? row[end].rank : FURTHEST) > within;
  }

  function isTelephone(row, at, end) {
    if (!TELEPHONE.test(join(row.slice(at, end)))) return false;
    const hasAnd = row.slice(at + 1, end).some(function (token) { return token.joint === AND; });
    return (row[at].digits.length >= 3 && !hasAnd) || standsApart(row, at, end);
  }

  function listStretches(row) {
    const stretches = [];
    let first = 0, at = 0;
    while (at < row.length) {
      const begins = at;
      const end = listEnds(row, at, 11, 15).find(function (end) { return isTelephone(row, begins, end); });
      if (end) { stretches.push(row.slice(first, at)); first = end; }
      at = end || at + 1;
    }
    return stretches.concat([row.slice(first)]);
  }

  function isInOrder(row) {
    const numbers = row.map(function (token) { return Number(token.digits); });
    const steps = numbers.slice(1).map(function (number, at) { return Math.sign(number - numbers[at]); });
    return numbers.length >= 4 && steps[0] !== 0 && steps.every(function (step) { return step === steps[0]; });
  }

  function isAnother(text, row, at, end) {
    const ten = row.slice(at, end);
    if (/440?$/.test(join(row.slice(Math.max(0, at - 4), at))) && /^0?(?:[1-35-8]|9[018])/.test(join(ten))) {
      const before = row[at - 1].start;
      if (!HOME.test(text.slice(Math.max(0, before - 12), before))) return true;
    }
    if (/isbn(?:-?10)?[^0-9a-z]{0,4}$/i.test(text.slice(Math.max(0, ten[0].start - 12), ten[0].start))) return true;
    return longest(ten) <= 2 && isInOrder(ten);
  }

  function isOne(text, row, at, end) {
    const ten = row.slice(at, end), sizes = ten.map(function (token) { return token.digits.length; }).join("-");
    if (ten.some(function (token) { return token.word; })) return hasLongParts(ten);
    if (sizes === "3-3-4" || ten.length === 1) return true;
    if (ten.slice(1).some(function (token) { return token.joint === AND; })) return false;
    if (sizes === "3-3-2-2") return true;
    if (ten.length < LENGTH) return isUniformOrPlain(text, row, at, end);
    const single = row.slice(Math.max(0, at - 4), end + 4).filter(function (token) { return token.digits.length === 1; });
    return single.length <= 13 || standsApart(row, at, end);
  }

  function isUniformOrPlain(text, row, at, end) {
    const ten = row.slice(at, end), written = text.slice(ten[0].start, ten[ten.length - 1].end);
    const isUniform = ten.slice(1).every(function (token) { return token.joint === ten[1].joint; });
    if (DATE.test(written) || !(standsApart(row, at, end) || (isUniform && arePairs(row, at, end)))) return false;
    if (isUniform) return true;
    const hasRange = Array.from(written.matchAll(RANGE)).some(function (match) { return Number(match[2]) < Number(match[3]); });
    return !(longest(ten) <= 2 || hasRange || TIME_OR_YEARS.test(written));
  }

  function arePairs(row, at, end) {
    function isPair(token) { return token.digits.length === 2; }
    const beside = row.slice(Math.max(0, at - 1), at).concat(row.slice(end, end + 1));
    return row.slice(at, end).every(isPair) && !beside.some(isPair);
  }

  function hasLongParts(ten) {
    return ten.every(function (token) {
      return join(ten.filter(function (other) { return other.part === token.part; })).length >= 3;
    });
  }

  // Calls found(start, end) for each NHS number of a text with plain digits.
  function eachNumber(text, found) {
    listRows(text).forEach(function (row) {
      listStretches(row).forEach(function (stretch) {
        stretch.forEach(function (token, at) {
          listEnds(stretch, at, LENGTH, LENGTH).forEach(function (end) {
            const digits = join(stretch.slice(at, end));
            if (!isNhsNumber(digits) || TELEPHONE_OF_TEN.test(digits) || isAnother(text, stretch, at, end)) return;
            if (isOne(text, stretch, at, end)) found(token.start, stretch[end - 1].end);
          });
        });
      });
    });
  }

  book.compile = compile;
  book.writePlainDigits = writePlainDigits;
  book.isNhsNumber = isNhsNumber;
  book.eachNumber = eachNumber;
})();
