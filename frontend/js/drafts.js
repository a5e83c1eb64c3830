// Every pause in typing saves a draft on the desk, and leaving the page does: a crash or another device loses nothing.

const PAUSE = 700;

export class Draft {
  /**
   * `body()` is what is written now; `note` says whether it is saved; `elsewhere` is shown where another page of the same
   * agent saved since, and nothing is overwritten then.
   */
  constructor({ address, headers, body, note, texts, elsewhere }) {
    Object.assign(this, { address, headers, body, note, texts, elsewhere });
    this.writer = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
    elsewhere.querySelector("[data-draft-theirs]").onclick = () => { this.forget(); location.reload(); };
    elsewhere.querySelector("[data-draft-ours]").onclick = () => { this.over = true; this.timer = 1; this.save(); };
    this.leave = () => this.save({ keepalive: true });
    addEventListener("pagehide", this.leave);
    // what puts something into the draft on the desk must find there what was typed a moment ago
    this.first = (event) => {
      const form = event.target;
      if (!form.matches?.("[data-draft-first]") || !this.timer) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      this.save().finally(() => form.requestSubmit());
    };
    document.addEventListener("submit", this.first, true);
  }

  end() {
    removeEventListener("pagehide", this.leave);
    document.removeEventListener("submit", this.first, true);
    this.leave();
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  /** What was written is sent: there is nothing to save any more. */
  forget() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.turn = (this.turn ?? 0) + 1;
  }

  async save({ keepalive = false } = {}) {
    if (!this.timer) return;
    this.forget();
    const { turn } = this;
    const body = new URLSearchParams(this.body());
    // what this page was opened with counts as known until it has saved something itself
    const after = this.texts.draftAfter;
    body.set("writer", this.writer);
    if (this.over) body.append("after", "*");
    else if (after !== this.spent) body.append("after", after);
    // an answer that comes after its words were sent says nothing about what is written now
    const say = (sentence) => { if (this.note && turn === this.turn) this.note.textContent = sentence; };
    try {
      const answer = await fetch(this.address, { method: "POST", body, headers: this.headers, keepalive });
      say(answer.ok ? this.texts.saved : this.texts.unsaved);
      this.elsewhere.hidden = answer.status !== 409;
      if (answer.ok) { this.spent = after; this.over = false; }
    } catch { say(this.texts.unsaved); }
  }
}
