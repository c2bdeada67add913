// The clinician's page follows the keys: every change is sent, the parts of the panel come back line
// by line, a form that is older than the last is given up. The focus is never moved from here.

import { listenToCells } from "./clinician_keys.js";

const WAIT_MS = 300; // shorter waits are not mentioned
const PARTS = ["card", "where", "causes", "bar", "next", "done"]; // each marks the form when it is new
const form = document.querySelector("#sheet");
const said = document.querySelector("#clinic-said");
const wait = document.querySelector("#clinic-wait");
const shown = new Map();
let asked = null;
let sent = "";
let urgency = document.querySelector(".clinic-changed")?.textContent.trim() ?? "";
let slips = {};

/** The form as it is sent: without the file, which is only read when it is loaded. */
function written() {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  return body;
}

/** Sends the form; where the server was started again, once more with the token it gives anew. */
async function post(address, body, signal) {
  const answer = await fetch(address, { method: "POST", body, signal });
  if (answer.status !== 403) return answer;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("#old-form [name='form_token']")?.value;
  if (!token) return answer;
  for (const field of document.querySelectorAll("[name='form_token']")) field.value = token;
  body.set("form_token", token);
  return fetch(address, { method: "POST", body, signal });
}

async function follow() {
  const body = written();
  if (`${body}` === sent) return;
  sent = `${body}`;
  asked?.abort();
  asked = new AbortController();
  for (const part of PARTS) form.removeAttribute(`data-${part}`);
  const { signal } = asked;
  const slow = setTimeout(() => tell(form.dataset.waiting), WAIT_MS);
  setTimeout(() => markOld(!form.hasAttribute("data-next")), WAIT_MS);
  try {
    const answer = await post(form.dataset.update, body, signal);
    if (!answer.ok) throw new Error(`${answer.status}`);
    for await (const part of lines(answer.body)) {
      if (signal.aborted) return;
      clearTimeout(slow);
      show(part);
    }
  } catch (problem) {
    if (signal.aborted) return;
    sent = "";
    delete form.dataset.live; // the button Update is there again
    tell(form.dataset.failed);
  } finally {
    clearTimeout(slow);
  }
}

async function* lines(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (rest + value).split("\n");
    rest = parts.pop();
    yield* parts.map((part) => JSON.parse(part));
  }
}

function show({ part, html, slips: wrong }) {
  if (part === "done") return form.setAttribute("data-done", performance.now().toFixed(1));
  if (wrong) {
    slips = wrong;
    return showSlips();
  }
  tell("");
  put(document.querySelector(`#p-${part}`), html);
  if (part === "card") sayUrgency();
  if (part === "next") markOld(false);
  form.setAttribute(`data-${part}`, performance.now().toFixed(1));
}

/** New words in a part; what was unfolded stays so, and the focus where it was. */
function put(place, html) {
  if (shown.get(place) === html) return;
  shown.set(place, html);
  const folded = new Map([...place.querySelectorAll("details[id]")].map((one) => [one.id, one.open]));
  const focused = place.contains(document.activeElement) ? document.activeElement.id : "";
  place.innerHTML = html;
  for (const one of place.querySelectorAll("details[id]")) if (folded.has(one.id)) one.open = folded.get(one.id);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

/** What to test next takes longest: until it is new, it says that it is not. */
function markOld(isOld) {
  const mark = document.querySelector("#p-next .clinic-old");
  if (mark) mark.hidden = !isOld;
}

/** Only a change of urgency is said aloud: the rest would talk over every key. */
function sayUrgency() {
  const now = document.querySelector(".clinic-changed")?.textContent.trim() ?? "";
  if (now !== urgency) said.textContent = now;
  urgency = now;
}

function tell(text) {
  wait.textContent = text;
  wait.hidden = !text;
}

/** What was not understood, at its field; a number that is still being typed is left in peace. */
function showSlips() {
  for (const row of form.querySelectorAll(".slip-row")) {
    const field = form.elements.namedItem(row.querySelector(".slip").id.slice("slip.".length));
    field?.removeAttribute("aria-invalid");
    field?.removeAttribute("aria-describedby");
    row.remove();
  }
  for (const [name, words] of Object.entries(slips)) {
    const field = form.elements.namedItem(name);
    if (!field || (field === document.activeElement && !field.matches(".grade"))) continue;
    const row = document.createElement("tr");
    row.className = "slip-row";
    const text = document.createElement("p");
    text.className = "slip";
    text.id = `slip.${name}`;
    text.textContent = words;
    const cell = row.appendChild(document.createElement("td"));
    cell.colSpan = 3;
    cell.append(text);
    field.closest("tr").after(row);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", text.id);
  }
}

/** A link to a field unfolds what it lies in, and goes there. */
function goTo(event) {
  const link = event.target.closest('.clinic-results a[href^="#e."]');
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  const fold = field.closest("details");
  if (fold) fold.open = true;
  field.focus();
  field.scrollIntoView({ block: "center" });
}

/** The touch chart is fetched when it is wanted: it is as large as all the rest. */
async function openChart(event) {
  const button = event.target.closest("#touch-chart [name='do']");
  if (!button) return;
  event.preventDefault();
  const place = document.querySelector("#touch-chart");
  const body = written();
  body.append("do", button.value);
  const [answer, chart] = await Promise.all([
    post(place.dataset.chart, body),
    import("./body_chart.js"),
  ]);
  if (!answer.ok) return tell(form.dataset.failed);
  place.innerHTML = await answer.text();
  form.elements.namedItem("case").value = place.querySelector("[data-case]").dataset.case; // the other kind is in it
  chart.enhance(place);
  place.querySelector(`[value="${button.value}"]`)?.focus({ preventScroll: true });
  sent = `${written()}`;
}

form.dataset.live = "yes";
form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "live", value: "yes" }));
sent = `${written()}`;
form.addEventListener("input", (event) => event.target.type !== "file" && follow());
form.addEventListener("change", (event) => event.target.type !== "file" && follow());
form.addEventListener("focusout", () => setTimeout(showSlips));
document.querySelector("#results").addEventListener("click", goTo);
form.addEventListener("click", openChart);
listenToCells(form, follow);
if (document.querySelector("[data-unfinished]")) {
  sent = "";
  follow();
}
