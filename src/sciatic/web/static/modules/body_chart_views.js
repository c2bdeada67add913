// Which view is shown, and how near.

// A foot drawn smaller than this (pixels a unit) is enlarged before it is painted.
const LEAST_SCALE = { mouse: 0.3, pen: 0.4, touch: 0.55 };

const figureOf = (chart, view) => chart.root.querySelector(`.bc-figure[data-view="${view}"]`);

/** Show one view (on a wide page the others stay), both sides or one of them. */
export function showView(chart, view, side = "both") {
  const figure = figureOf(chart, view);
  chart.root.dataset.view = view;
  for (const button of chart.root.querySelectorAll("[data-show]")) {
    button.setAttribute("aria-pressed", String(button.dataset.show === view));
  }
  for (const other of chart.root.querySelectorAll(".bc-figure")) {
    other.classList.toggle("is-current", other === figure);
  }
  zoom(figure, side);
}

/** Zoom a figure to one side or to both. */
export function zoom(figure, side) {
  const svg = figure.querySelector("svg");
  figure.dataset.whole ??= svg.getAttribute("viewBox");
  const halves = figure.dataset.half.split(" ");
  const boxes = { both: figure.dataset.whole, left: halves.slice(0, 4).join(" "), right: halves.slice(4).join(" ") };
  figure.dataset.zoomed = side;
  svg.setAttribute("viewBox", boxes[side]);
  for (const button of figure.querySelectorAll("[data-zoom]")) {
    button.setAttribute("aria-pressed", String(button.dataset.zoom === side));
  }
}

/** Whether a tap there asks for a nearer look instead of painting. */
export function asksForFoot(hit, pointer) {
  const figure = hit.closest(".bc-figure");
  if (figure.dataset.foot) return hit.classList.contains("bc-small");
  if (!figure.dataset.view.startsWith("foot")) return false;
  const scale = Math.abs(hit.closest("svg").getScreenCTM().a);
  return figure.dataset.zoomed === "both" && scale < (LEAST_SCALE[pointer] ?? LEAST_SCALE.touch);
}

/** Go to the foot that was tapped. */
export function enlarge(chart, hit) {
  const figure = hit.closest(".bc-figure");
  const [side, region] = hit.dataset.place.split(".");
  const view = figure.dataset.foot || figure.dataset.view;
  showView(chart, view, side);
  const next = figureOf(chart, view);
  const same = next.querySelector(`.bc-hit[data-place="${side}.${region}"]`);
  (same ?? next.querySelector(`.bc-half[data-side="${side}"] .bc-hit`)).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  chart.say(`${chart.root.dataset.saidEnlarged}: ${next.querySelector(".bc-title").textContent}`);
}

/** First look: the front, both sides. */
export function arrange(chart) {
  for (const figure of chart.root.querySelectorAll(".bc-figure")) zoom(figure, "both");
  showView(chart, "front");
}

export function listenToViews(chart) {
  chart.root.addEventListener("click", (event) => {
    const shown = event.target.closest("[data-show]");
    const zoomed = event.target.closest("[data-zoom]");
    if (shown) showView(chart, shown.dataset.show);
    if (zoomed) zoom(zoomed.closest(".bc-figure"), zoomed.dataset.zoom);
  });
}
