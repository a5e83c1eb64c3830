// Of a ticket's history everything is shown, or only what people said; the choice stays in this browser.

const KEPT = "derman.history";
const root = document.documentElement;

function kept() {
  try { return localStorage.getItem(KEPT); } catch { return null; } // storage may be forbidden
}

function show(history) {
  root.toggleAttribute("data-said-only", history === "said");
  try { localStorage.setItem(KEPT, history); } catch { /* then until the page is left */ }
}

root.toggleAttribute("data-said-only", kept() === "said");

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-history]");
  if (button) show(button.dataset.history);
});
