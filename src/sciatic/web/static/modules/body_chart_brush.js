// The brush: a stroke over the drawing, mapped to regions.
// The first region is painted at once; a further one only when the stroke stays in it for a while,
// so that brushing past a corner paints nothing.

import { asksForFoot, enlarge } from "./body_chart_views.js";

const SVG = "http://www.w3.org/2000/svg";
const STEP = 4; // pixels between two looks at what lies under the brush
const STAY = 3; // looks in a region before it is painted
const TAP = 8; // pixels that a finger may move and still tap

const placeAt = (svg, x, y) => {
  const hit = document.elementFromPoint(x, y)?.closest?.(".bc-hit");
  return hit && svg.contains(hit) ? hit : null;
};

/** One stroke, from pointer down to pointer up. */
class Stroke {
  constructor(chart, svg, hit, event) {
    Object.assign(this, { chart, svg, hit });
    this.before = chart.marks.now;
    this.last = [event.clientX, event.clientY];
    this.pointer = event.pointerType;
    this.moved = 0;
    this.looks = new Map();
    this.trail = svg.appendChild(document.createElementNS(SVG, "polyline"));
    this.trail.setAttribute("class", `bc-trail bc-trail-${chart.layer}`);
    this.points = [];
    this.draw(event.clientX, event.clientY);
  }

  draw(x, y) {
    const at = new DOMPoint(x, y).matrixTransform(this.svg.getScreenCTM().inverse());
    this.points.push(`${at.x.toFixed(1)},${at.y.toFixed(1)}`);
    this.trail.setAttribute("points", this.points.join(" "));
  }

  move(event) {
    const [x, y] = this.last;
    const length = Math.hypot(event.clientX - x, event.clientY - y);
    if (length < STEP) return;
    this.moved += length;
    this.last = [event.clientX, event.clientY];
    this.draw(...this.last);
    const steps = Math.ceil(length / STEP);
    for (let step = 1; step <= steps; step += 1) {
      const [part, rest] = [step / steps, 1 - step / steps];
      this.look(x * rest + event.clientX * part, y * rest + event.clientY * part);
    }
  }

  look(x, y) {
    if (this.moved > TAP && !this.begun) {
      this.begun = true;
      this.chart.paint(this.hit.dataset.place, this.chart.layer !== "eraser");
    }
    const hit = placeAt(this.svg, x, y);
    if (!hit) return;
    const { place } = hit.dataset;
    this.looks.set(place, (this.looks.get(place) ?? 0) + 1);
    if (this.begun && this.looks.get(place) === STAY) {
      this.chart.paint(place, this.chart.layer !== "eraser");
      this.lastPlace = place;
    }
  }

  end() {
    this.trail.remove();
    const { place } = this.hit.dataset;
    if (!this.begun) {
      if (asksForFoot(this.hit, this.pointer)) {
        enlarge(this.chart, this.hit);
        return;
      }
      this.chart.toggle(place);
    }
    this.chart.finish(this.before, this.lastPlace ?? place);
  }
}

/** Paint by mouse, pen or finger. Touches beside the body still scroll the page. */
export function listenToBrush(chart) {
  let stroke = null;
  const canvas = chart.root.querySelector(".bc-canvas");
  canvas.addEventListener("pointerdown", (event) => {
    const hit = event.target.closest?.(".bc-hit");
    if (!hit || event.button !== 0 || !event.isPrimary) return;
    const svg = hit.closest("svg");
    svg.setPointerCapture(event.pointerId);
    stroke = new Stroke(chart, svg, hit, event);
    hit.focus({ preventScroll: true });
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!stroke || !event.isPrimary) return;
    const seen = event.getCoalescedEvents?.() ?? [];
    for (const one of seen.length ? seen : [event]) stroke.move(one);
  });
  const end = () => {
    const ended = stroke;
    stroke = null;
    ended?.end();
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", () => {
    stroke?.trail.remove();
    stroke = null;
  });
}
