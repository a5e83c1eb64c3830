// Saved replies in the composer: “/” on an empty line, or the button, opens the list; words narrow it, Enter inserts.
// The list is a menu like the others (menus.js places it and moves with the arrows); it is fetched when it opens.

const PAUSE = 90;

export class Replies {
  /** `menu` shows them; `headers` go with each call; `insert(reply)` and `typed(text)` put text where one was writing, `back()` goes there. */
  constructor({ menu, headers, insert, typed, back, failed }) {
    Object.assign(this, { menu, headers, insert, typed, back, failed });
    this.input = menu.querySelector("input");
    this.list = menu.querySelector("[data-list]");
    this.note = menu.querySelector("p");
    menu.addEventListener("opens", () => { if (this.shown === undefined) this.find(); });
    menu.addEventListener("toggle", (event) => { if (event.newState === "closed") this.closed(); });
    menu.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.find(), PAUSE);
    });
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("[data-reply]");
      if (row) this.use(row.dataset.reply);
    });
  }

  get open() { return this.menu.matches(":popover-open"); }

  /** Open the list because somebody typed “/”. */
  slash() {
    this.slashed = true;
    this.menu.openedBy = undefined;
    this.menu.showPopover();
  }

  /** What was typed instead of a search stays typed: “/etc/hosts” is no saved reply. */
  closed() {
    const typed = this.slashed && !this.chosen ? this.input.value : "";
    this.slashed = this.waits = false;
    clearTimeout(this.timer);
    this.fetching?.abort();
    this.list.replaceChildren();
    // now, and not when it opens: what is typed while it opens counts
    this.input.value = "";
    this.shown = undefined;
    this.chosen = false;
    if (typed) this.typed(`/${typed}`);
  }

  key(event) {
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); this.menu.hidePopover(); this.back(); return; }
    if (event.target !== this.input || event.isComposing) return;
    if (event.key === "/" && !this.input.value && this.slashed) {
      // “//” is a “/”
      event.preventDefault();
      this.chosen = true;
      this.menu.hidePopover();
      this.typed("/");
    } else if (event.key === "Enter") {
      event.preventDefault();
      event.stopPropagation();
      // what is meant is the first of those that have the words typed, also where they are still on their way
      if (this.shown === this.input.value.trim()) this.list.querySelector("[data-reply]")?.click();
      else { this.waits = true; this.find(); }
    }
  }

  async find() {
    clearTimeout(this.timer);
    this.fetching?.abort();
    this.fetching = new AbortController();
    this.shown = undefined;
    const words = this.input.value.trim();
    try {
      const answer = await fetch(`${this.menu.dataset.address}?q=${encodeURIComponent(words)}`, { signal: this.fetching.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      this.draw((await answer.json()).replies);
      this.note.textContent = this.list.childElementCount ? "" : words ? this.menu.dataset.none : this.menu.dataset.empty;
      this.shown = words;
      if (this.waits) { this.waits = false; this.list.querySelector("[data-reply]")?.click(); }
    } catch (error) {
      if (error.name !== "AbortError") this.note.textContent = document.body.dataset.unreachable;
    }
  }

  draw(replies) {
    this.list.replaceChildren(...replies.map((reply) => {
      const row = Object.assign(document.createElement("button"), { type: "button" });
      row.dataset.reply = reply.id;
      const head = Object.assign(document.createElement("span"), { className: "replies__name", textContent: reply.name });
      const about = [reply.folder, reply.whose, reply.language_name].filter(Boolean).join(" · ");
      const words = Object.assign(document.createElement("span"), { className: "tiny muted clip", textContent: reply.excerpt, lang: reply.language });
      const text = Object.assign(document.createElement("span"), { className: "replies__row" });
      text.append(head, Object.assign(document.createElement("span"), { className: "tiny muted", textContent: about }), words);
      row.append(text);
      return row;
    }));
  }

  async use(id) {
    this.chosen = true;
    if (this.open) this.menu.hidePopover();
    // where one was writing may have become the editor meanwhile, and the browser goes back to the page
    this.back();
    try {
      const answer = await fetch(`${this.menu.dataset.address}${id}/`, { method: "POST", headers: this.headers });
      if (!answer.ok) throw new Error(answer.statusText);
      this.insert(await answer.json());
    } catch { this.failed(); }
  }
}
