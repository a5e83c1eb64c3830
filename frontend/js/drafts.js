// Every pause in typing saves a draft on the desk, and leaving the page does: a crash or another device loses nothing.

const PAUSE = 700;

export class Draft {
  /** `body()` is what is written now; `note` says whether it is saved. */
  constructor({ address, headers, body, note, texts }) {
    Object.assign(this, { address, headers, body, note, texts });
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
    // an answer that comes after its words were sent says nothing about what is written now
    const say = (sentence) => { if (this.note && turn === this.turn) this.note.textContent = sentence; };
    try {
      const answer = await fetch(this.address, { method: "POST", body: new URLSearchParams(this.body()), headers: this.headers, keepalive });
      say(answer.ok ? this.texts.saved : this.texts.unsaved);
    } catch { say(this.texts.unsaved); }
  }
}
