// Rows of a table that are put into another order by dragging. The buttons of each row do the same from the keyboard.

const body = document.querySelector("[data-order] > tbody");
let held = null;

function place(row) {
  return [...body.children].indexOf(row);
}

async function send(row) {
  const form = row.querySelector("form");
  const sent = new FormData(form);
  sent.set("to", String(place(row)));
  await fetch(row.dataset.row, { method: "POST", body: sent, headers: { "X-Requested-With": "fetch" } });
  location.reload();
}

for (const row of body?.children ?? []) {
  row.draggable = true;
  row.addEventListener("dragstart", (event) => {
    held = { row, from: place(row) };
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  });
  row.addEventListener("dragover", (event) => {
    if (!held) return;
    event.preventDefault();
    const after = place(row) > place(held.row);
    if (row !== held.row) row[after ? "after" : "before"](held.row);
  });
  row.addEventListener("drop", (event) => event.preventDefault());
  row.addEventListener("dragend", () => {
    if (held && place(held.row) !== held.from) send(held.row);
    held = null;
  });
}
