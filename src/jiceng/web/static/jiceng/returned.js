// The number of papers that came back, brought up to date while the box is open; without scripts one loads the page again.
(() => {
  const shown = document.querySelector("[data-returned]");
  if (!shown) return;
  const ask = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(shown.dataset.returned, { credentials: "same-origin", redirect: "error" });
      if (!answer.ok) return;
      const told = await answer.json();
      if (told.state !== "open") location.reload();
      else if (shown.textContent !== String(told.returned)) shown.textContent = told.returned;
    } catch { /* a bad line: the number stays as it was, and is asked for again */ }
  };
  setInterval(ask, 5000);
})();
