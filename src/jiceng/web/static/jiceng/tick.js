// Ticking at the door: a class with one tap, and how many are ticked. Without scripts the same link asks the server.
(() => {
  const count = document.querySelector("[data-ticked]");
  const boxes = () => [...document.querySelectorAll('input[name="entry"]')];
  const say = () => { const number = boxes().filter((box) => box.checked).length; count.textContent = number ? `(${number})` : ""; };
  document.querySelectorAll("[data-all]").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    const mine = document.querySelectorAll(`[data-class="${link.dataset.all}"] input:not([data-excused])`);
    const all = [...mine].every((box) => box.checked);
    mine.forEach((box) => { box.checked = !all; });
    say();
  }));
  document.addEventListener("change", say);
  say();
})();
