// Menus are popovers (`popovertarget`): the browser opens and closes them, this places them and moves with the arrows.

import { fold } from "./folding.js";
import { isTyping } from "./typing.js";

const PAUSE = 800; // milliseconds after which a word is begun anew
const ITEMS = "a[href], button:not([disabled]), input:not([type=hidden]), select";

function place(menu, anchor) {
  const box = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const gap = 6;
  const below = box.bottom + gap + height <= innerHeight || box.top < innerHeight / 2;
  // what opened it by a key may lie out of sight, above or below
  const top = Math.min(below ? box.bottom + gap : Math.max(8, box.top - gap - height), innerHeight - height - 8);
  const wanted = menu.dataset.side === "end" ? box.right - width : menu.dataset.side === "beside" ? box.right + gap : box.left;
  menu.style.top = `${Math.max(8, menu.dataset.side === "beside" ? Math.min(box.top, innerHeight - height - 8) : top)}px`;
  menu.style.left = `${Math.max(8, Math.min(wanted, innerWidth - width - 8))}px`;
}

const opener = (menu) => document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]:not([popovertargetaction="hide"])`);

/** Beside what a menu stands: the button that opened it, or the one of the menu in which that button is hidden. */
function anchorOf(menu) {
  let anchor = (menu.openedBy?.checkVisibility() && menu.openedBy) || opener(menu);
  for (let around = anchor?.closest(".menu[popover]"); around && !anchor.checkVisibility(); around = anchor?.closest(".menu[popover]")) {
    anchor = opener(around);
  }
  return anchor;
}

/** The focus goes to what the menu asks for first, else to what holds now, else to its first item. */
function enter(menu) {
  const shown = (selector) => [...menu.querySelectorAll(selector)].find((item) => item.checkVisibility());
  (shown("[autofocus], [aria-pressed=true], [aria-current=true]") ?? shown(ITEMS))?.focus();
}

document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!(menu instanceof HTMLElement) || !menu.matches(".menu[popover]")) return;
  const anchor = anchorOf(menu);
  anchor?.setAttribute("aria-expanded", String(event.newState === "open"));
  if (event.newState !== "open") return;
  if (anchor) place(menu, anchor);
  // what was written in it is to be mended there
  if (menu.keeps) { menu.keeps = false; return; }
  // a menu that fetches its choices says hx-trigger="opens"; what it showed before may be overtaken, and is no choice now
  if (menu.getAttribute("hx-trigger") === "opens") for (const stale of menu.children) stale.inert = true;
  menu.dispatchEvent(new CustomEvent("opens"));
  enter(menu);
  menu.stoodAt = document.activeElement;
}, true);

document.addEventListener("click", (event) => {
  const button = event.target.closest("[popovertarget]");
  const menu = button && document.getElementById(button.getAttribute("popovertarget"));
  if (menu) menu.openedBy = button;
  // a choice made closes its menu
  const inside = event.target.closest(".menu[popover]");
  if (inside && event.target.closest("a, button:not([data-stays])") && inside.matches(":popover-open")) inside.hidePopover();
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".menu[popover]");
  if (!menu || !["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) return;
  if (event.target.matches("select, textarea") || (event.target.matches("input") && ["Home", "End"].includes(event.key))) return;
  event.preventDefault();
  const items = [...menu.querySelectorAll(ITEMS)].filter((item) => item.checkVisibility());
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  items.at(to % items.length)?.focus();
});

// letters go to the item that begins with them, as in the menus of any program: what Enter takes is what was meant
let begun = "";
let last = 0;
document.addEventListener("keydown", (event) => {
  // one that has just closed may keep the focus until the next frame: its keys are the page's again
  const menu = event.target.closest?.(".menu:popover-open");
  if (!menu || event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
  if (event.timeStamp - last > PAUSE) begun = "";
  if (event.key === " " && !begun) return;
  event.preventDefault();
  last = event.timeStamp;
  begun += event.key;
  const items = [...menu.querySelectorAll(ITEMS)].filter((item) => item.checkVisibility());
  // one letter again and again goes on to the next that begins with it
  const again = new Set(fold(begun)).size === 1;
  const from = items.indexOf(document.activeElement) + (again ? 1 : 0);
  const wanted = again ? fold(begun)[0] : fold(begun);
  [...items.slice(from), ...items.slice(0, from)].find((item) => fold(item.textContent).startsWith(wanted))?.focus();
});

// <input data-filters> in a menu narrows its items as one types, whatever the accents
document.addEventListener("input", (event) => {
  if (!event.target.matches?.("[data-filters]")) return;
  const wanted = fold(event.target.value);
  const menu = event.target.closest(".menu");
  const items = [...menu.querySelectorAll("[data-word]")];
  for (const item of items) item.hidden = !fold(item.dataset.word).includes(wanted);
  menu.querySelector("[data-none-fits]")?.toggleAttribute("hidden", items.some((item) => !item.hidden));
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches?.("[data-filters]")) return;
  event.preventDefault();
  const menu = event.target.closest(".menu");
  const first = [...menu.querySelectorAll("[data-word]")].find((item) => !item.hidden);
  if (first) { first.click(); return; }
  // nothing fits: what is typed is the choice, where the form takes it
  if (!event.target.name || !event.target.value.trim()) return;
  event.target.form.requestSubmit();
  menu.hidePopover();
});

// a menu whose content came later has another size, and something to move to
document.addEventListener("htmx:after:settle", (event) => {
  const menu = event.target.closest?.(".menu:popover-open");
  const anchor = menu && anchorOf(menu);
  if (anchor) place(menu, anchor);
  // unless somebody went elsewhere meanwhile
  if (menu && [anchor, menu.stoodAt, document.body].includes(document.activeElement) && !menu.contains(document.activeElement)) enter(menu);
});
