/* 制票: one-time codes are drawn in this window, printed as slips to fold, and forgotten when it is closed. The server gets the
 * sorted digests and nothing else: no code is sent, stored or logged anywhere. */
(function () {
  "use strict";
  const place = document.querySelector("[data-ballot-slips]");
  if (!place) return;
  const S = self.jicengSeal, desk = self.jicengDesk;
  if (!desk.ready(place)) return;
  const PER_SHEET = 8;
  let told = null, stubs = null, sheets = null, registered = false;

  /* In an order that nobody knows, by numbers below `most` without a lean to the small ones. */
  function shuffle(list) {
    const below = (most) => {
      const limit = Math.floor(4294967296 / most) * most;
      for (;;) {
        const drawn = crypto.getRandomValues(new Uint32Array(1))[0];
        if (drawn < limit) return drawn % most;
      }
    };
    for (let at = list.length - 1; at > 0; at--) {
      const other = below(at + 1);
      [list[at], list[other]] = [list[other], list[at]];
    }
    return list;
  }
  async function slip(voterClass, at, code) {
    const whole = code + S.checkLetter(code);
    const one = desk.element("article", "", "slip");
    const inside = desk.element("div", "", "inside"), outside = desk.element("div", "", "outside");
    inside.appendChild(await desk.qr(told.address + "#" + told.event + "." + at + "." + whole));
    inside.appendChild(desk.element("p", desk.sentence(place, "box-number") + " ", "name")).appendChild(desk.element("b", S.groups(told.event) + "-" + at));
    inside.appendChild(desk.element("p", desk.sentence(place, "slip-number") + " ", "name")).appendChild(desk.element("b", S.groups(whole), "code"));
    outside.appendChild(desk.element("p", told.sheet.title, "title"));
    outside.appendChild(desk.element("p", told.sheet.organisation));
    outside.appendChild(desk.element("p", voterClass, "class"));
    outside.appendChild(desk.element("p", desk.sentence(place, "how"), "how"));
    outside.appendChild(desk.element("p", told.address.replace(/^https?:\/\//, ""), "how"));
    one.appendChild(outside);
    one.appendChild(inside);
    return one;
  }
  /* The first page: how many, and how many of them are over and to be destroyed before witnesses. */
  function cover() {
    const page = desk.element("section", "", "copy");
    page.appendChild(desk.element("h1", desk.sentence(place, "cover-title")));
    page.appendChild(desk.element("p", told.sheet.title + " · " + told.sheet.organisation));
    const table = page.appendChild(desk.element("table"));
    const line = (cells, kind) => {
      const row = table.appendChild(desk.element("tr"));
      cells.forEach((cell) => row.appendChild(desk.element(kind, String(cell))));
    };
    line(["cover-class", "cover-roll", "cover-slips", "cover-over"].map((name) => desk.sentence(place, name)), "th");
    told.sheet.classes.forEach((name) => line([name, told.roll[name], told.slips[name], told.slips[name] - told.roll[name]], "td"));
    page.appendChild(desk.element("p", desk.sentence(place, "cover-words")));
    page.appendChild(desk.element("p", desk.sentence(place, "signatures"), "signatures"));
    return page;
  }
  desk.on(place, "draw", async () => {
    told = await desk.ask(place, "data/sheet.json");
    stubs = {};
    if (sheets) sheets.remove();
    sheets = desk.printed("slips");
    sheets.appendChild(cover());
    let number = 0;
    for (let at = 0; at < told.sheet.classes.length; at++) {
      const name = told.sheet.classes[at], codes = new Set();
      while (codes.size < told.slips[name]) codes.add(S.newCode());
      stubs[name] = Array.from(codes, (code) => S.stub(told.event, name, code)).sort(S.byText);
      const drawn = shuffle(Array.from(codes));
      for (let first = 0; first < drawn.length; first += PER_SHEET) {
        const page = desk.element("section", "", "page");
        for (const code of drawn.slice(first, first + PER_SHEET)) page.appendChild(await slip(name, at, code));
        sheets.appendChild(page);
      }
      number += drawn.length;
    }
    desk.part(place, "drawn", true);
    desk.say(place, "drawn", { number: number, sheets: sheets.children.length });
  });
  desk.on(place, "print", () => { desk.print(sheets); desk.part(place, "register", true); });
  desk.on(place, "register", async () => {
    await desk.ask(place, "stubs/", { stubs: stubs });
    registered = true;
    desk.part(place, "draw", false);
    desk.part(place, "register", false);
    desk.say(place, "registered");
  });
  addEventListener("beforeunload", (event) => { if (sheets && !registered) { event.preventDefault(); event.returnValue = ""; } });
})();
