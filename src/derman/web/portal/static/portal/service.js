// Questions that depend on another answer appear when they are asked. The desk decides again for itself.
const form = document.querySelector("[data-service]");

function values(name) {
  return [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)]
    .filter((input) => !input.closest("[hidden]"))
    .filter((input) => !["radio", "checkbox"].includes(input.type) || input.checked)
    .map((input) => input.value)
    .filter(Boolean);
}

function show() {
  // in order: a question that is hidden answers nothing for those after it
  for (const part of form.querySelectorAll("[data-when]")) {
    const given = values(part.dataset.when);
    const wanted = part.dataset.is.split(" ").filter(Boolean);
    part.hidden = !given.length || (wanted.length > 0 && !given.some((value) => wanted.includes(value)));
  }
}

if (form) {
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  show();
  form.querySelector("[aria-invalid=true], fieldset[aria-describedby] input")?.focus();
}
