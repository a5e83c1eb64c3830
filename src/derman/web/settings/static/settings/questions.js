// Forms of the settings: how many changes are not saved yet, and rows that can be added and taken away.

const NOT_COUNTED = "[type=hidden], [type=submit], [type=button], [type=search]";

function isChanged(control) {
  if (control instanceof HTMLSelectElement) {
    const options = [...control.options];
    const first = options.some((option) => option.defaultSelected);
    return options.some((option, at) => option.selected !== (first || control.multiple ? option.defaultSelected : at === 0));
  }
  if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
  if (control.type === "file") return control.files.length > 0;
  return control.value !== control.defaultValue;
}

function countChanges(form) {
  const changed = [...form.elements].filter((control) => control.name && !control.matches(`button, ${NOT_COUNTED}`) && isChanged(control));
  // of a group of radio buttons two have changed, but it is one answer
  return new Set(changed.map((control) => (control.type === "checkbox" ? `${control.name}=${control.value}` : control.name))).size;
}

function say(form) {
  const note = form.querySelector("[data-unsaved]");
  if (!note) return;
  const changes = countChanges(form) + Number(form.dataset.rows ?? 0);
  const came_back = form.querySelector("[aria-invalid=true], .wrong") !== null;
  note.hidden = changes === 0 && !came_back;
  if (changes > 0) note.textContent = changes === 1 ? note.dataset.one : note.dataset.many.replace("{}", changes);
}

for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    const form = event.target.closest?.("form[data-saves]");
    if (form) say(form);
  });
}

// <button data-adds="id of a template">: one more row; <button data-removes>: this row goes
document.addEventListener("click", (event) => {
  const adds = event.target.closest("[data-adds]");
  if (adds) {
    const rows = document.getElementById(adds.dataset.into);
    rows.append(document.getElementById(adds.dataset.adds).content.cloneNode(true));
    rows.lastElementChild.querySelector("input")?.focus();
  }
  const removes = event.target.closest("[data-removes]");
  if (removes) {
    const form = removes.closest("form");
    removes.closest("[data-row]").remove();
    form.dataset.rows = Number(form.dataset.rows ?? 0) + 1;
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const copies = event.target.closest("[data-copies]");
  if (copies) {
    navigator.clipboard?.writeText(document.getElementById(copies.dataset.copies).textContent.trim());
    copies.querySelector("[data-word]").textContent = copies.dataset.done;
  }
});

// <input data-narrows="id">: shows only the options that hold what was typed
document.addEventListener("input", (event) => {
  if (!event.target.dataset?.narrows) return;
  const plain = (text) => text.replaceAll("ı", "i").replaceAll("İ", "i").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const wanted = plain(event.target.value);
  for (const label of document.querySelectorAll(`#${event.target.dataset.narrows} label`)) label.hidden = !plain(label.textContent).includes(wanted);
});

// the page that is open is seen in the list of all pages, however long that has become
document.querySelector(".settings > .subnav [aria-current]")?.scrollIntoView({ block: "nearest" });
