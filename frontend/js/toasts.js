// Toasts stay for as long as they can be undone (data-seconds), wait while they are pointed at, and then leave.

const region = () => document.getElementById("toasts");

class Toast extends HTMLElement {
  connectedCallback() {
    const seconds = Number(this.dataset.seconds ?? 6);
    this.querySelector(".ring")?.style.setProperty("--seconds", `${seconds}s`);
    this.left = seconds * 1000;
    this.run();
    this.addEventListener("pointerenter", () => this.hold());
    this.addEventListener("pointerleave", () => this.run());
    this.addEventListener("focusin", () => this.hold());
    this.addEventListener("focusout", () => this.run());
    // one thing can be taken back at a time by key: the newest
    for (const older of region().querySelectorAll("derman-toast")) {
      if (older !== this && region().querySelectorAll("derman-toast").length > 3) { older.leave(); break; }
    }
  }
  disconnectedCallback() { clearTimeout(this.timer); }
  hold() {
    // time to undo is the server's: only toasts without an undo wait for the reader
    if (this.hasAttribute("data-undo") || !this.timer) return;
    clearTimeout(this.timer);
    this.timer = 0;
    this.left = Math.max(2000, this.left - (Date.now() - this.since));
    this.classList.add("holds");
  }
  run() {
    if (this.timer) return;
    this.classList.remove("holds");
    this.since = Date.now();
    this.timer = setTimeout(() => this.leave(), this.left);
  }
  leave() {
    clearTimeout(this.timer);
    this.classList.add("leaves");
    setTimeout(() => this.remove(), 200);
  }
}
customElements.define("derman-toast", Toast);

document.addEventListener("derman:toast", (event) => {
  const toast = document.createElement("derman-toast");
  toast.className = event.detail.wrong ? "toast toast--wrong" : "toast";
  toast.textContent = event.detail.text;
  region()?.append(toast);
});

// taken back: the toast has done its work
document.addEventListener("htmx:after:request", (event) => {
  const toast = event.detail.ctx.sourceElement?.closest?.("derman-toast");
  if (toast && event.detail.ctx.response.status < 400) toast.leave();
});

// Ctrl+Z outside of a text takes the newest thing back
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key !== "z" || event.shiftKey) return;
  if (event.target.closest?.("input, textarea, [contenteditable=true]")) return;
  const undo = [...(region()?.querySelectorAll("derman-toast[data-undo]:not(.leaves) button") ?? [])].at(-1);
  if (undo) { event.preventDefault(); undo.click(); }
});
