// Running sums of a tally sheet while it is typed; without scripts the button beside it does the same.
(() => {
  const form = document.querySelector("form[data-count]");
  if (!form) return;
  const number = (input) => (/^\d+$/.test(input.value.trim()) ? Number(input.value) : 0);
  const say = () => {
    form.querySelectorAll("tbody[data-figures] tr").forEach((row, at) => {
      const inputs = [...row.querySelectorAll("input")];
      const [, returned, valid, invalid] = inputs.slice(0, 4).map(number);
      const votes = inputs.slice(4).reduce((sum, one) => sum + number(one), 0);
      const line = form.querySelector(`[data-sums="${at}"]`);
      const told = [];
      if (valid + invalid !== returned) told.push(line.dataset.valid.replace("{sum}", valid + invalid).replace("{returned}", returned));
      if (inputs.length > 4 && votes !== valid) told.push(line.dataset.votes.replace("{votes}", votes).replace("{valid}", valid));
      const begun = inputs.some((one) => one.value.trim());
      line.hidden = !begun;
      line.querySelector("output").textContent = begun ? told.join(" ") || line.dataset.well : "";
    });
  };
  form.addEventListener("input", say);
  say();
})();
