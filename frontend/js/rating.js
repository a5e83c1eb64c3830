// A rating that was chosen by the link of a mail is kept at the first sign of a person. Programs that open links to look
// at them run scripts too, but move no pointer and press no key.
const form = document.querySelector("form[data-by-touch]");
const SIGNS = ["pointermove", "pointerdown", "touchstart", "wheel", "keydown"];

async function keep(event) {
  if (!event.isTrusted) return;
  for (const sign of SIGNS) removeEventListener(sign, keep, true);
  if (event.target.closest?.("button[type=submit]") && event.type === "pointerdown") return;
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
  const note = document.querySelector("[data-kept]");
  if (answer?.ok && answer.redirected && note) note.textContent = note.dataset.kept;
}
if (form) for (const sign of SIGNS) addEventListener(sign, keep, { capture: true, passive: true });
