// Explore with script: choices act at once, levels and severities are sliders, the address follows.
// Without script the form is sent with its button, and every choice is a list.

import { enhance } from "./nerve_picture.js";

const REST_MS = 60; // a slider that is still moving asks for nothing yet
const home = document.querySelector("#explore");
let asked = null;
let timer = null;

// A list whose words have an order becomes a slider; the list stays behind it as what is sent.
function slide(select) {
  let range = select.parentElement.querySelector("input[type=range]");
  if (!range) {
    range = document.createElement("input");
    range.type = "range";
    range.min = 0;
    range.step = 1;
    range.id = `${select.id}-slider`;
    range.autocomplete = "off";
    const said = document.createElement("output");
    said.htmlFor = range.id;
    select.after(range, said);
    select.parentElement.querySelector("label").htmlFor = range.id;
    select.hidden = true;
    range.addEventListener("input", () => {
      select.selectedIndex = Number(range.value);
      say(select, range);
      later();
    });
  }
  range.max = select.options.length - 1;
  range.value = select.selectedIndex;
  say(select, range);
}

function say(select, range) {
  const words = select.options[select.selectedIndex].textContent;
  range.setAttribute("aria-valuetext", words);
  range.parentElement.querySelector("output").textContent = words;
}

function query(form) {
  const fields = new URLSearchParams(new FormData(form));
  for (const [name, value] of [...fields]) if (!value) fields.delete(name);
  return fields;
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(ask, REST_MS);
}

async function ask() {
  const form = home.querySelector(".ex-controls");
  const path = home.dataset.fragment ?? form.getAttribute("action");
  asked?.abort();
  asked = new AbortController();
  const { signal } = asked;
  const busy = setTimeout(() => home.setAttribute("aria-busy", "true"), 300);
  try {
    const answer = await fetch(`${path}?${query(form)}`, { signal });
    if (!answer.ok) {
      location.assign(`${form.getAttribute("action")}?${query(form)}`);
      return;
    }
    show(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch (problem) {
    if (problem.name !== "AbortError") form.submit();
  } finally {
    clearTimeout(busy);
    if (!signal.aborted) home.removeAttribute("aria-busy");
  }
}

// What was open stays open, what had the focus keeps it: only what changed is put in.
function show(page) {
  const fresh = page.querySelector(".ex-result");
  const old = home.querySelector(".ex-result");
  const open = [...old.querySelectorAll("details")].map((one) => one.open);
  fresh.querySelectorAll("details").forEach((one, n) => (one.open = open[n] ?? one.open));
  old.replaceWith(document.adoptNode(fresh));
  choices(page.querySelector(".ex-controls"));
  history.replaceState(history.state, "", fresh.dataset.address);
  document.title = `${fresh.dataset.title} – sciatic`;
  const said = document.querySelector("#said");
  if (said) said.textContent = fresh.dataset.title;
  bring(home);
}

function choices(fresh) {
  const form = home.querySelector(".ex-controls");
  const focused = document.activeElement?.id;
  const old = new Map([...form.querySelectorAll(".ex-field")].map((one) => [key(one), one]));
  for (const field of [...fresh.querySelectorAll(".ex-field")]) {
    const there = old.get(key(field));
    old.delete(key(field));
    const here = there ?? document.adoptNode(field);
    if (there) {
      const select = there.querySelector("select");
      const wanted = field.querySelector("select");
      if (select.innerHTML !== wanted.innerHTML) select.innerHTML = wanted.innerHTML;
      select.selectedIndex = wanted.selectedIndex;
    } else {
      place(form, here);
    }
    const select = here.querySelector("select[data-slider]");
    if (select) slide(select);
  }
  for (const gone of old.values()) gone.remove();
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

function key(field) {
  return field.querySelector("select").name;
}

// A choice that is new comes where the page would have it.
function place(form, here) {
  const rank = RANK.indexOf(bare(key(here)));
  const second = key(here).startsWith("b_");
  const mine = [...form.querySelectorAll(".ex-field")].filter(
    (one) => key(one).startsWith("b_") === second,
  );
  const next = mine.find((one) => RANK.indexOf(bare(key(one))) > rank);
  if (next) next.before(here);
  else mine.at(-1).after(here);
}

const RANK = ["condition", "form", "level", "zone", "side", "severity", "posture"];

function bare(name) {
  return name.replace(/^b_/, "");
}

// The walk takes longest to work out, so it comes when it is looked at.
const watch = new IntersectionObserver((seen) => {
  for (const one of seen) if (one.isIntersecting) load(one.target);
});

async function load(box) {
  watch.unobserve(box);
  const address = box.dataset.course;
  if (!address) return;
  box.removeAttribute("data-course");
  const link = box.innerHTML;
  box.querySelector("p").textContent = box.dataset.wait;
  const answer = await fetch(address).catch(() => null);
  box.innerHTML = answer?.ok ? await answer.text() : link;
}

// Every patch of the chart leads to its way; the keyboard has the same links in the list.
function link(chart) {
  const names = JSON.parse(chart.querySelector(".ex-patches").textContent);
  for (const half of chart.querySelectorAll(".bc-half")) {
    const view = half.closest(".ex-view").dataset.view;
    const hits = half.querySelector(".bc-hits");
    hits.setAttribute("aria-hidden", "true");
    half.ownerSVGElement.setAttribute("role", "group"); // a picture may hold no links
    for (const [region, words] of Object.entries(names)) {
      if (!document.getElementById(`bc-${view}-${region}`)) continue;
      const way = svg("a", { href: `/explore/trace?place=${region}&side=${half.dataset.side}`, tabindex: -1 });
      const title = svg("title", {});
      title.textContent = words;
      way.append(title, svg("use", { href: `#bc-${view}-${region}`, class: "ex-hit" }));
      hits.append(way);
    }
  }
}

function svg(name, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function bring(root) {
  root.querySelectorAll(".ex-chart").forEach(link);
  root.querySelectorAll("select[data-slider]").forEach(slide);
  enhance(root);
  watch.disconnect();
  root.querySelectorAll("[data-course]").forEach((box) => watch.observe(box));
}

if (home) {
  home.classList.add("ex-alive");
  home.addEventListener("change", (event) => {
    if (event.target.matches(".ex-controls select")) later();
  });
  home.addEventListener("submit", (event) => {
    if (!event.target.matches(".ex-controls")) return;
    event.preventDefault();
    later();
  });
  bring(home);
}
