/* 票箱的算法: digests, slips, sealing, papers, trees; the same bytes as jiceng.kernel.ballot and jiceng.services.ballot.
 * No page is touched here. SHA-256 is written out because the browser's own only answers later, and only over HTTPS;
 * what needs a key (ECDH, AES) is the browser's. Engines of 2020 read this file, and node does for the tests. */
(function (root) {
  "use strict";
  const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // Crockford: without I, L, O, U
  const LENGTH = 16;
  const STEP = 1024;
  const LONGEST_COMMENT = 500;
  const ABSTAIN = "弃权";
  const encoder = new TextEncoder();

  // Bytes as text and back

  const PAIRS = Array.from({ length: 256 }, (_, one) => one.toString(16).padStart(2, "0"));
  function hex(bytes) {
    let text = "";
    for (let at = 0; at < bytes.length; at++) text += PAIRS[bytes[at]];
    return text;
  }
  function unhex(text) {
    const bytes = new Uint8Array(text.length >> 1);
    for (let at = 0; at < bytes.length; at++) bytes[at] = parseInt(text.substr(2 * at, 2), 16);
    return bytes;
  }
  const base64 = (bytes) => btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(""));
  function unbase64(text) {
    const raw = atob(text), bytes = new Uint8Array(raw.length);
    for (let at = 0; at < raw.length; at++) bytes[at] = raw.charCodeAt(at);
    return bytes;
  }
  const url64 = (bytes) => base64(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const unurl64 = (text) => unbase64(text.replace(/-/g, "+").replace(/_/g, "/"));
  const random = (number) => root.crypto.getRandomValues(new Uint8Array(number));

  /* Five bits a letter, blanks at the end filled with zero. */
  function base32(bytes) {
    let held = 0, bits = 0, text = "";
    for (const one of bytes) {
      held = (held << 8) | one;
      for (bits += 8; bits >= 5; bits -= 5) text += LETTERS[(held >> (bits - 5)) & 31];
      held &= (1 << bits) - 1;
    }
    return bits ? text + LETTERS[(held << (5 - bits)) & 31] : text;
  }
  /* The bytes, or null where it is not so many bytes. */
  function unbase32(text, number) {
    if (text.length !== Math.ceil(number * 8 / 5)) return null;
    const bytes = [];
    let held = 0, bits = 0;
    for (const letter of text) {
      const value = LETTERS.indexOf(letter);
      if (value < 0) return null;
      held = ((held << 5) | value) & 0xfff;
      bits += 5;
      if (bits >= 8) { bits -= 8; bytes.push((held >> bits) & 255); }
    }
    return held & ((1 << bits) - 1) ? null : Uint8Array.from(bytes);
  }
  /* What somebody typed, as letters of the alphabet: blanks and dashes gone, O I L read as 0 1 1. */
  const letters = (typed) => typed.normalize("NFKC").toUpperCase().replace(/[\s\-–—]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  const groups = (text) => (text.match(/.{1,4}/g) || []).join("-");

  // SHA-256 and what is built on it

  const [ROUNDS, START] = (function () { // the first bits of roots of the first primes
    const part = (value) => ((value - Math.floor(value)) * 4294967296) | 0;
    const roots = [], starts = [];
    for (let number = 2; roots.length < 64; number++) {
      let prime = true;
      for (let by = 2; by * by <= number; by++) if (number % by === 0) prime = false;
      if (!prime) continue;
      roots.push(part(Math.cbrt(number)));
      if (starts.length < 8) starts.push(part(Math.sqrt(number)));
    }
    return [Int32Array.from(roots), Int32Array.from(starts)];
  })();
  // Short messages, nearly all, are worked on in one place: a count digests tens of thousands.
  const words = new Int32Array(64), state = new Int32Array(8);
  const short = new Uint8Array(512), shortView = new DataView(short.buffer);

  function sha256(bytes) {
    const size = Math.ceil((bytes.length + 9) / 64) * 64;
    const padded = size > short.length ? new Uint8Array(size) : short;
    const view = padded === short ? shortView : new DataView(padded.buffer);
    padded.fill(0, bytes.length, size);
    padded.set(bytes);
    padded[bytes.length] = 128;
    view.setUint32(size - 8, Math.floor(bytes.length / 536870912));
    view.setUint32(size - 4, (bytes.length << 3) >>> 0);
    state.set(START);
    for (let at = 0; at < size; at += 64) {
      for (let i = 0; i < 16; i++) words[i] = view.getInt32(at + 4 * i);
      for (let i = 16; i < 64; i++) {
        const x = words[i - 15], y = words[i - 2];
        const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
        const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
        words[i] = (words[i - 16] + s0 + words[i - 7] + s1) | 0;
      }
      let a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
      for (let i = 0; i < 64; i++) {
        const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
        const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
        const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUNDS[i] + words[i]) | 0;
        const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
      }
      state[0] += a; state[1] += b; state[2] += c; state[3] += d; state[4] += e; state[5] += f; state[6] += g; state[7] += h;
    }
    const out = new Uint8Array(32);
    for (let i = 0; i < 32; i++) out[i] = state[i >> 2] >>> (24 - 8 * (i & 3));
    return out;
  }
  function join(parts) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    parts.forEach((part) => { whole.set(part, at); at += part.length; });
    return whole;
  }
  const encoded = new Map(); // tags, questions and options come again and again
  function encode(text) {
    let raw = encoded.get(text);
    if (!raw) {
      raw = encoder.encode(text);
      if (encoded.size > 500) encoded.clear();
      if (text.length < 64) encoded.set(text, raw);
    }
    return raw;
  }
  /* Every part behind its length as four bytes: no two lists of parts read alike. */
  function digest(...parts) {
    const raws = parts.map((part) => (typeof part === "string" ? encode(part) : part));
    let at = 0;
    for (const raw of raws) at += 4 + raw.length;
    const whole = new Uint8Array(at);
    at = 0;
    for (const raw of raws) {
      whole[at] = raw.length >>> 24;
      whole[at + 1] = raw.length >>> 16;
      whole[at + 2] = raw.length >>> 8;
      whole[at + 3] = raw.length;
      whole.set(raw, at + 4);
      at += 4 + raw.length;
    }
    return sha256(whole);
  }
  function hmac(key, bytes) {
    const block = new Uint8Array(64);
    block.set(key.length > 64 ? sha256(key) : key);
    const with_ = (mask) => block.map((one) => one ^ mask);
    return sha256(join([with_(0x5c), sha256(join([with_(0x36), bytes]))]));
  }
  /* HKDF with an empty salt, for one key of 32 bytes. */
  const hkdf = (secret, info) => hmac(hmac(new Uint8Array(32), secret), join([info, Uint8Array.of(1)]));

  // Slips

  function checkLetter(code) {
    let total = 0;
    Array.from(code).reverse().forEach((letter, at) => {
      const value = LETTERS.indexOf(letter) * (at % 2 === 0 ? 2 : 1);
      total += Math.floor(value / 32) + value % 32;
    });
    return LETTERS[(32 - total % 32) % 32];
  }
  /* The sixteen letters of a code as typed or scanned; "" where it is none. */
  function readCode(typed) {
    const kept = letters(typed);
    if (kept.length !== LENGTH + 1 || Array.from(kept).some((one) => LETTERS.indexOf(one) < 0)) return "";
    const code = kept.slice(0, LENGTH);
    return checkLetter(code) === kept[LENGTH] ? code : "";
  }
  const newCode = () => Array.from(random(LENGTH), (one) => LETTERS[one & 31]).join("");
  const stub = (event, voterClass, code) => hex(digest("jiceng/stub/1", event, voterClass, code));
  const spent = (event, voterClass, nullifier) => digest("jiceng/spent/1", event, voterClass, nullifier);

  // Papers. answers: [[question, option, nonce]…]; questions: [[name, [options]]…]

  const commitment = (event, item, value, nonce) => hex(digest("jiceng/ballot/1", event, item, value, unhex(nonce)));
  function writePaper(answers, comment) {
    const raw = encoder.encode(JSON.stringify({ items: answers, comment: comment }));
    const filled = new Uint8Array(Math.ceil(raw.length / STEP) * STEP).fill(32);
    filled.set(raw);
    return filled;
  }
  const blanks = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
  const ends = new RegExp("^" + blanks + "|" + blanks + "$", "g");
  const isNoText = (letter) => (letter < " " && "\t\n\r".indexOf(letter) < 0) || letter === "\x7f" || (letter.length === 1 && letter >= "\ud800" && letter <= "\udfff");
  /* A comment as it may be cast: without what no database keeps, and no longer than allowed. */
  const cleaned = (typed) => Array.from(typed).filter((letter) => !isNoText(letter)).slice(0, LONGEST_COMMENT).join("").replace(ends, "");

  const spoilt = (why) => ({ spoilt: why });
  /* {answers, comment} in the order of the sheet, or {spoilt: why}: kernel.ballot.board.read_paper. */
  function readPaper(raw, questions) {
    let told;
    try {
      told = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw));
    } catch (broken) { return spoilt("unreadable"); }
    const isPlain = told !== null && typeof told === "object" && !Array.isArray(told);
    if (!isPlain || Object.keys(told).sort().join() !== "comment,items" || !Array.isArray(told.items)) return spoilt("unreadable");
    if (!told.items.every((one) => Array.isArray(one) && one.length === 3 && one.every((part) => typeof part === "string"))) return spoilt("unreadable");
    const found = told.items.map((one) => one[0]).sort(), asked = questions.map((one) => one[0]).sort();
    if (found.length !== asked.length || found.some((name, at) => name !== asked[at])) return spoilt("questions");
    const by = new Map(told.items.map((one) => [one[0], one]));
    for (const [name, options] of questions) {
      const [, value, nonce] = by.get(name);
      if (options.indexOf(value) < 0 && value !== ABSTAIN) return spoilt("option");
      if (!/^[0-9a-f]{32}$/.test(nonce)) return spoilt("unreadable");
    }
    const comment = told.comment;
    if (typeof comment !== "string" || Array.from(comment).length > LONGEST_COMMENT || Array.from(comment).some(isNoText)) return spoilt("comment");
    return { answers: questions.map((one) => by.get(one[0])), comment: comment.replace(ends, "") };
  }

  // Sealing

  const CURVE = { name: "ECDH", namedCurve: "P-256" };
  const boxInfo = (event, voterClass) => digest("jiceng/box/1", event, voterClass);
  const canSeal = () => !!(root.crypto && root.crypto.subtle);

  async function sharedKey(secret, point, info, use) {
    const subtle = root.crypto.subtle;
    const other = await subtle.importKey("raw", point, CURVE, false, []);
    const shared = new Uint8Array(await subtle.deriveBits({ name: "ECDH", public: other }, secret, 256));
    return subtle.importKey("raw", hkdf(shared, info), "AES-GCM", false, [use]);
  }
  /* A new pair: secret as CryptoKey, d as 32 bytes, point as 65. */
  async function newPair() {
    const pair = await root.crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
    const told = await root.crypto.subtle.exportKey("jwk", pair.privateKey);
    const point = join([Uint8Array.of(4), unurl64(told.x), unurl64(told.y)]);
    return { secret: pair.privateKey, d: unurl64(told.d), point: point };
  }
  /* The private key of a point. Rejects where they do not belong together. */
  async function privateKey(d, point) {
    const told = { kty: "EC", crv: "P-256", d: url64(d), x: url64(point.slice(1, 33)), y: url64(point.slice(33)), ext: true };
    const secret = await root.crypto.subtle.importKey("jwk", told, CURVE, false, ["deriveBits"]);
    const trial = await newPair();
    const theirs = await root.crypto.subtle.importKey("raw", trial.point, CURVE, false, []);
    const ours = await root.crypto.subtle.importKey("raw", point, CURVE, false, []);
    const one = await root.crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, secret, 256);
    const two = await root.crypto.subtle.deriveBits({ name: "ECDH", public: ours }, trial.secret, 256);
    if (hex(new Uint8Array(one)) !== hex(new Uint8Array(two))) throw new Error("another key");
    return secret;
  }
  /* {eph, iv, ct, secret}: secret is the passing private key, which only its voter keeps. */
  async function seal(plain, boxPublic, event, voterClass) {
    const pair = await newPair();
    const info = boxInfo(event, voterClass);
    const key = await sharedKey(pair.secret, unbase64(boxPublic), info, "encrypt");
    const iv = random(12);
    const ct = await root.crypto.subtle.encrypt({ name: "AES-GCM", iv: iv, additionalData: info }, key, plain);
    return { eph: base64(pair.point), iv: base64(iv), ct: base64(new Uint8Array(ct)), secret: base64(pair.d) };
  }
  /* The bytes inside. Rejects where it cannot be opened with this key for this ballot and class. */
  async function open(sealed, secret, event, voterClass) {
    const info = boxInfo(event, voterClass);
    const key = await sharedKey(secret, unbase64(sealed.eph), info, "decrypt");
    const by = { name: "AES-GCM", iv: unbase64(sealed.iv), additionalData: info };
    return new Uint8Array(await root.crypto.subtle.decrypt(by, key, unbase64(sealed.ct)));
  }

  // Trees: RFC 9162 over leaves in this order

  function merkleRoot(leaves) {
    let level = leaves.map((leaf) => sha256(join([Uint8Array.of(0), leaf])));
    if (!level.length) return hex(sha256(new Uint8Array(0)));
    while (level.length > 1) {
      const above = [];
      for (let at = 0; at + 1 < level.length; at += 2) above.push(sha256(join([Uint8Array.of(1), level[at], level[at + 1]])));
      if (level.length % 2) above.push(level[level.length - 1]);
      level = above;
    }
    return hex(level[0]);
  }
  const byText = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
  const stubRoot = (stubs) => merkleRoot(stubs.slice().sort(byText).map(unhex));
  const rowLeaf = (c, value, nonce) => digest("jiceng/row/1", c, value, nonce);
  const columnRoot = (rows) => merkleRoot(rows.slice().sort((one, other) => byText(one[0], other[0])).map((row) => rowLeaf(row[0], row[1], row[2])));

  const seals = {
    ABSTAIN, LENGTH, LETTERS, LONGEST_COMMENT,
    base32, base64, boxInfo, byText, canSeal, checkLetter, cleaned, columnRoot, commitment, digest, groups, hex, hkdf, join, letters, merkleRoot, newCode,
    newPair, open, privateKey, random, readCode, readPaper, rowLeaf, seal, sha256, spent, stub, stubRoot, unbase32, unbase64, unhex, writePaper,
  };
  if (typeof module === "object" && module.exports) module.exports = seals;
  else root.jicengSeal = seals;
})(typeof self === "undefined" ? globalThis : self);
