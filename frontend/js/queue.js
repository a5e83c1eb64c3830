// The queue: J and K walk through it, a click or Enter opens a ticket beside it, live signals keep it true.
import { turnTo } from "./keys.js";
import { isTyping } from "./typing.js";
import { pick } from "./picking.js";

const shell = () => document.querySelector(".shell");
const rows = () => [...document.querySelectorAll("#rows .ticket > a")];

function walk(step, picking = false) {
  const all = rows();
  if (!all.length) return;
  turnTo(all[0]);
  const from = all.indexOf(document.activeElement.closest?.(".ticket > a"));
  const current = all.findIndex((row) => row.getAttribute("aria-current") === "true");
  const start = from >= 0 ? from : current;
  const to = start < 0 ? 0 : Math.max(0, Math.min(all.length - 1, start + step));
  // with Shift, what one leaves and what one comes to are chosen
  if (picking) for (const index of [Math.max(start, 0), to]) pick(all[index].dataset.number, { on: true });
  all[to].focus();
  all[to].scrollIntoView({ block: "nearest" });
  // the end of the page is near: fetch the next one
  if (to > all.length - 4) document.querySelector("#rows [data-more]")?.dispatchEvent(new CustomEvent("more"));
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.querySelector("dialog[open], .menu:popover-open")) return;
  const inList = event.target.closest?.(".ticket > a");
  const key = event.key.toLocaleLowerCase("en");
  if (key === "j" || (inList && event.key === "ArrowDown")) { event.preventDefault(); walk(1, event.shiftKey); }
  if (key === "k" || (inList && event.key === "ArrowUp")) { event.preventDefault(); walk(-1, event.shiftKey); }
});

function select(number) {
  for (const row of rows()) {
    const chosen = row.dataset.number === number;
    if (chosen) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
    if (chosen) row.parentElement.classList.remove("unread");
  }
}

document.addEventListener("click", (event) => {
  const row = event.target.closest(".ticket > a");
  if (row && !event.ctrlKey && !event.metaKey && !event.shiftKey) select(row.dataset.number);
});

/** A ticket came on the screen, by a click here, by “next” or with the page. */
function shownTicket() {
  const ticket = document.querySelector("#desk-ticket [data-ticket]");
  if (!shell()) return;
  shell().dataset.page = ticket ? "ticket" : "queue";
  document.documentElement.classList.remove("drawer-open");
  if (!ticket) return;
  select(ticket.dataset.ticket);
  toEnd();
  read(ticket);
}

/** Somebody looks at it: it counts as read. A tab in the background reads nothing. */
function read(ticket) {
  if (!ticket.dataset.read) return;
  if (document.hidden) {
    document.addEventListener("visibilitychange", () => ticket.isConnected && read(ticket), { once: true });
    return;
  }
  const headers = JSON.parse(document.body.getAttribute("hx-headers:inherited"));
  fetch(ticket.dataset.read, { method: "POST", headers }).catch(() => {});
}

// while something is searched, a live signal searches again: it does not put the view in the place of what was found
document.addEventListener("live", (event) => {
  const search = document.getElementById("q");
  if (event.target.id !== "rows" || !search?.value.trim()) return;
  event.stopImmediatePropagation();
  if (!event.target.contains(document.activeElement)) search.dispatchEvent(new Event("input", { bubbles: true }));
}, true);

// Enter in the search opens the first thing that was found, as soon as it is; where the list is a page of its own (on a
// phone), it shows what was found
let asked; // for what the lines were fetched last
let answered; // for what they are shown
let opening = false;
const searched = () => document.getElementById("q");
function openFirst() {
  opening = false;
  const first = document.querySelector("#rows .ticket > a");
  first?.focus(); // lines that have the focus are not replaced by a live signal while the ticket comes
  first?.click();
}
document.addEventListener("submit", (event) => {
  const search = searched();
  if (!event.target.contains(search) || !document.getElementById("desk-ticket")?.checkVisibility()) return;
  event.preventDefault();
  opening = Boolean(search.value.trim());
  if (opening && search.value.trim() === (answered ?? search.defaultValue.trim())) openFirst();
});
document.addEventListener("htmx:config:request", (event) => {
  if (event.detail.ctx.sourceElement?.id === "q") asked = searched().value.trim();
});
document.addEventListener("htmx:after:swap", (event) => {
  if (event.detail.ctx.sourceElement?.id !== "q") return;
  answered = asked;
  if (opening && answered === searched()?.value.trim()) openFirst();
});
// typed on; an event that a script sends searches the same again
document.addEventListener("input", (event) => { if (event.isTrusted && event.target.id === "q") opening = false; });

// as many lines as are shown are fetched again, and the chosen one stays marked
document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.sourceElement?.id === "rows") ctx.request.body.set("rows", rows().length);
});

document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail.ctx.target;
  if (target?.closest?.("#list")) {
    const ticket = document.querySelector("#desk-ticket [data-ticket]");
    if (ticket) select(ticket.dataset.ticket);
  }
  if (target?.id === "desk-ticket") {
    shownTicket();
    document.querySelector("#desk-ticket h1")?.focus({ preventScroll: true });
  }
});

// Whoever was at the end of the timeline stays at its end, whatever is added there: by a signal, by what one did oneself
// (a part of its answer, of which htmx tells with the form as the source), by a picture that comes later.
const line = () => document.getElementById("timeline");
let atEnd = false;
let end = -1; // where the end was when the timeline was put there
function toEnd() {
  const timeline = line();
  if (!timeline) return;
  timeline.scrollTop = timeline.scrollHeight;
  end = timeline.scrollTop;
}
document.addEventListener("htmx:before:swap", (event) => {
  const timeline = line();
  if (!timeline || !event.detail.ctx.sourceElement?.closest?.("#desk-ticket, #toasts")) return;
  atEnd ||= timeline.scrollHeight - timeline.scrollTop - timeline.clientHeight < 80;
});
document.addEventListener("htmx:after:swap", () => {
  if (atEnd) toEnd();
  atEnd = false;
});
document.addEventListener("load", (event) => {
  if (event.target.matches?.("#timeline img") && line().scrollTop === end) toEnd();
}, true);
// a message of mine that was just sent is always shown
document.addEventListener("derman:sent", () => { atEnd = true; });
document.addEventListener("derman:changed", (event) => {
  const ticket = document.querySelector("#desk-ticket [data-ticket]");
  if (ticket && event.detail.what === "ticket" && String(event.detail.id) === ticket.dataset.ticket) setTimeout(() => read(ticket), 1500);
});

shownTicket();
