// The list of articles: choose many; what can be done with them shows once one is chosen.
const form = document.querySelector("#many");
const boxes = () => [...form.querySelectorAll("input[name=article]")];

function count() {
  const chosen = boxes().filter((box) => box.checked).length;
  form.dataset.chosen = chosen;
  const all = form.querySelector("[data-all]");
  all.checked = chosen > 0 && chosen === boxes().length;
  all.indeterminate = chosen > 0 && !all.checked;
}

if (form?.querySelector("[data-all]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-all]")) for (const box of boxes()) box.checked = event.target.checked;
    count();
  });
  count();
}
