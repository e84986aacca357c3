/* 测评 booth: a slip's fragment or its typed numbers -> questions -> one sealed envelope -> "已计入".
 *
 * The envelope is made once and kept in localStorage until the server acknowledges it, so that sending it again, also
 * after the phone died and the slip was scanned anew, never doubles a vote and never changes one. No word stands here:
 * every sentence is in booth.html in both languages. Engines of 2020 run this. */
(function () {
  "use strict";
  const S = self.jicengSeal;
  const find = (name) => document.getElementById(name);
  const PREFIX = "jiceng:slip:";
  const WAIT = 20000; // of one request, milliseconds
  const states = Array.from(document.querySelectorAll(".state"));
  let slip = null; // {event, at, code, mark}: what stands on the paper in somebody's hand
  let told = null; // the sheet as the server gave it
  let record = null; // what is kept of this slip: see scripts of the public board
  let seals = S.canSeal();
  let timer = 0, failures = 0, turn = 0;

  // What is kept. Without localStorage (private mode) it lives as long as the page, and a note says so.

  const memory = {};
  const disk = (function () {
    try {
      localStorage.setItem("jiceng:try", "1");
      localStorage.removeItem("jiceng:try");
      return localStorage;
    } catch (refused) { return null; }
  })();
  function keep(name, value) {
    memory[name] = value;
    try {
      if (!disk) throw new Error("refused");
      disk.setItem(name, value);
    } catch (full) { find("note-memory").hidden = false; }
  }
  function drop(name) {
    delete memory[name];
    try { disk.removeItem(name); } catch (refused) { /* nothing was kept */ }
  }
  function kept(name) {
    let text = null;
    try { text = disk.getItem(name); } catch (refused) { /* as below */ }
    try { return JSON.parse(text || memory[name] || "null"); } catch (broken) { return null; }
  }
  const names = () => Object.keys(Object.assign({}, disk || {}, memory)).filter((name) => name.indexOf(PREFIX) === 0);
  const nameOf = (one) => PREFIX + one.event + ":" + one.nullifier;
  const save = (one) => keep(nameOf(one), JSON.stringify(one));
  const recordOf = (mark) => names().map(kept).filter((one) => one && one.mark === mark)[0] || null;
  function draft(value) { // an unfinished ballot, until the page is closed
    try {
      if (value === undefined) return JSON.parse(sessionStorage.getItem("jiceng:draft:" + slip.mark) || "{}");
      if (value === null) sessionStorage.removeItem("jiceng:draft:" + slip.mark);
      else sessionStorage.setItem("jiceng:draft:" + slip.mark, JSON.stringify(value));
    } catch (refused) { /* then it is typed again */ }
    return {};
  }

  // Which part of the page is shown

  function show(name) {
    states.forEach((one) => { one.hidden = one.id !== "state-" + name; });
    find("note-plain").hidden = seals || ["vote", "review", "sending"].indexOf(name) < 0;
    find("note-memory").hidden = !!disk || ["vote", "review", "sending"].indexOf(name) < 0;
    document.body.dataset.state = name;
    const head = find("state-" + name).querySelector("h1");
    if (head) head.focus();
    scrollTo(0, 0);
  }
  function head() {
    const sheet = told && told.sheet;
    if (!sheet) return;
    find("event-title").textContent = sheet.title;
    find("event-for").textContent = [sheet.organisation, sheet.classes[slip.at]].filter(Boolean).join(" · ");
  }
  function later(act, most) {
    clearTimeout(timer);
    failures = Math.min(failures + 1, 6);
    timer = setTimeout(act, Math.min(1000 * Math.pow(2, failures - 1), most) * (0.75 + Math.random() / 2));
  }
  function calm() { clearTimeout(timer); failures = 0; }

  // The network

  function ask(path, options) {
    const stop = typeof AbortController === "function" ? new AbortController() : null;
    const end = stop ? setTimeout(() => stop.abort(), WAIT) : 0;
    const how = { credentials: "omit", cache: "no-store", redirect: "error", referrerPolicy: "no-referrer" };
    if (stop) how.signal = stop.signal;
    return fetch(path, Object.assign(how, options))
      .then((answer) => answer.text().then((text) => ({ status: answer.status, text: text })))
      .then((answer) => {
        clearTimeout(end);
        return { status: answer.status, body: JSON.parse(answer.text) }; // a page of somebody else's network is no answer
      }, (broken) => { clearTimeout(end); throw broken; });
  }

  // The slip

  function readFragment() {
    const found = /^#([0-9a-f]{16})(?:\.(\d{1,3})(?:\.([0-9A-Za-z]{1,40}))?)?/.exec(location.hash);
    return found ? { event: found[1], at: found[2] === undefined ? -1 : Number(found[2]), code: found[3] || "" } : null;
  }
  function readBox(typed) {
    const found = /^([0-9a-f]{16})(\d{1,3})$/.exec(typed.normalize("NFKC").toLowerCase().replace(/[^0-9a-z]/g, "").replace(/o/g, "0").replace(/[il]/g, "1"));
    return found ? { event: found[1], at: Number(found[2]) } : null;
  }
  function take(event, at, code) {
    calm();
    turn += 1;
    told = null;
    slip = { event: event, at: at, code: code, mark: S.hex(S.digest("jiceng/booth/1", event, String(at), code)) };
    record = recordOf(slip.mark);
    if (!record) return load();
    if (record.ack) return done();
    return send();
  }
  function begin() {
    const found = readFragment();
    const code = found ? S.readCode(found.code) : "";
    if (found && found.at >= 0 && code) return take(found.event, found.at, code);
    const waiting = names().map(kept).filter((one) => one && !one.ack)[0];
    if (waiting && !found) { // reopened without the slip: what is still to be sent comes first
      record = waiting;
      slip = { event: waiting.event, at: -1, code: waiting.code, mark: waiting.mark };
      return send();
    }
    typed(found, !!(found && found.code));
  }
  function typed(found, wrong) {
    calm();
    turn += 1;
    if (found) find("box-number").value = S.groups(found.event) + (found.at < 0 ? "" : "-" + found.at);
    find("typed-box-wrong").hidden = true;
    find("typed-code-wrong").hidden = !wrong;
    show("typed");
  }

  // The questions

  function load() {
    const mine = turn;
    if (["offline", "early"].indexOf(document.body.dataset.state) < 0) show("loading");
    ask(slip.event + "/sheet.json").then((answer) => {
      if (mine !== turn) return;
      if (answer.status === 404) { show("nowhere"); return; }
      if (answer.status !== 200 || !answer.body.sheet) throw new Error("no sheet");
      told = answer.body;
      if (told.sheet.classes[slip.at] === undefined || (told.state === "open" && !told.box_public)) { show("nowhere"); return; }
      head();
      if (told.state === "open") {
        calm();
        const trial = seals ? S.seal(new Uint8Array(1), told.box_public, slip.event, "") : Promise.reject();
        return trial.catch(() => { seals = false; }).then(() => { if (mine === turn) ballot(); });
      }
      if (["draft", "frozen", "opening"].indexOf(told.state) >= 0) {
        show("early");
        later(load, 8000);
        return;
      }
      over(false);
    }).catch(() => {
      if (mine !== turn) return;
      if (document.body.dataset.state !== "offline") show("offline");
      later(load, 15000);
    });
  }
  function over(lost) {
    calm();
    find("over-lost").hidden = !lost;
    find("over-plain").hidden = lost;
    show("over");
  }
  function radio(at, option) {
    const label = document.createElement("label"), input = document.createElement("input"), words = document.createElement("span");
    label.className = "option";
    input.type = "radio";
    input.name = "q" + at;
    input.value = option;
    if (option === S.ABSTAIN) words.appendChild(find("abstain").content.cloneNode(true));
    else words.textContent = option;
    label.appendChild(input);
    label.appendChild(words);
    return label;
  }
  function ballot() {
    const place = find("questions"), before = draft();
    place.textContent = "";
    told.sheet.questions.forEach((question, at) => {
      const set = document.createElement("fieldset"), legend = document.createElement("legend");
      legend.textContent = told.sheet.questions.length > 1 ? at + 1 + ". " + question[0] : question[0];
      set.appendChild(legend);
      question[1].concat(question[1].indexOf(S.ABSTAIN) < 0 ? [S.ABSTAIN] : []).forEach((option) => {
        const label = radio(at, option);
        label.firstChild.checked = before["q" + at] === option;
        set.appendChild(label);
      });
      place.appendChild(set);
    });
    find("comment-part").hidden = !told.sheet.comment;
    find("comment").value = before.comment || "";
    find("left").hidden = true;
    show("vote");
  }
  const sets = () => Array.from(document.querySelectorAll("#questions fieldset"));
  function chosen() {
    return sets().map((set, at) => {
      const input = set.querySelector("input:checked");
      return [told.sheet.questions[at][0], input ? input.value : ""];
    });
  }
  const comment = () => (told.sheet.comment ? S.cleaned(find("comment").value) : "");
  function remember() {
    const values = { comment: find("comment").value };
    chosen().forEach((one, at) => { values["q" + at] = one[1]; });
    draft(values);
  }
  function review() {
    const all = chosen(), left = all.filter((one) => !one[1]).length;
    sets().forEach((set, at) => set.classList.toggle("left", !all[at][1]));
    find("left").hidden = !left;
    if (left) {
      Array.from(document.querySelectorAll(".left-number")).forEach((place) => { place.textContent = left; });
      const first = sets()[all.findIndex((one) => !one[1])];
      first.scrollIntoView();
      first.querySelector("input").focus({ preventScroll: true });
      return;
    }
    const place = find("chosen");
    place.textContent = "";
    const line = (name, value) => {
      const term = document.createElement("dt"), said = document.createElement("dd");
      term.textContent = name;
      if (value === S.ABSTAIN) said.appendChild(find("abstain").content.cloneNode(true));
      else said.textContent = value;
      place.appendChild(term);
      place.appendChild(said);
    };
    all.forEach((one) => line(one[0], one[1]));
    if (comment()) line("“ ”", comment());
    show("review");
  }

  // Sealing, once

  async function cast() {
    if (recordOf(slip.mark)) { // sealed in another window of this phone
      record = recordOf(slip.mark);
      return record.ack ? done() : send();
    }
    const voterClass = told.sheet.classes[slip.at];
    const answers = chosen().map((one) => [one[0], one[1], S.hex(S.random(16))]);
    const made = {
      v: 1, event: slip.event, "class": voterClass, nullifier: S.stub(slip.event, voterClass, slip.code), mark: slip.mark,
      code: slip.code + S.checkLetter(slip.code), box: told.box_public, answers: answers, comment: comment(), secret: "", sealed: null, ack: null,
    };
    if (seals) {
      const sealed = await S.seal(S.writePaper(answers, made.comment), told.box_public, slip.event, voterClass);
      made.secret = sealed.secret;
      made.sealed = { eph: sealed.eph, iv: sealed.iv, ct: sealed.ct };
    }
    record = made;
    save(record);
    draft(null);
    return send();
  }

  // Sending, until it is acknowledged

  function body(one) {
    const ticket = { "class": one["class"], code: one.code };
    return JSON.stringify(Object.assign(ticket, one.sealed || { answers: one.answers, comment: one.comment }));
  }
  function acknowledged(one, answer) {
    const ack = answer.body;
    if (answer.status !== 200 || ack.nullifier !== one.nullifier || !/^[0-9a-f]{128}$/.test(ack.signature)) return false;
    one.ack = { nullifier: ack.nullifier, signature: ack.signature };
    one.code = "";
    one.comment = "";
    save(one);
    return true;
  }
  const post = (one) => ask(one.event + "/cast", { method: "POST", headers: { "Content-Type": "application/json" }, body: body(one) });

  function send() {
    const mine = turn, one = record;
    clearTimeout(timer);
    if (document.body.dataset.state !== "sending") show("sending");
    post(one).then((answer) => {
      if (acknowledged(one, answer)) {
        if (mine === turn) done();
        return;
      }
      if (mine !== turn) return;
      const code = answer.body.code;
      if (code === "ballot.slip-spent") { drop(nameOf(one)); calm(); show("spent"); }
      else if (code === "ballot.slip-unknown" || code === "ballot.code-unreadable" || code === "ballot.event-unknown") { drop(nameOf(one)); calm(); show("unknown"); }
      else if (code === "ballot.not-open" && ["draft", "frozen", "opening"].indexOf(answer.body.state) < 0) { drop(nameOf(one)); over(true); }
      else if (code === "ballot.envelope-unreadable" || code === "ballot.paper-unreadable" || code === "ballot.too-large") { drop(nameOf(one)); calm(); show("refused"); }
      else later(send, 30000);
    }).catch(() => { if (mine === turn) later(send, 30000); });
  }
  /* Slips of others, sealed on this phone and never acknowledged: sent beside what is going on. */
  function sendOthers() {
    names().map(kept).filter((one) => one && !one.ack && (!slip || one.mark !== slip.mark)).forEach((one) => {
      post(one).then((answer) => acknowledged(one, answer)).catch(() => { /* next time */ });
    });
  }
  function done() {
    calm();
    // From here the slip is no use to whoever holds this phone: it leaves the address, and with it the history's last line.
    try { history.replaceState(null, "", location.pathname); } catch (refused) { /* stays */ }
    Array.from(document.querySelectorAll(".board")).forEach((link) => { link.href = "../v/" + record.event + "/"; });
    find("done-check").hidden = find("done-forget").hidden = !disk;
    find("forgotten").hidden = true;
    show("done");
  }
  function forget() {
    drop(nameOf(record));
    find("done-check").hidden = find("done-forget").hidden = true;
    find("forgotten").hidden = false;
  }

  // What people do

  const acts = {
    load: () => { calm(); load(); },
    typed: () => typed(slip, false),
    cast: cast,
    change: () => { if (told) show("vote"); else { calm(); load(); } },
    send: () => { failures = 0; send(); },
    another: () => { find("slip-code").value = ""; typed({ event: record.event, at: slip.at }, false); },
    forget: forget,
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (!button || button.disabled) return;
    button.disabled = true; // a second tap while the first is at work
    Promise.resolve(acts[button.dataset.do]()).catch(() => show("refused")).then(() => { button.disabled = false; });
  });
  find("state-typed").addEventListener("submit", (event) => {
    event.preventDefault();
    const box = readBox(find("box-number").value), code = S.readCode(find("slip-code").value);
    find("typed-box-wrong").hidden = !!box;
    find("typed-code-wrong").hidden = !!code;
    if (box && code) {
      // As if it had been scanned, so that the page can be loaded again.
      try { history.replaceState(null, "", "#" + box.event + "." + box.at + "." + code + S.checkLetter(code)); } catch (refused) { /* typed again */ }
      take(box.event, box.at, code);
    } else find(box ? "slip-code" : "box-number").focus();
  });
  find("state-vote").addEventListener("submit", (event) => { event.preventDefault(); remember(); review(); });
  find("state-vote").addEventListener("change", remember);
  find("comment").addEventListener("input", remember);
  find("language").addEventListener("click", () => {
    const lang = document.documentElement.lang === "en" ? "zh-Hans" : "en";
    document.documentElement.lang = lang;
    try { sessionStorage.setItem("jiceng:lang", lang); } catch (refused) { /* until the page is closed */ }
  });
  const wake = () => {
    if (document.hidden) return;
    if (document.body.dataset.state === "sending") { failures = 0; send(); }
    else if (["offline", "early"].indexOf(document.body.dataset.state) >= 0) { calm(); load(); }
  };
  addEventListener("online", wake);
  document.addEventListener("visibilitychange", wake);
  addEventListener("pageshow", (event) => { if (event.persisted) wake(); });
  addEventListener("hashchange", () => { if (readFragment()) begin(); });
  addEventListener("beforeunload", (event) => {
    if (document.body.dataset.state !== "sending") return;
    event.preventDefault();
    event.returnValue = "";
  });

  try { if (sessionStorage.getItem("jiceng:lang") === "en") document.documentElement.lang = "en"; } catch (refused) { /* Chinese */ }
  begin();
  sendOthers();
})();
