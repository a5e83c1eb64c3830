// Keys pressed while another ticket comes are meant for that ticket: they wait until it stands there. Pressed at once
// they would be lost, or worse, do something to the ticket before it.
import { isTyping } from "./typing.js";

const coming = new Set(); // requests that bring a ticket
let came = false;
let held = [];

/** Does a request bring a ticket? By its place, or because what was pressed says so (“take the next one”). */
const brings = (ctx) => ctx.target?.id === "desk-ticket" || Boolean(ctx.sourceElement?.closest?.("[data-opens-ticket]"));

document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  if (!brings(ctx)) return;
  if (!coming.size) came = false;
  coming.add(ctx);
});
document.addEventListener("htmx:after:swap", (event) => {
  if (event.detail.ctx.target?.id === "desk-ticket") came = true;
});
// a request whose answer sends on to a ticket ends after the one for the ticket has begun
document.addEventListener("htmx:finally:request", (event) => {
  if (!coming.delete(event.detail.ctx) || coming.size) return;
  const keys = held;
  held = [];
  // where none came, they were for nothing that is here
  if (came) for (const key of keys) press(key);
});

document.addEventListener("keydown", (event) => {
  if (!coming.size || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.key.length > 1) return;
  if (isTyping(event.target) || document.querySelector("dialog[open], .menu:popover-open")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  held.push(event.key);
}, true);

function press(key) {
  const place = document.activeElement ?? document.body;
  // the one before opened a text, and this is a letter of it
  if (isTyping(place)) document.execCommand("insertText", false, key);
  else place.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}
