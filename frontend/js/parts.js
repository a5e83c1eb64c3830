// htmx swaps parts of pages. Its config stands in a <meta> of base.html; here is what the config cannot say.
import htmx from "htmx.org/dist/htmx.esm.js";
import { fieldOf, sayBeside } from "./wrong.js";

window.htmx = htmx;

const busy = () => document.getElementById("busy");
let underway = 0;

document.addEventListener("htmx:before:request", (event) => {
  // a part re-got because of a live signal is nobody's wait
  if (event.detail.ctx.sourceElement?.hasAttribute?.("data-live")) return;
  underway += 1;
  busy()?.classList.add("on");
});
document.addEventListener("htmx:finally:request", (event) => {
  if (event.detail.ctx.sourceElement?.hasAttribute?.("data-live")) return;
  underway = Math.max(0, underway - 1);
  if (!underway) busy()?.classList.remove("on");
});

// A live signal can take the pressed button out of the page before the answer to its press is there. htmx drops an
// answer whose target has gone; one that swaps nothing but its partials has no need of a target.
document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.swap === "none") ctx.target = document.documentElement;
});

// An answer that is an error page must not land inside the part that asked. Where the server means the answer for
// the part (a form with what is wrong) it says 422, which is swapped; everything else becomes a toast.
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  const status = ctx.response?.status ?? 200;
  if (status < 400 || status === 422) return;
  event.preventDefault();
  if (ctx.sourceElement?.hasAttribute?.("data-live")) return;
  if (status === 401 || (status === 403 && ctx.response.headers.get("X-Sign-In"))) {
    location.href = `/accounts/login/?next=${encodeURIComponent(location.pathname + location.search)}`;
    return;
  }
  const sentence = ctx.response.headers.get("X-Sentence") ?? "";
  const field = sentence ? fieldOf(ctx.sourceElement, ctx.response.headers.get("X-Field")) : null;
  if (field) { sayBeside(field, decodeURIComponent(sentence)); field.focus(); }
  else if (!ctx.sourceElement?.closest?.("derman-composer")) say(sentence);
});
document.addEventListener("htmx:error", (event) => {
  if (event.detail.ctx?.sourceElement?.hasAttribute?.("data-live")) return;
  if (event.detail.ctx) say("");
});

/** Show a sentence in a toast that says something went wrong; with none, the page's own “could not be reached”. */
export function say(sentence) {
  const decoded = sentence ? decodeURIComponent(sentence) : document.body.dataset.unreachable;
  document.dispatchEvent(new CustomEvent("derman:toast", { detail: { text: decoded, wrong: true } }));
}
