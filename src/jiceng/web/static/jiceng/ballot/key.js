/* 制钥与演练: the delegate's browser makes the key of a box, wraps it, prints its paper copy, and shows that the paper opens.
 * The key is in memory from the press of the button until it is printed, and is gone before the rehearsal. */
(function () {
  "use strict";
  const place = document.querySelector("[data-ballot-key]");
  if (!place) return;
  const S = self.jicengSeal, desk = self.jicengDesk;
  const field = (name) => place.querySelector("[name='" + name + "']");
  if (!desk.ready(place)) return;

  const made = !!place.dataset.public;
  let sheets = null;
  desk.part(place, "make", !made);
  desk.part(place, "rehearse", made && place.dataset.rehearsed !== "1");
  desk.part(place, "rehearsed", place.dataset.rehearsed === "1");
  desk.part(place, "again", made);

  async function sheet(into, letters, title, words) {
    const one = desk.element("section", "", "copy");
    one.appendChild(desk.element("h1", title));
    one.appendChild(desk.element("p", place.dataset.title));
    one.appendChild(desk.element("p", words));
    one.appendChild(await desk.qr(letters));
    one.appendChild(desk.element("p", S.groups(letters).replace(/-/g, " "), "letters"));
    one.appendChild(desk.element("p", desk.sentence(place, "signatures"), "signatures"));
    into.appendChild(one);
  }
  desk.on(place, "make", async () => {
    const passphrase = field("passphrase").value;
    if (!desk.longEnough(passphrase)) throw desk.wrong("short");
    if (passphrase !== field("passphrase-again").value) throw desk.wrong("differ");
    const inShares = field("in-shares").checked;
    desk.say(place, "making");
    const pair = await S.newPair();
    const wrapped = await desk.wrap(pair.d, passphrase);
    const letters = desk.paperCopy(pair.d);
    await desk.ask(place, "key/", { public: S.base64(pair.point), wrapped: JSON.stringify(wrapped) });
    place.dataset.public = S.base64(pair.point);
    place.querySelector("form").reset();
    if (sheets) sheets.remove();
    sheets = desk.printed("copies");
    await sheet(sheets, letters, desk.sentence(place, "copy-title"), desk.sentence(place, "copy-words"));
    if (inShares) {
      const parts = desk.shares(pair.d);
      for (const part of parts) {
        await sheet(sheets, desk.share(part), desk.sentence(place, "share-title", { number: part[0] }), desk.sentence(place, "share-words"));
        part.fill(0);
      }
    }
    place.querySelector("[data-letters]").textContent = S.groups(letters).replace(/-/g, " ");
    pair.d.fill(0);
    desk.part(place, "make", false);
    desk.part(place, "again", false);
    desk.part(place, "print", true);
    desk.say(place, "made");
  });
  desk.on(place, "print", () => desk.print(sheets));
  desk.on(place, "printed", () => {
    sheets.remove();
    sheets = null;
    place.querySelector("[data-letters]").textContent = "";
    desk.part(place, "print", false);
    desk.part(place, "rehearse", true);
    field("copy").focus();
  });
  desk.on(place, "rehearse", async () => {
    const d = desk.readPaperCopy(field("copy").value);
    if (!d) throw desk.wrong("miscopied");
    const secret = await S.privateKey(d, S.unbase64(place.dataset.public)).catch(() => { throw desk.wrong("another"); });
    d.fill(0);
    const trial = await desk.ask(place, "data/trial.json");
    const opened = await S.open(trial, secret, place.dataset.event, trial["class"]).catch(() => { throw desk.wrong("another"); });
    await desk.ask(place, "rehearse/", { answer: new TextDecoder().decode(opened).trim() });
    place.querySelector("form").reset();
    location.reload();
  });
  desk.on(place, "anew", () => { desk.part(place, "make", true); desk.part(place, "rehearse", false); field("passphrase").focus(); });

  // The camera, where the browser reads codes by itself
  const camera = place.querySelector("[data-do='camera']"), video = place.querySelector("video");
  const reads = "BarcodeDetector" in self && navigator.mediaDevices && navigator.mediaDevices.getUserMedia;
  camera.hidden = !reads;
  if (reads) desk.on(place, "camera", async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }).catch(() => { throw desk.wrong("no-camera"); });
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    try {
      for (let left = 300; left > 0; left--) { // half a minute
        const found = await detector.detect(video).catch(() => []);
        if (found.length && desk.readPaperCopy(found[0].rawValue)) { field("copy").value = S.groups(found[0].rawValue); return; }
        await new Promise((next) => setTimeout(next, 100));
      }
      throw desk.wrong("not-read");
    } finally {
      stream.getTracks().forEach((track) => track.stop());
      video.hidden = true;
    }
  });
  addEventListener("beforeunload", (event) => { if (sheets) { event.preventDefault(); event.returnValue = ""; } });
})();
