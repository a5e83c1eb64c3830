// Sending what is written: at once or later, with what follows; and what one would want to know before it leaves.
import { ownWords, speaksOfAttachment, unfilled } from "./doubts.js";

/** What a choice of the menu sets for one time: its attribute and the field of the form. */
const CHOICES = ["then", "next", "remind", "later"];

export class Sending {
  /** `surface` has the words, `uploads` the files, `wrong(sentence)` says what is wrong, `sent()` hears of success. */
  constructor(root, { surface, uploads, wrong, leaving, sent }) {
    Object.assign(this, { root, surface, uploads, wrong, leaving, sent });
    this.form = surface.form;
    this.usual = this.form.elements.then.value;
    this.place = root.querySelector(".doubt");
    this.form.addEventListener("submit", (event) => this.before(event), true);
    this.form.addEventListener("htmx:after:request", (event) => this.answered(event));
  }

  /** A choice beside “Send” was pressed. */
  choose(button) {
    this.asUsual();
    for (const name of CHOICES) if (name in button.dataset) this.form.elements[name].value = button.dataset[name];
    this.form.requestSubmit();
  }

  /** What a plain “Send” does afterwards; what a menu chose holds for that one time. */
  asUsual() {
    for (const name of CHOICES) this.form.elements[name].value = name === "then" ? this.usual : "";
  }

  /** In a sentence; empty where there is nothing to ask. */
  doubts() {
    const text = this.surface.editor ? ownWords(this.surface.html.value) : this.surface.text.value;
    const places = unfilled(text);
    return [
      places.length ? `${this.root.dataset.unfilled} ${places.join(", ")}.` : "",
      speaksOfAttachment(text) && !this.uploads.ids.length && !(this.forwards && this.form.elements.with_files.checked) ? this.root.dataset.forgotten : "",
    ].filter(Boolean).join(" ");
  }

  doubt(sentence) {
    this.ofTheDesk = false;
    this.place.hidden = !sentence;
    this.place.querySelector("span").textContent = sentence;
  }

  /** Does what was asked for; whoever writes on and sends chooses anew. */
  anyway() {
    this.sure = true;
    // what the desk doubted is answered by that; what this page doubts was asked before
    this.form.elements.sure.disabled = !this.ofTheDesk;
    for (const [name, value] of Object.entries(this.asked)) this.form.elements[name].value = value;
    this.form.requestSubmit();
  }

  /** What is missing before it can be sent at all, in a sentence. */
  problem({ stillUploading, noAddress, empty }) {
    if (this.uploads.running) return stillUploading;
    // what is forwarded speaks for itself
    if (this.forwards) return this.form.elements.to.value.trim() ? "" : noAddress;
    return this.surface.isEmpty && !this.uploads.ids.length ? empty : "";
  }

  get forwards() { return this.form.elements.mode.value === "forward"; }

  before(event) {
    this.surface.edited(true, false);
    const { dataset } = this.root;
    const problem = this.problem(dataset);
    const doubt = problem || this.sure ? "" : this.doubts();
    this.sure = false;
    if (problem || doubt) {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.asked = Object.fromEntries(CHOICES.map((name) => [name, this.form.elements[name].value]));
      this.asUsual();
      this.wrong(problem);
      if (problem) { (problem === dataset.noAddress ? this.form.elements.to : this.surface).focus(); return; }
      this.doubt(doubt);
      this.root.querySelector("[data-anyway]").focus();
      return;
    }
    this.doubt("");
    if (this.surface.editor) this.surface.text.value = "";
    this.wished = Object.fromEntries(CHOICES.map((name) => [name, this.form.elements[name].value]));
    this.leaving();
  }

  answered(event) {
    if (event.target !== this.form) return;
    this.form.elements.sure.disabled = true;
    const { status, headers } = event.detail.ctx.response;
    if (status >= 400) {
      const doubt = headers.get("X-Doubt");
      this.asked = this.wished;
      this.asUsual();
      if (doubt) {
        this.doubt(decodeURIComponent(doubt));
        this.ofTheDesk = true;
        this.root.querySelector("[data-anyway]").focus();
        return;
      }
      // what is wrong with an address stands beside it
      const name = headers.get("X-Field");
      if (name && [name, `also_${name}`].some((one) => this.form.elements[one]?.checkVisibility?.())) return;
      this.wrong(headers.get("X-Sentence") ? decodeURIComponent(headers.get("X-Sentence")) : document.body.dataset.unreachable);
      this.surface.focus();
      return;
    }
    this.asUsual();
    this.sent();
    document.dispatchEvent(new CustomEvent("derman:sent"));
  }
}
