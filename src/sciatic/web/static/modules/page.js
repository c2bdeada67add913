// What a page does with script: it is exchanged in place, the focus goes to its heading, the
// browser's back button does what our own Back does. Without script every form still works.

const ENHANCED = [
  [".bc:not(.bc-read)", "./body_chart.js"],
  ["[data-nerve-picture]", "./nerve_picture.js"],
];

// A module brings its part of the document to life when it is loaded; for a page that was exchanged
// later its "enhance" does, or, where it has none, the module loaded once more.
const loaded = new Map();

async function enhance(root) {
  if (!root) return;
  for (const [selector, module] of ENHANCED) {
    if (!root.querySelector(selector)) continue;
    const times = loaded.get(module) ?? 0;
    loaded.set(module, times + 1);
    try {
      const first = await import(module);
      if (times && first.enhance) first.enhance(root);
      else if (times) await import(`${module}?${times}`);
    } catch (problem) {
      console.warn(module, problem.message); // the page works without it
    }
  }
}

function arrive() {
  const heading = document.querySelector("#page h1");
  window.scrollTo(0, 0);
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
  enhance(document.querySelector("#page"));
}

function wait(on) {
  const said = document.querySelector("#said");
  clearTimeout(wait.timer);
  if (said && on) wait.timer = setTimeout(() => (said.textContent = said.dataset.wait), 300);
  if (said && !on) said.textContent = "";
  document.body.toggleAttribute("aria-busy", on);
}

document.addEventListener("htmx:before:request", () => wait(true));
document.addEventListener("htmx:finally:request", () => wait(false));
document.addEventListener("htmx:after:swap", () => {
  if (!history.state?.asking) history.pushState({ asking: true }, "");
  arrive();
});

window.addEventListener("popstate", () => {
  const back = document.querySelector('#page button[name="do"][value="back"]');
  if (!back) return;
  history.pushState({ asking: true }, "");
  back.click();
});

// On a phone the list of answers starts folded.
function fold() {
  if (window.matchMedia("(max-width: 60rem)").matches) {
    document.querySelectorAll(".known details[open]").forEach((one) => one.removeAttribute("open"));
  }
}
document.addEventListener("htmx:after:swap", fold);
fold();

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// Another language is a whole page: the foot stays when the rest is exchanged, so it may not know yet
// of a form that holds answers, and what is exchanged would leave the head in the old language.
document.addEventListener("click", (event) => {
  const button = event.target.closest('button[name="language"]');
  const answers = document.querySelector("form#ask, form#sheet");
  if (!button || !answers) return;
  event.preventDefault();
  const chosen = document.createElement("input");
  Object.assign(chosen, { type: "hidden", name: button.name, value: button.value });
  answers.append(chosen);
  HTMLFormElement.prototype.submit.call(answers);
});

enhance(document.querySelector("#page"));
