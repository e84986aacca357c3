/* 清点: the delegate's browser opens the box. Every envelope is opened, held against the sheet as kernel.ballot.board.read_paper
 * does, and taken apart: each question is a column of its own, sorted by commitment, in which papers and phones look alike. */
(function (root) {
  "use strict";
  const node = typeof module === "object" && module.exports;
  const S = node ? require("./seal.js") : root.jicengSeal;
  const AT_ONCE = 64;

  /* told: what the server gives {event, sheet, envelopes, papers}. secret: the box's key. Gives {rows, invalid, comments}. */
  async function count(told, secret, progress) {
    const questions = told.sheet.questions, seen = new Set();
    const rows = {}, invalid = {}, comments = [];
    told.sheet.classes.forEach((name) => {
      rows[name] = {};
      questions.forEach((one) => { rows[name][one[0]] = []; });
    });
    const spoil = (name, why) => {
      invalid[name] = invalid[name] || {};
      invalid[name][why] = (invalid[name][why] || 0) + 1;
    };
    for (let first = 0; first < told.envelopes.length; first += AT_ONCE) {
      const some = told.envelopes.slice(first, first + AT_ONCE);
      const opened = await Promise.all(some.map((one) => S.open(one, secret, told.event, one["class"]).catch(() => null)));
      opened.forEach((raw, at) => {
        const name = some[at]["class"];
        const paper = raw ? S.readPaper(raw, questions) : { spoilt: "unreadable" };
        if (paper.spoilt) { spoil(name, paper.spoilt); return; }
        const made = paper.answers.map(([item, value, nonce]) => [item, [S.commitment(told.event, item, value, nonce), value, nonce]]);
        if (made.some(([item, row]) => seen.has(item + "\n" + row[0]))) { spoil(name, "repeated"); return; }
        made.forEach(([item, row]) => { seen.add(item + "\n" + row[0]); rows[name][item].push(row); });
        if (told.sheet.comment && paper.comment) comments.push(paper.comment);
      });
      if (progress) await progress(Math.min(first + AT_ONCE, told.envelopes.length), told.envelopes.length);
    }
    Object.keys(told.papers || {}).forEach((name) => {
      const votes = told.papers[name].votes;
      Object.keys(votes).forEach((item) => Object.keys(votes[item]).forEach((value) => {
        for (let left = votes[item][value]; left > 0; left--) {
          const nonce = S.hex(S.random(16));
          rows[name][item].push([S.commitment(told.event, item, value, nonce), value, nonce]);
        }
      }));
    });
    Object.keys(rows).forEach((name) => Object.keys(rows[name]).forEach((item) => rows[name][item].sort((one, other) => S.byText(one[0], other[0]))));
    return { rows: rows, invalid: invalid, comments: comments.sort(S.byText) }; // by letters: no order of the box is left
  }
  if (node) { module.exports = { count }; return; }

  const place = document.querySelector("[data-ballot-count]");
  if (!place) return;
  const desk = root.jicengDesk;
  const onPaper = !!place.dataset.paperOnly; // then there is no key, and numbers are drawn without HTTPS too
  if (!onPaper && !desk.ready(place)) return;
  if (onPaper) { place.querySelector("[data-unready]").hidden = true; desk.part(place, "work", true); }
  const field = (name) => place.querySelector("[name='" + name + "']");
  const bar = place.querySelector("progress");
  let counted = null;

  async function keyOf(wrapped) {
    if (field("passphrase").value) return desk.unwrap(wrapped, field("passphrase").value).catch(() => { throw desk.wrong("passphrase"); });
    if (field("copy").value.trim()) {
      const d = desk.readPaperCopy(field("copy").value);
      if (!d) throw desk.wrong("miscopied");
      return d;
    }
    const parts = [field("share-1").value, field("share-2").value].filter((one) => one.trim()).map(desk.readShare);
    if (!parts.length) throw desk.wrong("nothing");
    const d = parts.length === 2 && parts[0] && parts[1] ? desk.together(parts[0], parts[1]) : null;
    if (!d) throw desk.wrong("shares");
    return d;
  }
  desk.on(place, "count", async () => {
    if (!counted) { // else it was opened before and only the answer got lost: the same is sent again
      const told = await desk.ask(place, "data/envelopes.json");
      desk.say(place, "opening", { number: told.envelopes.length });
      let secret = null;
      if (told.envelopes.length) {
        const d = await keyOf(told.wrapped);
        secret = await S.privateKey(d, S.unbase64(told.box_public)).catch(() => { throw desk.wrong("another"); });
        d.fill(0);
        bar.hidden = false;
      }
      const done = await count(told, secret, (number, all) => {
        bar.max = all;
        bar.value = number;
        return new Promise((next) => setTimeout(next));
      });
      counted = done;
    }
    desk.say(place, "sending");
    try {
      const answer = await desk.ask(place, "count/", counted);
      place.querySelector("form").reset();
      location.assign(answer.to);
    } catch (broken) {
      if (broken.sentence) counted = null; // refused: what is mended is counted anew
      throw broken;
    }
  });
})(typeof self === "undefined" ? globalThis : self);
