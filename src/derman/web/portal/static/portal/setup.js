// The wizard, one step at a time. Without this script it is one long form that works as well.

const form = document.querySelector(".wizard");
const steps = [...form.querySelectorAll("[data-step]")];
const [back, next, way] = ["[data-back]", "[data-next]", ".wizard__way"].map((name) => form.querySelector(name));
let now = 0;

function show(step) {
  now = step;
  steps.forEach((part, index) => { part.hidden = index !== step; });
  [...way.children].forEach((item, index) => {
    item.classList.toggle("on", index <= step);
    if (index === step) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
  back.hidden = step === 0;
  next.hidden = step === steps.length - 1;
  for (const button of form.querySelectorAll("[data-finish]")) button.hidden = step !== steps.length - 1;
  (steps[step].querySelector("[aria-invalid]") ?? steps[step].querySelector("input") ?? steps[step].querySelector("select")).focus();
}

/** What the browser can tell of the fields of a step stands beside them; what only the desk can know it says at the end. */
function fits(step) {
  return [...steps[step].querySelectorAll("input, select")].map((field) => {
    if (field.dataset.needed !== undefined) field.required = true;
    return field.reportValidity();
  }).every(Boolean);
}

function forward() { if (fits(now)) show(now + 1); }

for (const name of ["name", "administrator", "email", "password"]) form.elements[name].dataset.needed = "";
way.hidden = false;
next.addEventListener("click", forward);
back.addEventListener("click", () => show(now - 1));
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("input")) return;
  event.preventDefault();
  if (now < steps.length - 1) forward();
  else form.requestSubmit(form.querySelector("[data-enter]"));
});

// another language: the same page again, with everything typed
const again = form.querySelector("[name=again]");
again.hidden = true;
form.elements.language.addEventListener("change", () => form.requestSubmit(again));

// the zone of the person's own clock is the likeliest
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone !== "UTC" && form.querySelector("[name=name]").value === "" && [...form.elements.zone.options].some((option) => option.value === zone)) form.elements.zone.value = zone;

const teams = form.querySelector(".teams");
const add = form.querySelector("[data-add-team]");
add.hidden = false;
function mark() { for (const button of teams.querySelectorAll("[data-remove-team]")) button.hidden = teams.children.length < 2; }
add.addEventListener("click", () => {
  teams.append(form.querySelector("template").content.cloneNode(true));
  mark();
  teams.lastElementChild.querySelector("input").focus();
});
teams.addEventListener("click", (event) => {
  const button = event.target.closest("[data-remove-team]");
  if (!button) return;
  button.closest(".team").remove();
  mark();
  add.focus();
});
mark();

const wrong = steps.findIndex((step) => step.querySelector("[aria-invalid], .wrong"));
show(Math.max(0, wrong));
