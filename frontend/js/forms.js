// Forms: the first field that is wrong gets the focus, Ctrl+S saves (and Ctrl+Enter, where one writes), leaving with unsaved changes asks first.

function focusFirstWrong(root) {
  const wrong = root.querySelector?.('[aria-invalid="true"]');
  if (!wrong) return;
  for (let fold = wrong.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  // a list keeps its value in a hidden field: its first visible control stands for it
  const seen = wrong.checkVisibility() ? wrong : wrong.closest("fieldset")?.querySelector("input:not([type=hidden]), select, button");
  seen?.focus();
}
focusFirstWrong(document);
document.addEventListener("htmx:after:swap", (event) => {
  if (event.detail.ctx.response?.status === 422) focusFirstWrong(event.detail.ctx.target ?? document);
});

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.defaultPrevented || event.isComposing || event.repeat) return;
  const within = event.target.closest?.("form[data-saves]");
  const form = { s: within ?? document.querySelector("form[data-saves]"), Enter: within }[event.key];
  if (form) { event.preventDefault(); form.requestSubmit(); }
});

const changed = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-saves]");
  if (!form) return;
  changed.add(form);
  const note = form.querySelector("[data-unsaved]");
  if (note) note.hidden = false;
});
document.addEventListener("submit", (event) => {
  changed.delete(event.target);
  // a second click on “Save” sends nothing twice
  if (event.target.matches("form[method=post]:not([data-again])") && !event.defaultPrevented && !event.target.matches("[hx-post]")) {
    setTimeout(() => { for (const button of event.target.querySelectorAll("button[type=submit]")) button.disabled = true; });
    setTimeout(() => { for (const button of event.target.querySelectorAll("button[type=submit]")) button.disabled = false; }, 4000);
  }
});
addEventListener("beforeunload", (event) => { if (changed.size) event.preventDefault(); });
// the browser's way back shows the page as it was left: with its buttons usable
addEventListener("pageshow", () => { for (const button of document.querySelectorAll("form button[type=submit]:disabled:not([data-off])")) button.disabled = false; });

// <select data-submits> and friends send their form as soon as they are changed
document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-submits]")) event.target.form?.requestSubmit();
});

// <… data-chooses>: whoever types beside a radio button means that choice
document.addEventListener("input", (event) => {
  const radio = event.target.closest?.("[data-chooses]")?.querySelector("input[type=radio]");
  if (radio && radio !== event.target && event.target.value) radio.checked = true;
});
