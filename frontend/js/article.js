// The editor of an article. Every pause in typing is saved; without this script the Markdown field below does all of it.
import { articleNodes, newTable } from "./article-nodes.js";
import { isAddress } from "./addresses.js";
import { plainPasted } from "./article-pasting.js";

const PAUSE = 900;
const csrf = () => JSON.parse(document.body.getAttribute("hx-headers:inherited"));

const TOOLS = {
  h2: (chain) => chain.toggleHeading({ level: 2 }),
  h3: (chain) => chain.toggleHeading({ level: 3 }),
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  list: (chain) => chain.toggleBulletList(),
  quote: (chain) => chain.toggleBlockquote(),
  code: (chain) => chain.toggleCodeBlock(),
  undo: (chain) => chain.undo(),
};
const SHOWN = {
  h2: ["heading", { level: 2 }], h3: ["heading", { level: 3 }], bold: ["bold"], italic: ["italic"], list: ["bulletList"],
  "list-numbers": ["orderedList", { steps: false }], steps: ["orderedList", { steps: true }], quote: ["blockquote"], code: ["codeBlock"],
  link: ["link"], table: ["table"], info: ["callout", { kind: "info" }], tip: ["callout", { kind: "tip" }], warning: ["callout", { kind: "warning" }],
};

class ArticleEditor extends HTMLElement {
  async connectedCallback() {
    this.form = this.querySelector("form");
    this.rich = this.querySelector("[data-rich]");
    this.source = this.form.elements.markdown;
    this.file = this.querySelector("input[type=file]");
    this.addEventListener("click", (event) => this.press(event));
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.file.addEventListener("change", () => { this.take([...this.file.files]); this.file.value = ""; });
    addEventListener("pagehide", () => this.save({ keepalive: true }));
    addEventListener("beforeunload", (event) => { if (this.behind) event.preventDefault(); });
    document.addEventListener("submit", (event) => { if (event.target.matches("form[data-state]")) this.beforeState(event, event.target); });
    document.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || !["s", "Enter"].includes(event.key)) return;
      // Enter only where one writes: elsewhere it presses what has the focus
      if (event.key === "Enter" && !this.form.contains(event.target)) return;
      event.preventDefault();
      this.form.requestSubmit();
    });
    for (const link of this.querySelectorAll("a[data-leaves]")) link.addEventListener("click", (event) => this.beforeLeaving(event, link));
    try {
      await this.enrich(this.querySelector("template[data-html]").innerHTML);
    } catch { /* without the editor one writes Markdown */ }
  }

  async enrich(html) {
    this.vendor ??= await import(new URL(this.dataset.editor, location.href).href);
    const { Editor, StarterKit, Placeholder } = this.vendor;
    this.editor = new Editor({
      element: this.rich,
      injectCSS: false,
      content: html,
      extensions: [
        StarterKit.configure({ orderedList: false, heading: { levels: [2, 3, 4] }, link: { openOnClick: false, shouldAutoLink: isAddress, defaultProtocol: "https", HTMLAttributes: { rel: null, target: null } } }),
        Placeholder.configure({ placeholder: this.dataset.placeholder }),
        ...articleNodes(this.vendor),
      ],
      editorProps: {
        attributes: { role: "textbox", "aria-multiline": "true", "aria-label": this.dataset.label },
        transformPastedHTML: (pasted) => plainPasted(pasted, () => setTimeout(() => this.wrong(this.dataset.picturesLeft))),
        // these keys save: the editor would put a line break where the caret is, in place of what is selected
        handleKeyDown: (_view, event) => event.key === "Enter" && (event.ctrlKey || event.metaKey),
        handlePaste: (_view, event) => this.pasted(event, event.clipboardData),
        handleDrop: (_view, event, _slice, moved) => !moved && this.pasted(event, event.dataTransfer),
      },
      onUpdate: () => this.changed(),
      onTransaction: () => this.mark(),
    });
    this.rich.hidden = false;
    this.querySelector(".kd-tools").hidden = false;
    this.form.classList.add("rich-on");
    this.mark();
  }

  /** Files that are pasted alone are pictures; a text from Word brings its picture as a file beside it. */
  pasted(event, data) {
    if (!data?.files.length || data.types.includes("text/html")) return false;
    event.preventDefault();
    this.take([...data.files]);
    return true;
  }

  mark() {
    if (!this.editor) return;
    for (const button of this.querySelectorAll("[data-tool][aria-pressed]")) button.setAttribute("aria-pressed", String(this.editor.isActive(...SHOWN[button.dataset.tool])));
    this.querySelector(".kd-table-tools").hidden = !this.vendor.isInTable(this.editor.state);
  }

  press(event) {
    const tool = event.target.closest("[data-tool]")?.dataset.tool;
    if (tool && this.editor) { this.use(tool); return; }
    const table = event.target.closest("[data-table]")?.dataset.table;
    if (table && this.editor) { this.table(table); return; }
    if (event.target.closest("[data-markdown-toggle]")) this.toggle();
    else if (event.target.closest("[data-keep-mine]")) this.keepMine();
    else if (event.target.tagName === "IMG" && this.editor && this.rich.contains(event.target)) this.describe(event.target);
  }

  use(tool) {
    this.editor.view.focus(); // at once, so that no letter is lost: Tiptap's own command waits for a frame
    const chain = this.editor.chain().focus();
    if (TOOLS[tool]) TOOLS[tool](chain).run();
    else if (tool === "steps" || tool === "list-numbers") this.numbers(chain, tool === "steps");
    else if (["info", "tip", "warning"].includes(tool)) this.box(chain, tool);
    else if (tool === "table") this.newTable();
    else if (tool === "picture") this.file.click();
    else if (tool === "link") this.link();
    else if (tool === "keep") chain.extendMarkRange("personal").unsetMark("personal").run();
    else if (tool === "video") {
      const address = prompt(this.dataset.videoQuestion, "https://");
      if (address && /^https:\/\/./.test(address.trim())) chain.insertContent({ type: "paragraph", content: [{ type: "text", text: address.trim(), marks: [{ type: "link", attrs: { href: address.trim() } }] }] }).run();
    }
  }

  numbers(chain, steps) {
    if (this.editor.isActive("orderedList") && this.editor.getAttributes("orderedList").steps !== steps) chain.updateAttributes("orderedList", { steps }).run();
    else if (this.editor.isActive("orderedList")) chain.toggleOrderedList().run();
    else chain.toggleOrderedList().updateAttributes("orderedList", { steps }).run();
  }

  box(chain, kind) {
    if (this.editor.isActive("callout", { kind })) chain.lift("callout").run();
    else if (this.editor.isActive("callout")) chain.updateAttributes("callout", { kind }).run();
    else chain.wrapIn("callout", { kind }).run();
  }

  /** One writes on in its first cell. */
  newTable() {
    const before = this.editor.state.selection.from;
    this.editor.chain().focus().insertContent(newTable()).run();
    let first;
    this.editor.state.doc.descendants((node, at) => {
      if (first === undefined && node.type.name === "tableHeader" && at >= before - 2) first = at;
      return first === undefined;
    });
    if (first !== undefined) this.editor.commands.setTextSelection(first + 2);
  }

  table(what) {
    const { addRowAfter, addColumnAfter, deleteRow, deleteColumn, deleteTable } = this.vendor;
    const acts = { row: addRowAfter, column: addColumnAfter, "no-row": deleteRow, "no-column": deleteColumn, none: deleteTable };
    acts[what](this.editor.state, this.editor.view.dispatch);
    this.editor.view.focus();
  }

  link() {
    const address = prompt(this.dataset.linkQuestion, this.editor.getAttributes("link").href ?? "https://");
    if (address === null) return;
    const chain = this.editor.chain().focus().extendMarkRange("link");
    if (address.trim() && address.trim() !== "https://") chain.setLink({ href: address.trim() }).run();
    else chain.unsetLink().run();
  }

  describe(picture) {
    const alt = prompt(this.dataset.altQuestion, picture.alt);
    if (alt !== null) this.editor.chain().focus().updateAttributes("image", { alt: alt.trim() }).run();
  }

  async take(files) {
    for (const file of files) {
      const body = new FormData();
      body.set("file", file);
      try {
        const answer = await fetch(this.dataset.upload, { method: "POST", body, headers: csrf() });
        const stored = await answer.json();
        if (!answer.ok) { this.wrong(stored.error); continue; }
        const alt = prompt(this.dataset.altQuestion, "") ?? "";
        if (this.editor) this.editor.chain().focus().setImage({ src: stored.url, alt: alt.trim() }).run();
        else this.source.setRangeText(`![${alt.trim()}](${stored.url})`, this.source.selectionStart, this.source.selectionEnd, "end");
        this.changed();
      } catch { this.wrong(document.body.dataset.unreachable); }
    }
  }

  /** Rich text and Markdown are two views of the same: the desk turns one into the other. */
  async toggle() {
    const body = new URLSearchParams(this.editor ? { html: this.editor.getHTML() } : { markdown: this.source.value });
    try {
      const answer = await fetch(this.dataset.markdown, { method: "POST", body, headers: csrf() });
      if (!answer.ok) throw new Error(answer.statusText);
      const made = await answer.json();
      if (this.editor) {
        this.source.value = made.markdown;
        this.editor.destroy();
        this.editor = undefined;
        this.rich.hidden = this.querySelector(".kd-table-tools").hidden = true;
        this.form.classList.remove("rich-on");
        this.source.focus();
      } else await this.enrich(made.html);
      this.querySelector("[data-markdown-toggle]").setAttribute("aria-pressed", String(!this.editor));
    } catch { this.wrong(document.body.dataset.unreachable); }
  }

  changed() {
    this.note(this.dataset.unsaved);
    if (this.behind) return;
    this.wrong("");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  get body() {
    const body = new URLSearchParams(new FormData(this.form));
    if (this.editor) { body.set("html", this.editor.getHTML()); body.delete("markdown"); }
    if (this.apart) body.set("apart", "1");
    this.apart = false;
    return body;
  }

  /** One after the other: each builds on the revision of the one before. */
  save(options = {}) {
    if (!this.timer) return this.saving ?? Promise.resolve();
    clearTimeout(this.timer);
    this.timer = 0;
    this.saving = (this.saving ?? Promise.resolve()).then(() => this.send(options));
    return this.saving;
  }

  async send({ keepalive = false }) {
    try {
      const answer = await fetch(this.dataset.draft, { method: "POST", body: this.body, headers: csrf(), keepalive });
      const said = await answer.json();
      if (!answer.ok) { this.wrong(said.wrong); this.overtaken(said.revision); return; }
      this.overtaken();
      this.at(said.revision);
      this.addressed(said.slug);
      if (said.status !== document.querySelector("form[data-state]").dataset.state && !keepalive) await this.renewState();
      if (!this.timer) this.note(this.dataset.saved);
    } catch { this.note(this.dataset.unsaved); }
  }

  at(revision) {
    for (const field of document.querySelectorAll('input[name="revision"]')) field.value = revision;
  }

  /** The address goes with the title at first; one that is being typed stays. */
  addressed(slug) {
    const field = document.querySelector('input[name="slug"]');
    if (field && field.value === field.defaultValue) field.value = field.defaultValue = slug;
  }

  /** Somebody else was faster, and the article is at `revision` by now: nothing is saved before the writer has said what is to stay. */
  overtaken(revision) {
    this.behind = revision;
    this.querySelector("[data-overtaken]").hidden = !revision;
  }

  /** What stands here becomes a version of its own, over the one of the other, which stays. */
  keepMine() {
    this.at(this.behind);
    this.apart = true;
    this.behind = undefined;
    this.changed();
    this.save();
  }

  submit(event) {
    if (this.behind) { event.preventDefault(); this.keepMine(); return; }
    if (this.editor) this.form.elements.html.value = this.editor.getHTML();
    if (!this.timer && !this.saving) return;
    event.preventDefault();
    this.save().then(() => { if (this.querySelector("[data-wrong]").hidden) location.reload(); });
  }

  /** What is published is what stands here, also where the last words were typed a moment ago. */
  async beforeState(event, form) {
    if (!this.timer) return;
    event.preventDefault();
    const pressed = event.submitter;
    await this.save();
    const button = form.isConnected ? pressed : document.querySelector(`form[data-state] [value="${pressed.value}"]`);
    if (button && this.querySelector("[data-wrong]").hidden) button.form.requestSubmit(button);
  }

  async beforeLeaving(event, link) {
    if (!this.timer) return;
    event.preventDefault();
    await this.save();
    location.href = link.href;
  }

  /** Who writes on in what was published has a draft: beside it stands how that is published. */
  async renewState() {
    const answer = await fetch(location.href);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of ["form[data-state]", ".kd-head"]) {
      const fresh = page.querySelector(part);
      if (fresh) document.querySelector(part).replaceWith(document.adoptNode(fresh));
    }
  }

  note(text) { this.querySelector(".saved").textContent = text; }

  wrong(sentence) {
    const place = this.querySelector("[data-wrong]");
    place.hidden = !sentence;
    place.querySelector("span").textContent = sentence;
  }
}

customElements.define("derman-article", ArticleEditor);

// team and organisations are asked for where the audience needs them
const audience = document.querySelector('select[name="details-audience"]');
const show = () => { for (const part of document.querySelectorAll("[data-audience]")) part.hidden = part.dataset.audience !== audience.value; };
if (audience) { audience.addEventListener("change", show); show(); }
