// The chart by keyboard: arrows go to the next region, space or enter paints it,
// 1 to 4 choose what is felt, 0 rubs out, Ctrl+Z undoes.

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const LAYERS = { 1: "numb", 2: "tingling", 3: "burning", 4: "pain", 0: "eraser" };

const middle = (hit) => {
  const box = hit.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
};

/** The region nearest in a direction: straight on before aside. */
export function next(hit, way) {
  const [x, y] = middle(hit);
  let best = null;
  let least = Infinity;
  for (const other of hit.closest("svg").querySelectorAll(".bc-hit")) {
    const [ox, oy] = middle(other);
    const on = (ox - x) * way[0] + (oy - y) * way[1];
    const aside = Math.abs((ox - x) * way[1]) + Math.abs((oy - y) * way[0]);
    const far = on + 2 * aside + (aside > 2 * on ? 1e4 : 0);
    if (other !== hit && on > 1 && far < least) [best, least] = [other, far];
  }
  return best;
}

const focus = (hit) => {
  for (const other of hit.closest("svg").querySelectorAll('.bc-hit[tabindex="0"]')) other.setAttribute("tabindex", "-1");
  hit.setAttribute("tabindex", "0");
  hit.focus();
};

export function listenToKeys(chart) {
  const canvas = chart.root.querySelector(".bc-canvas");
  canvas.addEventListener("focusin", (event) => {
    const hit = event.target.closest(".bc-hit");
    if (hit && hit.getAttribute("tabindex") !== "0") focus(hit);
  });
  canvas.addEventListener("keydown", (event) => {
    const undoing = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey);
    const hit = event.target.closest(".bc-hit");
    if (undoing) chart.undo();
    else if (event.ctrlKey || event.metaKey || event.altKey || !hit) return;
    else if (event.key in WAYS) {
      const to = next(hit, WAYS[event.key]);
      if (to) focus(to);
    } else if (event.key === " " || event.key === "Enter") {
      const before = chart.marks.now;
      if (chart.layer === "eraser") chart.paint(hit.dataset.place, false);
      else chart.toggle(hit.dataset.place);
      chart.finish(before, hit.dataset.place);
    } else if (event.key in LAYERS) chart.chooseLayer(LAYERS[event.key]);
    else return;
    event.preventDefault();
  });
}
