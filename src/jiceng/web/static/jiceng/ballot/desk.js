/* 票务台: what key.js, slips.js and count.js share. The key of a box as people keep it (under a passphrase, on paper, in three
 * shares of which two suffice), and how a script of the console asks the server, says something, prints a sheet.
 * Every sentence stands in the page, in [data-say] elements; here is none. */
(function (root) {
  "use strict";
  const node = typeof module === "object" && module.exports;
  const S = node ? require("./seal.js") : root.jicengSeal;
  const ROUNDS = 600000;
  const SHORTEST = 14; // characters of a passphrase
  const D = 32; // bytes of a key

  // Under a passphrase

  const normal = (passphrase) => passphrase.normalize("NFC");
  const longEnough = (passphrase) => Array.from(normal(passphrase)).length >= SHORTEST;
  async function underPassphrase(passphrase, salt, use) {
    const subtle = root.crypto.subtle;
    const raw = new TextEncoder().encode(normal(passphrase));
    const from = await subtle.importKey("raw", raw, "PBKDF2", false, ["deriveKey"]);
    return subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt: salt, iterations: ROUNDS }, from, { name: "AES-GCM", length: 256 }, false, [use]);
  }
  async function wrap(d, passphrase) {
    const salt = S.random(16), iv = S.random(12);
    const key = await underPassphrase(passphrase, salt, "encrypt");
    const ct = new Uint8Array(await root.crypto.subtle.encrypt({ name: "AES-GCM", iv: iv }, key, d));
    return { v: 1, salt: S.base64(salt), iv: S.base64(iv), ct: S.base64(ct) };
  }
  /* The key. Rejects for another passphrase. */
  async function unwrap(wrapped, passphrase) {
    const told = typeof wrapped === "string" ? JSON.parse(wrapped) : wrapped;
    const key = await underPassphrase(passphrase, S.unbase64(told.salt), "decrypt");
    return new Uint8Array(await root.crypto.subtle.decrypt({ name: "AES-GCM", iv: S.unbase64(told.iv) }, key, S.unbase64(told.ct)));
  }

  // On paper: letters with two more that notice a slip of the pen

  const checkOf = (bytes) => S.base32(S.sha256(bytes).slice(0, 2)).slice(0, 2);
  const onPaper = (bytes) => S.base32(bytes) + checkOf(bytes);
  /* The bytes as somebody typed them, or null. */
  function fromPaper(typed, number) {
    const told = S.letters(typed);
    const bytes = S.unbase32(told.slice(0, -2), number);
    return bytes && checkOf(bytes) === told.slice(-2) ? bytes : null;
  }
  const paperCopy = (d) => onPaper(d);
  const readPaperCopy = (typed) => fromPaper(typed, D);

  // In shares: byte by byte a line over GF(256) through the key at 0; two points give the line, one gives nothing

  function times(one, other) {
    let product = 0;
    for (let at = 0; at < 8; at++) {
      if (other & 1) product ^= one;
      one = one & 128 ? (one << 1) ^ 0x11b : one << 1;
      other >>= 1;
    }
    return product;
  }
  function inverse(one) {
    for (let other = 1; other < 256; other++) if (times(one, other) === 1) return other;
    return 0;
  }
  function shares(d) {
    const slope = S.random(D);
    return [1, 2, 3].map((x) => S.join([Uint8Array.of(x), d.map((one, at) => one ^ times(slope[at], x))]));
  }
  const share = (bytes) => onPaper(bytes);
  const readShare = (typed) => {
    const bytes = fromPaper(typed, D + 1);
    return bytes && bytes[0] >= 1 && bytes[0] <= 3 ? bytes : null;
  };
  /* The key out of two different shares, or null for twice the same. */
  function together(one, other) {
    if (one[0] === other[0]) return null;
    const over = inverse(one[0] ^ other[0]);
    const weights = [times(other[0], over), times(one[0], over)];
    return one.slice(1).map((byte, at) => times(byte, weights[0]) ^ times(other[at + 1], weights[1]));
  }

  const keys = { SHORTEST, inverse, longEnough, paperCopy, readPaperCopy, readShare, share, shares, times, together, unwrap, wrap };
  if (node) { module.exports = keys; return; }

  // In a page

  /* A sentence of the page, its {holes} filled. */
  function sentence(place, name, holes) {
    const told = place.querySelector("[data-say='" + name + "']");
    return (told ? told.textContent : "").replace(/\{(\w+)\}/g, (all, hole) => (holes && hole in holes ? holes[hole] : all));
  }
  function say(place, name, holes) {
    const line = place.querySelector("[data-line]");
    line.textContent = name ? sentence(place, name, holes) : "";
    line.hidden = !name;
  }
  /* A refusal's own words, or those for a broken line. */
  function sayWrong(place, broken) {
    const line = place.querySelector("[data-line]");
    line.textContent = broken.sentence || sentence(place, broken.say || "lost");
    line.hidden = false;
  }
  async function ask(place, path, body) {
    const how = { credentials: "same-origin", redirect: "error", cache: "no-store", headers: { Accept: "application/json" } };
    if (body !== undefined) {
      how.method = "POST";
      how.body = JSON.stringify(body);
      how.headers["Content-Type"] = "application/json";
      how.headers["X-CSRFToken"] = place.dataset.token;
    }
    const answer = await fetch(place.dataset.base + path, how);
    const told = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(told.code), told);
    return told;
  }
  let draws = null;
  async function qr(text) {
    draws = draws || (await import(document.querySelector("[data-qr]").dataset.qr));
    const code = draws.generate(text, { minCorrectionLevel: draws.correction.M });
    let line = "";
    for (let y = 0; y < code.size; y++) for (let x = 0; x < code.size; x++) if (code.get(x, y)) line += "M" + (x + 2) + " " + (y + 2) + "h1v1h-1z";
    const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    picture.setAttribute("viewBox", "0 0 " + (code.size + 4) + " " + (code.size + 4));
    picture.setAttribute("shape-rendering", "crispEdges");
    picture.setAttribute("aria-hidden", "true");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", line);
    picture.appendChild(path);
    return picture;
  }
  /* A sheet that is only for the printer: it lies outside the page, and nothing else is printed with it. */
  function printed(name) {
    const place = document.createElement("div");
    place.className = "printed " + name;
    document.body.appendChild(place);
    return place;
  }
  function print(place) {
    document.documentElement.classList.add("print-ballot");
    place.classList.add("now");
    const after = () => {
      document.documentElement.classList.remove("print-ballot");
      place.classList.remove("now");
      removeEventListener("afterprint", after);
    };
    addEventListener("afterprint", after);
    root.print();
  }
  /* One act at a time: the button rests while it works, and a fault is said. */
  function on(place, name, act) {
    const button = place.querySelector("[data-do='" + name + "']");
    if (!button) return;
    const form = button.type === "submit" ? button.form : null;
    (form || button).addEventListener(form ? "submit" : "click", async (event) => {
      event.preventDefault();
      if (button.disabled) return;
      button.disabled = true;
      say(place, "");
      try { await act(); } catch (broken) { sayWrong(place, broken); } finally { button.disabled = false; }
    });
  }
  const wrong = (name) => Object.assign(new Error(name), { say: name });
  function element(name, text, className) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }
  function part(place, name, shown) { place.querySelector("[data-part='" + name + "']").hidden = !shown; }
  /* Scripts need a secure connection for keys: says so, and is false, where there is none. */
  function ready(place) {
    place.querySelector("[data-unready]").hidden = S.canSeal();
    part(place, "work", S.canSeal());
    return S.canSeal();
  }
  root.jicengDesk = Object.assign({ ask, element, on, part, print, printed, qr, ready, say, sayWrong, sentence, wrong }, keys);
})(typeof self === "undefined" ? globalThis : self);
