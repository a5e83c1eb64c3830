// A key presses what carries it: <button data-key="e">. What is not there cannot be pressed, so no key is ever dead.

import { isTyping } from "./typing.js";

function nameOf(event) {
  const letter = event.key.length === 1 ? event.key.toLocaleLowerCase("en") : event.key;
  const mod = event.ctrlKey || event.metaKey ? "mod+" : "";
  // Shift counts with named keys only: “?” and “/” are different keys on different keyboards
  const shift = event.shiftKey && event.key.length > 1 ? "shift+" : "";
  return mod + shift + letter;
}

function carrierOf(name) {
  const all = [...document.querySelectorAll(`[data-key~="${CSS.escape(name)}"]`)].filter((element) => !element.disabled);
  return all.find((element) => element.checkVisibility()) ?? all[0];
}

/** Where list and ticket are pages of their own, what one is to see in the list turns to the list. */
export function turnTo(element) {
  const shell = element.closest(".shell");
  if (shell && element.closest("#list") && !element.checkVisibility()) shell.dataset.page = "queue";
}

// Escape leaves the search field, so that the keys work again
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.matches?.("input[type=search]")) event.target.blur();
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const mod = event.ctrlKey || event.metaKey;
  if (!mod && (isTyping(event.target) || document.querySelector("dialog[open], .menu:popover-open"))) return;
  const carrier = carrierOf(nameOf(event));
  if (!carrier) return;
  event.preventDefault();
  if (carrier.matches("input, textarea, [popovertarget], [data-picks]")) turnTo(carrier);
  if (carrier.matches("input, textarea")) { carrier.focus(); carrier.select?.(); }
  else carrier.click();
});
