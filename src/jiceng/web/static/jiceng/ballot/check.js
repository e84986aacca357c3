/* 查票与重数: on the public board, a voter's phone looks for its own answers, and anybody's browser counts everything again.
 * Nothing is sent; what somebody voted is never shown. The same is done by verify_ballot.py, outside any browser. */
(function (root) {
  "use strict";
  const node = typeof module === "object" && module.exports;
  const S = node ? require("./seal.js") : root.jicengSeal;
  const LISTS = ["opening.json", "opening.sig", "stubs.json", "spent.json", "board.json", "key.txt"];
  const PREFIX = "jiceng:slip:";
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  /* What stands on the board for an answer; kept itself once the number that hid it is forgotten. */
  const standing = (record, [item, value, nonce, c]) => c || S.commitment(record.event, item, value, nonce);

  /* A slip that was checked: what says more than the board does is forgotten. Where a column is not opened nobody else can
   * open an answer in it, so there the answer goes too: kept, it would prove to others how somebody voted. */
  function forget(record, told) {
    const columns = told.board.groups[record["class"]] || told.board.groups[""] || {};
    const answers = record.answers.map((one) => {
      const c = standing(record, one), row = (columns[one[0]] || []).find((each) => each[0] === c);
      return row && row.length === 1 ? [one[0], "", "", c] : one;
    });
    return Object.assign({}, record, { answers: answers, secret: "", sealed: null });
  }

  /* One kept slip against the published lists: how many of its answers stand there, whether it is spent, whose key it used. */
  function own(record, told) {
    const group = (lists) => lists[record["class"]] || lists[""] || {};
    const columns = group(told.board.groups), spent = group(told.spent.groups);
    const found = record.answers.filter((one) => (columns[one[0]] || []).some((row) => row[0] === standing(record, one)));
    return {
      found: found.length, asked: record.answers.length, spent: Array.isArray(spent) && spent.indexOf(record.nullifier) >= 0,
      box: !told.opening || record.box === told.opening.box_public,
    };
  }

  async function signed(raw, signature, key) {
    try {
      const imported = await root.crypto.subtle.importKey("raw", S.unhex(key), { name: "Ed25519" }, false, ["verify"]);
      return await root.crypto.subtle.verify({ name: "Ed25519" }, imported, S.unhex(signature), raw);
    } catch (unknown) { return null; } // this browser does not know the kind of signature
  }

  /* files: name -> bytes. Gives [{name, ok, about}…]; ok null = could not be checked here. */
  async function recount(files) {
    const text = (name) => new TextDecoder().decode(files[name]);
    const [opening, result, stubs, spent, board] = ["opening", "result", "stubs", "spent", "board"].map((name) => JSON.parse(text(name + ".json")));
    const checks = [];
    const check = (name, ok, about) => checks.push({ name: name, ok: ok, about: about || "" });
    const key = text("key.txt").trim();

    const changed = LISTS.filter((name) => !files[name] || S.hex(S.sha256(files[name])) !== result.files[name]);
    check("files", !changed.length && same(Object.keys(result.files).sort(), LISTS.slice().sort()), changed.join(" "));
    check("one-ballot", [result, stubs, spent, board].every((one) => one.event === opening.event) && opening.instance === key);
    for (const name of ["opening", "result"]) check("signed-" + name, await signed(files[name + ".json"], text(name + ".sig").trim(), key));

    const slips = [].concat(...Object.keys(stubs.groups).map((name) => stubs.groups[name]));
    let fit = S.stubRoot(slips) === opening.stub_root_all && new Set(slips).size === slips.length;
    Object.keys(stubs.salts || {}).forEach((name) => {
      const given = stubs.groups[name] || [], told = opening.stubs[name] || {};
      const rooted = S.hex(S.digest("jiceng/stub-root/1", S.unhex(stubs.salts[name]), S.unhex(S.stubRoot(given))));
      if (rooted !== told.root || given.length !== told.count) fit = false;
    });
    check("stubs", fit);
    const strange = Object.keys(spent.groups).some((name) => {
      const known = new Set(stubs.groups[name]), used = spent.groups[name];
      return used.some((one) => !known.has(one)) || new Set(used).size !== used.length;
    });
    check("spent", !strange);

    let opened = true, counted = true, rooted = true, summed = true, shut = 0;
    result.groups.forEach((group) => {
      const told = [group.issued, group.returned, group.valid, group.invalid];
      if (told.every((one) => one !== null)) {
        const listed = Object.keys(opening.roll).filter((name) => group.name === "" || name === group.name).reduce((sum, name) => sum + opening.roll[name].size, 0);
        if (group.valid + group.invalid !== group.returned || group.returned > group.issued || group.issued > listed) summed = false;
        if ((spent.groups[group.name] || []).length > group.returned) summed = false;
      }
      if (!same(Object.keys(group.questions).sort(), Object.keys((board.groups[group.name] || {})).sort())) counted = false;
      Object.keys(group.questions).forEach((item) => {
        const question = group.questions[item], rows = (board.groups[group.name] || {})[item] || [];
        if (S.columnRoot(rows.map((row) => [row[0], row[1] || "", row[2] || ""])) !== question.root) rooted = false;
        if (new Set(rows.map((row) => row[0])).size !== rows.length) opened = false;
        if (group.valid !== null && rows.length !== group.valid) counted = false;
        if (question.counts === null) { shut += 1; if (rows.some((row) => row.length !== 1)) opened = false; return; }
        const found = {};
        rows.forEach((row) => {
          if (row.length !== 3 || S.commitment(opening.event, item, row[1], row[2]) !== row[0]) opened = false;
          found[row[1]] = (found[row[1]] || 0) + 1;
        });
        const every = Object.keys(Object.assign({}, found, question.counts));
        if (every.some((value) => (found[value] || 0) !== (question.counts[value] || 0))) counted = false;
      });
    });
    check("opened", opened);
    check("counted", counted);
    check("rooted", rooted);
    check("summed", summed);
    if (shut) check("shut", null, String(shut));
    return checks;
  }
  if (node) { module.exports = { own, forget, recount }; return; }

  const place = document.querySelector("[data-ballot-check]");
  if (!place) return;
  const event = place.dataset.event;
  const sentence = (name, holes) => {
    const told = place.querySelector("[data-say='" + name + "']");
    return (told ? told.textContent : "").replace(/\{(\w+)\}/g, (all, hole) => (holes && hole in holes ? holes[hole] : all));
  };
  function line(list, words, ok) {
    const item = document.createElement("li");
    item.textContent = words;
    if (ok === false) item.className = "no";
    if (ok === null) item.className = "not-here";
    list.appendChild(item);
  }
  const list = (name) => { const found = place.querySelector("[data-list='" + name + "']"); found.textContent = ""; return found; };

  async function get(name) {
    const answer = await fetch(place.dataset.files + name, { credentials: "omit", cache: "no-store" });
    if (answer.status === 404) throw Object.assign(new Error(name), { say: "not-yet" });
    if (!answer.ok) throw new Error(name);
    return new Uint8Array(await answer.arrayBuffer());
  }
  const json = async (name) => JSON.parse(new TextDecoder().decode(await get(name)));

  function records() {
    try {
      return Object.keys(localStorage).filter((name) => name.indexOf(PREFIX + event + ":") === 0)
        .map((name) => JSON.parse(localStorage.getItem(name))).filter((one) => one && one.answers && one.ack);
    } catch (refused) { return []; }
  }
  async function look() {
    const kept = records(), into = list("own");
    if (!kept.length) { line(into, sentence("none"), null); return; }
    const told = { board: await json("board.json"), spent: await json("spent.json"), opening: await json("opening.json") };
    const key = told.opening.instance;
    for (const record of kept) {
      const found = own(record, told), all = found.found === found.asked;
      const whose = kept.length > 1 ? record.nullifier.slice(0, 6) + ": " : "";
      line(into, whose + sentence("own", found), all);
      if (!found.spent) line(into, whose + sentence("not-spent"), false);
      if (!found.box) line(into, whose + sentence("other-key"), false);
      if (await signed(S.spent(event, record["class"], record.nullifier), record.ack.signature, key) === false) line(into, whose + sentence("ack-wrong"), false);
      if (all && found.spent && found.box) {
        // From here nothing on this phone says more than the board does.
        try { localStorage.setItem(PREFIX + event + ":" + record.nullifier, JSON.stringify(forget(record, told))); } catch (full) { /* as it was */ }
      } else {
        place.querySelector("[data-part='complaint']").hidden = false;
        place.querySelector("[data-proof]").textContent += record.nullifier + "\n" + record.secret + "\n";
      }
    }
  }
  async function again() {
    const into = list("recount"), files = {};
    line(into, sentence("counting"), null);
    for (const name of LISTS.concat(["result.json", "result.sig"])) files[name] = await get(name);
    const checks = await recount(files);
    into.textContent = "";
    checks.forEach((one) => line(into, sentence(one.ok === null ? one.name + "-not-here" : one.name + (one.ok ? "" : "-no"), { about: one.about }), one.ok));
    const bad = checks.some((one) => one.ok === false);
    line(into, sentence(bad ? "bad" : "good"), !bad);
  }
  const tell = (name) => (broken) => line(list(name), sentence(broken.say || "lost"), null);
  look().catch(tell("own"));
  const button = place.querySelector("[data-do='recount']");
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    again().catch(tell("recount")).then(() => { button.disabled = false; });
  });
})(typeof self === "undefined" ? globalThis : self);
