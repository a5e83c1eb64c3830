// The page itself: light or dark, and the drawer that the details fold into on narrow screens.

const THEMES = ["light", "dark", "system"];

/** Remember the choice in a cookie, so that the server writes it into <html> and no page flashes in the wrong one. */
function choose(theme) {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  const year = 365 * 24 * 3600;
  document.cookie = `derman_theme=${theme}; path=/; max-age=${theme === "system" ? 0 : year}; samesite=lax`;
  mark();
}

function mark() {
  const now = document.documentElement.dataset.theme ?? "system";
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === now));
  }
}

document.addEventListener("click", (event) => {
  const theme = event.target.closest("[data-theme-choice]");
  if (theme) return choose(theme.dataset.themeChoice);
  if (event.target.closest("[data-prints]")) return print();
  if (event.target.closest("[data-theme-next]")) {
    const now = document.documentElement.dataset.theme ?? "system";
    return choose(THEMES[(THEMES.indexOf(now) + 1) % THEMES.length]);
  }
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    opener.closest("[popover]")?.hidePopover();
    if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
    return undefined;
  }
  if (event.target.closest("[data-closes]")) event.target.closest("dialog")?.close();
  // a click beside a dialog closes it
  if (event.target instanceof HTMLDialogElement && event.target.open) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  }
  return undefined;
});

document.addEventListener("click", (event) => {
  const toggle = event.target.closest("[data-drawer]");
  if (toggle) drawer(toggle.dataset.drawer, !document.documentElement.classList.contains("drawer-open"));
  else if (document.documentElement.classList.contains("drawer-open") && event.target.closest("[data-drawer-shade]")) drawer(null, false);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.documentElement.classList.contains("drawer-open")) drawer(null, false);
});

// what is put into the drawer is seen: where the details are folded away, a guided fix unfolds them
document.addEventListener("htmx:after:swap", (event) => {
  const { target } = event.detail.ctx;
  if (target?.id !== "guide" || !target.firstElementChild) return;
  if (document.documentElement.classList.contains("drawer-open")) return;
  if (document.querySelector(".talk__details")?.checkVisibility()) drawer("details", true);
});

function drawer(id, open) {
  document.documentElement.classList.toggle("drawer-open", open);
  const buttons = document.querySelectorAll("[data-drawer]");
  for (const button of buttons) button.setAttribute("aria-expanded", String(open));
  if (open) document.getElementById(id)?.focus({ preventScroll: true });
  else [...buttons].find((button) => button.checkVisibility())?.focus();
}

mark();
