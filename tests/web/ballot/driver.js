/* What the tests ask of the ballot's scripts: one call a line in, one answer a line out. Bytes travel as {hex: "…"}. */
"use strict";
const path = require("path");
const { pathToFileURL } = require("url");
const scripts = path.resolve(process.argv[2]);
const of = (name) => require(path.join(scripts, name));
const seal = of("seal.js"), desk = of("desk.js"), count = of("count.js"), check = of("check.js");

const bytes = (hex) => seal.unhex(hex);
const secretOf = (d, box) => seal.privateKey(bytes(d), seal.unbase64(box));
const calls = {
  seal: Object.assign({}, seal, {
    paper: (answers, comment) => seal.writePaper(answers, comment),
    openWith: async (sealed, d, box, event, name) => seal.open(sealed, await secretOf(d, box), event, name),
    fits: (d, box) => secretOf(d, box).then(() => true, () => false),
    fresh: async () => { const pair = await seal.newPair(); return [seal.hex(pair.d), seal.base64(pair.point)]; },
  }),
  desk: desk,
  count: {
    count: async (told, d) => count.count(told, d ? await secretOf(d, told.box_public) : null),
    /* How long so many papers take, in milliseconds, the best of a few: by the clock, and of the processor. */
    time: async (number, questions, tries) => {
      const pair = await seal.newPair(), box = seal.base64(pair.point), event = "e".repeat(16);
      const asked = Array.from({ length: questions }, (_, at) => ["第" + at + "项", ["好", "较好", "一般", "差"]]);
      const envelopes = [];
      for (let at = 0; at < number; at++) {
        const answers = asked.map((one) => [one[0], one[1][at % 4], seal.hex(seal.random(16))]);
        envelopes.push(Object.assign({ class: "党员" }, await seal.seal(seal.writePaper(answers, ""), box, event, "党员")));
      }
      const told = { event: event, sheet: { classes: ["党员"], questions: asked, comment: false }, envelopes: envelopes, papers: {} };
      const secret = await seal.privateKey(pair.d, pair.point), times = [], worked = [];
      while (times.length < tries) {
        const from = performance.now(), before = process.cpuUsage();
        await count.count(told, secret);
        const used = process.cpuUsage(before);
        times.push(performance.now() - from);
        worked.push((used.user + used.system) / 1000);
      }
      return [times, worked].map((several) => Math.round(Math.min(...several)));
    },
  },
  check: check,
  qr: {
    rows: async (file, text) => {
      const drawn = await import(pathToFileURL(file));
      const code = drawn.generate(text, { minCorrectionLevel: drawn.correction.M });
      return Array.from({ length: code.size }, (_, y) => Array.from({ length: code.size }, (__, x) => (code.get(x, y) ? 1 : 0)));
    },
  },
};
function inward(value) {
  if (Array.isArray(value)) return value.map(inward);
  if (value === null || typeof value !== "object") return value;
  if (Object.keys(value).join() === "hex") return bytes(value.hex);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inward(one)]));
}
function outward(value) {
  if (value instanceof Uint8Array) return { hex: seal.hex(value) };
  if (Array.isArray(value)) return value.map(outward);
  if (value === null || typeof value !== "object") return value === undefined ? null : value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, outward(one)]));
}
let turn = Promise.resolve();
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  turn = turn.then(async () => {
    const [module, name, parts] = JSON.parse(line);
    let answer;
    try { answer = { told: outward(await calls[module][name](...inward(parts))) }; } catch (broken) { answer = { broken: String(broken) }; }
    process.stdout.write(JSON.stringify(answer) + "\n");
  });
});
