// Lists that are written by hand: rows are added, moved and removed, and stand as JSON in the field of the form.
// A row's inputs name what they hold by data-field ("labels.tr"); a row may hold lists of its own (data-rows).

const get = (object, path) => path.split(".").reduce((found, key) => found?.[key], object);

function set(object, path, value) {
  const keys = path.split(".");
  const last = keys.pop();
  let place = object;
  for (const key of keys) place = place[key] ??= {};
  place[last] = value;
}

function valueOf(input) {
  const number = (text) => ("numbers" in input.dataset ? (text === "" ? null : Number(text)) : text);
  if (input.type === "checkbox") return input.checked;
  if (input.multiple) return [...input.selectedOptions].map((option) => number(option.value));
  return number(input.value);
}

function fill(input, value) {
  if (input.type === "checkbox") input.checked = Boolean(value);
  else if (input.multiple) {
    for (const option of input.options) option.selected = (value ?? []).map(String).includes(option.value);
  } else if (value !== undefined && value !== null) input.value = Array.isArray(value) ? (value[0] ?? "") : value;
}

class Rows {
  constructor(box, rows, changed) {
    this.box = box;
    this.rows = rows;
    this.changed = changed;
    this.list = box.querySelector(":scope > ol");
    this.template = box.querySelector(":scope > template");
    box.querySelector(":scope > [data-add], :scope > .row > [data-add]").addEventListener("click", () => this.add());
    this.draw();
  }

  draw() {
    this.list.replaceChildren(...this.rows.map((row, place) => this.item(row, place)));
    this.refresh();
  }

  item(row, place) {
    const item = this.template.content.firstElementChild.cloneNode(true);
    const own = [...item.querySelectorAll("[data-field]")];
    for (const input of own) input.id = `row-${Math.random().toString(36).slice(2)}`;
    for (const label of item.querySelectorAll("label")) label.htmlFor = label.querySelector("[data-field]")?.id ?? "";
    for (const input of own) {
      if ("earlier" in input.dataset || "answers" in input.dataset) continue;
      fill(input, get(row, input.dataset.field));
      set(row, input.dataset.field, valueOf(input));
    }
    item.addEventListener("input", (event) => this.typed(row, item, event));
    for (const inner of item.querySelectorAll("[data-rows]")) {
      // "*": the row is the list itself
      const rows = inner.dataset.rows === "*" ? row : (row[inner.dataset.rows] ??= []);
      new Rows(inner, rows, () => this.tell());
    }
    const click = (name, what) =>
      [...item.querySelectorAll(`[data-${name}]`)]
        .find((button) => button.closest("li") === item)
        ?.addEventListener("click", what);
    click("up", () => this.move(place, place - 1));
    click("down", () => this.move(place, place + 1));
    click("remove", () => this.remove(place));
    return item;
  }

  typed(row, item, event) {
    const input = event.target.closest("[data-field]");
    if (!input || input.closest("li") !== item) return;
    const value = valueOf(input);
    set(row, input.dataset.field, "answers" in input.dataset ? (value ? [value] : []) : value);
    if ("earlier" in input.dataset) set(row, "when.is", []);
    this.refresh();
    this.tell();
  }

  refresh() {
    [...this.list.children].forEach((item, place) => {
      const row = this.rows[place];
      for (const number of item.querySelectorAll("[data-place]")) {
        if (number.closest("li") === item) number.textContent = `${place + 1}.`;
      }
      for (const part of item.querySelectorAll("[data-for]")) {
        part.hidden = !part.dataset.for.split(" ").includes(row.type ?? row.by);
      }
      this.offer(item, row, place);
    });
  }

  // which questions stand before this one, and which answers the chosen one has
  offer(item, row, place) {
    const earlier = item.querySelector("[data-earlier]");
    if (!earlier) return;
    const name = (texts) => texts?.[document.documentElement.lang] || Object.values(texts ?? {}).find(Boolean) || "…";
    const chosen = get(row, "when.field") ?? "";
    const before = this.rows.slice(0, place);
    earlier.replaceChildren(earlier.options[0], ...before.map((one) => new Option(name(one.labels), one.key)));
    earlier.value = before.some((one) => one.key === chosen) ? chosen : "";
    const answers = item.querySelector("[data-answers]");
    const asked = before.find((one) => one.key === earlier.value);
    const options =
      asked?.type === "yes_no"
        ? [new Option(answers.dataset.yes, "yes"), new Option(answers.dataset.no, "no")]
        : ["choice", "many"].includes(asked?.type)
          ? (asked.choices ?? []).map((one) => new Option(name(one.labels), one.key))
          : [];
    answers.replaceChildren(answers.options[0], ...options);
    answers.value = (get(row, "when.is") ?? [])[0] ?? "";
    answers.closest("label").hidden = !asked;
  }

  add() {
    const isList = this.template.content.firstElementChild.hasAttribute("data-list");
    const taken = new Set(this.rows.map((row) => row.key));
    let number = this.rows.length + 1;
    while (taken.has(`a${number}`)) number += 1;
    this.rows.push(isList ? [] : { key: `a${number}` });
    this.draw();
    this.list.lastElementChild.querySelector("input, select")?.focus();
    this.tell();
  }

  move(from, to) {
    if (to < 0 || to >= this.rows.length) return;
    this.rows.splice(to, 0, ...this.rows.splice(from, 1));
    this.draw();
    this.list.children[to].querySelector("[data-up]")?.focus();
    this.tell();
  }

  remove(place) {
    this.rows.splice(place, 1);
    this.draw();
    (this.list.children[place] ?? this.list.lastElementChild)?.querySelector("[data-remove]")?.focus();
    this.tell();
  }

  tell() {
    this.changed();
  }
}

for (const box of document.querySelectorAll("form > [data-rows]")) {
  const field = box.querySelector(`[name="${box.dataset.rows}"]`);
  const rows = JSON.parse(field.value || "[]");
  new Rows(box, rows, () => {
    field.value = JSON.stringify(rows);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
