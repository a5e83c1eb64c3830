// What is wrong with a field stands beside it, in the desk's language: the browser's own bubble goes away by itself
// and speaks the browser's. The server says the same again, and what only it can know.

const form = () => document.getElementById("wrong");
const words = () => JSON.parse(form().dataset.words);
let others = false; // beside the first wrong field of a press

/** Why the browser would not send it, in a sentence. */
function sentence(field) {
  const { validity, dataset, type } = field;
  const say = words();
  if (validity.valueMissing) return dataset.missing || say[{ checkbox: "tick", radio: "choose", "select-one": "choose", "select-multiple": "choose", file: "file" }[type]] || say.missing;
  if (validity.badInput) return say[{ number: "number" }[type]] || say.date;
  if (validity.typeMismatch) return say[type] || say.form;
  if (validity.tooShort) return say.short.replace("{}", field.minLength);
  if (validity.tooLong) return say.long.replace("{}", field.maxLength);
  if (validity.rangeUnderflow) return say[type === "number" ? "least" : "early"].replace("{}", field.min);
  if (validity.rangeOverflow) return say[type === "number" ? "most" : "late"].replace("{}", field.max);
  if (validity.stepMismatch) return say.whole;
  return validity.patternMismatch ? field.title || say.form : field.validationMessage;
}

/** Below the field, or below the row in which it stands beside others. */
function place(field) {
  let last = field.type === "radio" ? field.closest("fieldset > div, fieldset") ?? field : field;
  if (last.matches("fieldset")) return last.lastElementChild;
  while (last.parentElement?.matches(".search, .check, .row, .pair, .input, label:not(.label):not(.ask)")) last = last.parentElement;
  return last;
}

/** Say beside `field` what is wrong with it, until it is written in again. */
export function sayBeside(field, text) {
  const id = `${field.id || field.name}-wrong`;
  let said = document.getElementById(id);
  if (!said) {
    said = form().content.cloneNode(true).firstElementChild;
    said.id = id;
    place(field).after(said);
  }
  said.querySelector("span").textContent = text;
  field.setAttribute("aria-invalid", "true");
  const described = new Set((field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  field.setAttribute("aria-describedby", [...described.add(id)].join(" "));
}

/** Open a closed menu again with what stands in it: menus that fetch what they hold would lose what was written there. */
function openAgain(menu) {
  if (!menu || menu.matches(":popover-open")) return;
  menu.keeps = true;
  menu.showPopover();
}

document.addEventListener("invalid", (event) => {
  const field = event.target;
  event.preventDefault();
  for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  // the press that sends what stands in a menu closes it
  openAgain(field.closest("[popover]"));
  sayBeside(field, sentence(field));
  if (others) return;
  others = true;
  field.focus();
  setTimeout(() => { others = false; });
}, true);

// A field that is full takes in whole what is typed or pasted, and says how much it may be: the browser would cut it
// without a word.
document.addEventListener("beforeinput", ({ target, data }) => {
  if (!data || !(target.maxLength > 0)) return;
  if (target.value.length - (target.selectionEnd - target.selectionStart) + data.length <= target.maxLength) return;
  target.dataset.most = target.maxLength;
  target.removeAttribute("maxlength");
});
document.addEventListener("input", ({ target }) => {
  const most = Number(target.dataset?.most);
  if (!most) return;
  const over = target.value.length > most;
  target.setCustomValidity(over ? words().long.replace("{}", most) : "");
  if (over) { sayBeside(target, target.validationMessage); return; }
  target.maxLength = most;
  delete target.dataset.most;
});

function righted(event) {
  const field = event.target;
  if (field.getAttribute?.("aria-invalid") !== "true" || field.validity?.valid === false) return;
  const said = document.getElementById(`${field.id || field.name}-wrong`);
  if (!said?.hasAttribute("data-own")) return;
  said.remove();
  field.removeAttribute("aria-invalid");
  field.setAttribute("aria-describedby", (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id !== said.id).join(" "));
}
document.addEventListener("input", righted);
document.addEventListener("change", righted);

/** The field that an answer about `source` speaks of: the one that it names, or of a form with one thing to write, that. */
export function fieldOf(source, name) {
  if (!source?.matches?.("form")) return null;
  const fields = [...source.querySelectorAll("input:not([type=hidden], [type=checkbox], [type=radio]), textarea")].filter((field) => field.name);  // one without a name only narrows the choices
  // a menu closes when something is chosen in it; what was written there is to be mended there
  if (fields.length) openAgain(source.closest("[popover]"));
  const written = fields.filter((field) => field.checkVisibility());
  const named = written.find((field) => name && [name, `also_${name}`].includes(field.name));
  // the composer says itself what is wrong with what is written
  if (named || source.closest("derman-composer")) return named ?? null;
  return written.includes(document.activeElement) ? document.activeElement : written[0] ?? null;
}
