// Questions that depend on another answer appear when they are asked. The desk decides again for itself.

function values(form, name) {
  return [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)]
    .filter((input) => !input.closest("[hidden]"))
    .filter((input) => !["radio", "checkbox"].includes(input.type) || input.checked)
    .map((input) => input.value)
    .filter(Boolean);
}

function show(form) {
  // in order: a question that is hidden answers nothing for those after it
  for (const part of form.querySelectorAll("[data-when]")) {
    const given = values(form, part.dataset.when);
    const wanted = part.dataset.is.split(" ").filter(Boolean);
    part.hidden = !given.length || (wanted.length > 0 && !given.some((value) => wanted.includes(value)));
  }
}

function begin(form) {
  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, (event) => {
      show(form);
      if (form.tagName !== "FORM") event.stopPropagation(); // what is tried in a preview changes nothing
    });
  }
  // and is sent with no form
  if (form.tagName !== "FORM") for (const input of form.querySelectorAll("input, textarea")) input.setAttribute("form", "of-no-form");
  show(form);
  form.querySelector("[aria-invalid=true], fieldset[aria-describedby] input")?.focus();
}
for (const form of document.querySelectorAll("[data-service]")) begin(form);
document.addEventListener("htmx:after:swap", (event) => { for (const form of event.detail.ctx.target?.querySelectorAll("[data-service]") ?? []) begin(form); });
