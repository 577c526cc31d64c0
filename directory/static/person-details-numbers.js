// Finds NHS numbers however they are written, as directory/privacy/nhs_numbers.py does, which says the rule. Adds
// `isNhsNumber` and `eachNumber` to window.personDetailsRules.
(function () {
  "use strict";

  const book = window.personDetailsRules;
  const AND = "and", LENGTH = 10, FURTHEST = 5;

  const TELEPHONE = /^(?:0|440?|00440?)(?:[1-3578][0-9]{9}|9[018][0-9]{8})$/;
  const TELEPHONE_OF_TEN = /^0(?:1(?!0[1-9]|1[0-2])[0-9]{8}|[58]00[0-9]{6}|845464[0-9])$/;
  const HOME = /(?:flat|no|number|house|room|apartment|unit|plot|aged?)[^0-9a-z]{0,3}$/i;
  const DATE = /(?:^|[^0-9])(?:[0-9]{1,2}[./ -][0-9]{1,2}[./ -](?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}[./ -](?:0[1-9]|1[0-2])[./ -][0-3][0-9])(?![0-9])/;
  const TIME_OR_YEARS = /(?:^|[^0-9])(?:(?:[01]?[0-9]|2[0-3])[:.][0-5][0-9]|(?:19|20)[0-9]{2}[/-][0-9]{2})(?![0-9])/;
  const DECIMALS = /(?:^|[^0-9.])[0-9]{1,3}\.[0-9]{1,9}[^0-9.]{1,40}[0-9]{1,3}\.[0-9]{1,9}(?![0-9.])/;
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

  // A list: small numbers by equal steps, or in order with commas, new lines or "and" between them.
  function isInOrder(row) {
    const steps = row.slice(1).map(function (token, at) { return Number(token.digits) - Number(row[at].digits); });
    const isOrdered = Math.min.apply(null, steps) > 0 || Math.max.apply(null, steps) < 0;
    if (row.length < 4 || !isOrdered) return false;
    const isListed = row.slice(1).some(function (token) { return token.rank === 4 || /[,;]/.test(token.joint); });
    return isListed || steps.every(function (step) { return step === steps[0]; });
  }

  function isAnother(text, row, at, end) {
    const ten = row.slice(at, end);
    if (/440?$/.test(join(row.slice(Math.max(0, at - 4), at))) && /^0?(?:[1-35-8]|9[018])/.test(join(ten))) {
      const before = row[at - 1].start;
      if (!HOME.test(text.slice(Math.max(0, before - 12), before))) return true;
    }
    if (/^[01]/.test(ten[0].digits) && /isbn(?:-?10)?[^0-9a-z]{0,4}$/i.test(text.slice(Math.max(0, ten[0].start - 12), ten[0].start))) return true;
    return longest(ten) <= 2 && isInOrder(ten);
  }

  function isOne(text, row, at, end) {
    const ten = row.slice(at, end), sizes = ten.map(function (token) { return token.digits.length; }).join("-");
    if (ten.some(function (token) { return token.word; })) return hasLongParts(ten);
    if (sizes === "3-3-4" || ten.length === 1) return true;
    if (ten.slice(1).some(function (token) { return token.joint === AND; })) return false;
    if (sizes === "3-3-2-2" || joinSizes(ten) === "3-3-4") return true;
    if (ten.length < LENGTH) return isUniformOrPlain(text, row, at, end);
    const single = row.slice(Math.max(0, at - 4), end + 4).filter(function (token) { return token.digits.length === 1; });
    return single.length <= 13 || standsApart(row, at, end);
  }

  function joinSizes(ten) {
    const sizes = [];
    ten.forEach(function (token) {
      if (sizes.length && token.rank <= 1) sizes[sizes.length - 1] += token.digits.length;
      else sizes.push(token.digits.length);
    });
    return sizes.join("-");
  }

  // Calls found(end) for two or three numbers with nothing between them, and for a number in its groups after a 0.
  function eachJoined(row, at, found) {
    const digits = row[at].digits, tens = digits.match(/[0-9]{1,10}/g);
    if (tens.length > 1 && tens.length <= 3 && tens.every(isNhsNumber)) found(at + 1);
    if (digits[0] !== "0") return;
    listEnds(row, at, LENGTH + 1, LENGTH + 1).forEach(function (end) {
      const all = join(row.slice(at, end));
      const sizes = row.slice(at, end).map(function (token, index) { return token.digits.length - (index ? 0 : 1); }).join("-");
      if (/^(?:3-3-4|3-3-2-2|10)$/.test(sizes) && !TELEPHONE.test(all) && isNhsNumber(all.slice(1))) found(end);
    });
  }

  function isUniformOrPlain(text, row, at, end) {
    const ten = row.slice(at, end), written = text.slice(ten[0].start, ten[ten.length - 1].end);
    const isUniform = ten.slice(1).every(function (token) { return token.joint === ten[1].joint; });
    if (DATE.test(written) || !(standsApart(row, at, end) || (isUniform && arePairs(row, at, end)))) return false;
    if (isUniform) return true;
    const hasRange = Array.from(written.matchAll(RANGE)).some(function (match) { return Number(match[2]) < Number(match[3]); });
    return !(longest(ten) <= 2 || hasRange || TIME_OR_YEARS.test(written) || DECIMALS.test(written));
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
    book.listRows(text).forEach(function (row) {
      listStretches(row).forEach(function (stretch) {
        stretch.forEach(function (token, at) {
          eachJoined(stretch, at, function (end) { found(token.start, stretch[end - 1].end); });
          listEnds(stretch, at, LENGTH, LENGTH).forEach(function (end) {
            const digits = join(stretch.slice(at, end));
            if (!isNhsNumber(digits) || TELEPHONE_OF_TEN.test(digits) || isAnother(text, stretch, at, end)) return;
            if (isOne(text, stretch, at, end)) found(token.start, stretch[end - 1].end);
          });
        });
      });
    });
  }

  book.isNhsNumber = isNhsNumber;
  book.eachNumber = eachNumber;
})();
