// Files of the composer: each is sent as soon as it is chosen, dropped or pasted, and shows how far it is.

export class Uploads {
  /** `list` shows them, `address` takes them, `texts` are the words, `onChange` hears of each that is done. */
  constructor({ list, address, headers, texts, onChange }) {
    Object.assign(this, { list, address, headers, texts, onChange, running: 0 });
    list.addEventListener("click", (event) => {
      if (!event.target.closest("[data-remove]")) return;
      event.target.closest(".file").remove();
      onChange();
    });
  }

  get ids() { return [...this.list.querySelectorAll("input[name=files]")].map((field) => field.value); }

  clear() { this.list.replaceChildren(); }

  /** A file that the desk holds ready already. */
  waiting(stored) { this.#done(this.#row(stored.name), stored.name, stored, ""); }

  #row(name) {
    const row = document.createElement("span");
    row.className = "file";
    row.append(Object.assign(document.createElement("span"), { className: "clip", textContent: name }));
    this.list.append(row);
    return row;
  }

  /** A file of the ticket, once more. */
  async again({ again, name }) {
    const row = this.#row(name);
    this.running += 1;
    let stored;
    try {
      const answer = await fetch(`${this.address}again/`, { method: "POST", headers: this.headers, body: new URLSearchParams({ file: again }) });
      stored = answer.ok ? await answer.json() : undefined;
    } catch { /* said below */ }
    this.running -= 1;
    this.#done(row, name, stored, "");
  }

  /** Resolves with what the server calls the file, or undefined where it was refused. */
  add(file) {
    const row = this.#row(file.name);
    const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0, className: "progress" });
    bar.setAttribute("aria-label", file.name);
    row.append(bar);
    this.running += 1;
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open("POST", this.address);
      for (const [key, value] of Object.entries(this.headers)) request.setRequestHeader(key, value);
      request.responseType = "json";
      request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
      request.addEventListener("loadend", () => {
        this.running -= 1;
        bar.remove();
        const stored = request.status === 200 || request.status === 201 ? request.response : undefined;
        this.#done(row, file.name, stored, request.response?.error);
        resolve(stored);
      });
      const body = new FormData();
      body.append("file", file);
      request.send(body);
    });
  }

  #done(row, name, stored, error) {
    if (stored) {
      row.append(
        Object.assign(document.createElement("span"), { className: "muted tiny", textContent: stored.size_text }),
        Object.assign(document.createElement("input"), { type: "hidden", name: "files", value: stored.id }),
      );
      row.dataset.file = stored.id;
    } else {
      row.classList.add("failed");
      row.append(Object.assign(document.createElement("span"), { className: "tiny", textContent: error || this.texts.failed }));
    }
    row.append(this.#cross(name));
    this.onChange();
  }

  #cross(name) {
    const button = Object.assign(document.createElement("button"), { type: "button" });
    button.dataset.remove = "";
    button.setAttribute("aria-label", `${this.texts.remove} ${name}`);
    button.append(document.querySelector("[data-cross] svg").cloneNode(true));
    return button;
  }
}

/** Files dropped anywhere on `area` are taken; `form` shows that they would be. */
export function takesDrops(area, form, take) {
  const files = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  area.addEventListener("dragover", (event) => { if (files(event)) { event.preventDefault(); form.classList.add("drops"); } });
  area.addEventListener("dragleave", (event) => { if (!area.contains(event.relatedTarget)) form.classList.remove("drops"); });
  area.addEventListener("drop", (event) => {
    form.classList.remove("drops");
    if (!files(event) || event.defaultPrevented) return;
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });
}
