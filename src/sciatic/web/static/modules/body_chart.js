// The body chart: paint regions by mouse, finger or keyboard.
// The list of checkboxes holds the marks; the drawing shows them and changes them, so both agree.

import { listenToBrush } from "./body_chart_brush.js";
import { listenToKeys } from "./body_chart_keys.js";
import { arrange, listenToViews } from "./body_chart_views.js";

const SVG = "http://www.w3.org/2000/svg";
const PAINTED_SIDES = ["left", "right"];

/** The marks of one chart, kept in its checkboxes, with a history to undo. */
class Marks {
  constructor(root) {
    this.boxes = new Map();
    for (const box of root.querySelectorAll('input[name^="mark."]')) {
      this.boxes.set(`${box.name.slice(5)}.${box.value}`, box);
    }
    this.history = [];
    this.now = this.read();
  }

  /** Every mark as "side.region.sensation". */
  read() {
    return new Set([...this.boxes].filter(([, box]) => box.checked).map(([key]) => key));
  }

  has(place, layer) {
    return this.now.has(`${place}.${layer}`);
  }

  sensations(place) {
    return [...this.now].filter((key) => key.startsWith(`${place}.`)).map((key) => key.split(".")[2]);
  }

  /** Tick or untick one place; "eraser" unticks all layers there. */
  set(place, layer, on) {
    for (const [key, box] of this.boxes) {
      const whole = layer === "eraser" && key.startsWith(`${place}.`);
      if (whole || key === `${place}.${layer}`) box.checked = on && !whole;
    }
    this.now = this.read();
  }

  /** Remember how it was before the last change, so that it can be undone. */
  keep(before) {
    const same = before.size === this.now.size && [...before].every((key) => this.now.has(key));
    if (!same) this.history.push(before);
  }

  undo() {
    const before = this.history.pop();
    if (!before) return false;
    for (const [key, box] of this.boxes) box.checked = before.has(key);
    this.now = this.read();
    return true;
  }

  /** As the case document writes them. */
  toList() {
    return [...this.now].map((key) => {
      const [side, region, sensation] = key.split(".");
      return { side, region, sensation };
    });
  }
}

/** One chart in the page. */
class BodyChart {
  constructor(root) {
    this.root = root;
    this.marks = new Marks(root);
    this.hidden = root.querySelector('input[name="chart"]');
    this.complete = root.querySelector('input[name="chart_complete"]');
    this.status = root.querySelector(".bc-status");
    this.names = this.readNames();
    this.addHits();
    this.chooseLayer("numb");
    root.querySelector(".bc-list").open = false;
    root.dataset.ready = "yes";
    arrange(this);
    this.show();
  }

  get layer() {
    return this.root.dataset.layer;
  }

  readNames() {
    const names = { place: new Map(), layer: new Map() };
    for (const row of this.root.querySelectorAll("tr[data-place]")) {
      const side = this.root.querySelector(`#bc-${row.dataset.place[0]}`).textContent;
      names.place.set(row.dataset.place, `${side}: ${row.querySelector("th").textContent}`);
    }
    for (const button of this.root.querySelectorAll(".bc-layer")) {
      names.layer.set(button.dataset.layer, button.textContent.trim());
    }
    return names;
  }

  /** Invisible shapes that are touched, one for each region of each view and side. */
  addHits() {
    for (const figure of this.root.querySelectorAll(".bc-figure")) {
      const { view, zooms } = figure.dataset;
      const small = new Set(zooms.split(" "));
      const svg = figure.querySelector("svg");
      svg.setAttribute("role", "group");
      for (const half of figure.querySelectorAll(".bc-half")) {
        for (const shape of this.root.querySelectorAll(`.bc-defs [id^="bc-${view}-"]`)) {
          const region = shape.id.slice(`bc-${view}-`.length);
          if (!region.startsWith("-")) {
            half.querySelector(".bc-hits").append(this.hit(shape.id, half.dataset.side, region, small));
          }
        }
      }
      figure.querySelector(".bc-hit")?.setAttribute("tabindex", "0");
    }
  }

  hit(id, side, region, small) {
    const use = document.createElementNS(SVG, "use");
    use.setAttribute("href", `#${id}`);
    use.setAttribute("class", small.has(region) ? "bc-hit bc-small" : "bc-hit");
    use.setAttribute("role", "checkbox");
    use.setAttribute("tabindex", "-1");
    use.dataset.place = `${side}.${region}`;
    return use;
  }

  chooseLayer(layer) {
    this.root.dataset.layer = layer;
    for (const button of this.root.querySelectorAll(".bc-layer")) {
      button.setAttribute("aria-pressed", String(button.dataset.layer === layer));
    }
    this.showHits();
  }

  /** Paint (or rub out) one place with the chosen layer. */
  paint(place, on = true) {
    this.marks.set(place, this.layer, on);
    this.show();
  }

  /** A tap: paint, or take the same paint away again. */
  toggle(place) {
    this.paint(place, !this.marks.has(place, this.layer));
  }

  undo() {
    if (this.marks.undo()) {
      this.show();
      this.say(this.root.dataset.saidUndone);
      this.changed();
    }
  }

  /** A stroke is over: remember it, tell the form, and say the place aloud. */
  finish(before, place) {
    this.marks.keep(before);
    if (place) this.say(this.words(place));
    this.changed();
  }

  words(place) {
    const felt = this.marks.sensations(place).map((layer) => this.names.layer.get(layer));
    const said = felt.length ? felt.join(", ").toLowerCase() : this.root.dataset.saidNothing;
    return `${this.names.place.get(place)}: ${said}`;
  }

  say(text) {
    this.status.textContent = text;
  }

  changed() {
    this.show();
    this.hidden.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** Draw the marks everywhere they are seen, and write them for the form. */
  show() {
    for (const paint of this.root.querySelectorAll(".bc-canvas .bc-paint")) this.showHalf(paint);
    this.showHits();
    this.showWords();
    this.root.querySelector(".bc-undo").disabled = this.marks.history.length === 0;
    const marks = this.marks.toList();
    this.hidden.value = JSON.stringify({ complete: this.complete.checked, marks });
    const { rest, all } = this.root.dataset;
    this.complete.nextElementSibling.textContent = marks.length ? rest : all;
  }

  showHalf(paint) {
    const half = paint.closest(".bc-half");
    const view = half.closest(".bc-figure").dataset.view;
    const uses = this.marks.toList().flatMap(({ side, region, sensation }) => {
      const id = `bc-${view}-${region}`;
      if (side !== half.dataset.side || !document.getElementById(id)) return [];
      if (!this.names.layer.has(sensation)) return [];
      const use = document.createElementNS(SVG, "use");
      use.setAttribute("href", `#${id}`);
      use.setAttribute("class", `bc-mark bc-${sensation}`);
      use.setAttribute("fill", `url(#bc-ink-${sensation}${half.hasAttribute("transform") ? "-turned" : ""})`);
      use.dataset.region = region;
      return [use];
    });
    paint.replaceChildren(...uses);
  }

  showHits() {
    for (const hit of this.root.querySelectorAll(".bc-hit")) {
      const { place } = hit.dataset;
      const on = this.layer === "eraser" ? this.marks.sensations(place).length > 0 : this.marks.has(place, this.layer);
      hit.setAttribute("aria-checked", String(on));
      hit.setAttribute("aria-label", this.words(place));
    }
  }

  showWords() {
    const groups = new Map();
    for (const { side, region, sensation } of this.marks.toList()) {
      if (!PAINTED_SIDES.includes(side) || !this.names.layer.has(sensation)) continue;
      const [sideName, place] = this.names.place.get(`${side}.${region}`).split(/: (.*)/);
      const title = `${sideName}, ${this.names.layer.get(sensation).toLowerCase()}`;
      groups.set(title, [...(groups.get(title) ?? []), place]);
    }
    const words = this.root.querySelector(".bc-words");
    words.replaceChildren(...[...groups].sort().flatMap(([title, places]) => {
      const [term, description] = [document.createElement("dt"), document.createElement("dd")];
      term.textContent = title;
      description.textContent = places.join("; ");
      return [term, description];
    }));
  }

  listen() {
    this.root.addEventListener("click", (event) => {
      const layer = event.target.closest(".bc-layer");
      if (layer) this.chooseLayer(layer.dataset.layer);
      if (event.target.closest(".bc-undo")) this.undo();
    });
    this.root.addEventListener("change", (event) => {
      if (event.target === this.hidden) return;
      const before = this.marks.now;
      this.marks.now = this.marks.read();
      this.finish(before, null);
    });
    listenToBrush(this);
    listenToKeys(this);
    listenToViews(this);
  }
}

/** Start every chart in a part of the page that has not been started. */
export function enhance(part = document) {
  for (const root of part.querySelectorAll(".bc:not(.bc-read):not([data-ready])")) new BodyChart(root).listen();
}

enhance();
