// The nerve picture: signals on their way to the spine, and a slider that presses the nerve.
// Every number comes from the page: the shares of fibres at each step were worked out by the model.

const GOLDEN = 0.6180339887;
const DOT_EVERY = 24; // units of the picture; the stills have the same figure
const LONG = 900; // units: the way from foot to spine
const LAP_MS = 9000; // on it
const FADE = 0.03; // a stopped signal fades over this share of the way
const LAG = 0.022; // a late one falls back by this share
const SVG = "http://www.w3.org/2000/svg";

class NervePicture {
  constructor(figure) {
    this.figure = figure;
    this.data = JSON.parse(figure.querySelector(".np-data").textContent);
    this.ways = [...figure.querySelectorAll(".np-main .np-way")].map((path) => ({
      path,
      length: path.getTotalLength(),
      squeeze: path.dataset.squeeze === undefined ? null : Number(path.dataset.squeeze),
    }));
    this.patches = [...figure.querySelectorAll(".np-main .np-lost")];
    this.jaws = [...figure.querySelectorAll(".np-main .np-jaw")];
    this.slider = figure.querySelector("input[type=range]");
    this.said = figure.querySelector(".np-said");
    this.button = figure.querySelector(".np-play");
    this.frame = null;
    this.time = 0;
    this.place();
    this.listen();
    this.show(this.data.likely);
    figure.classList.add("alive");
    figure.querySelector(".np-controls").hidden = false;
  }

  listen() {
    this.slider?.addEventListener("input", () => this.show(Number(this.slider.value)));
    this.figure.querySelector(".np-back")?.addEventListener("click", () => {
      this.slider.value = this.data.likely;
      this.show(this.data.likely);
    });
    this.button.addEventListener("click", () => (this.frame === null ? this.play() : this.stop()));
    matchMedia("(prefers-reduced-motion: reduce)").addEventListener("change", (event) => {
      if (event.matches) this.stop();
    });
  }

  place() {
    const group = this.figure.querySelector(".np-dots");
    group.replaceChildren();
    this.dots = this.ways.flatMap((way) => {
      way.dots = Math.round(way.length / DOT_EVERY);
      return Array.from({ length: way.dots }, (_, n) => {
        const circle = document.createElementNS(SVG, "circle");
        circle.setAttribute("r", "2.7");
        group.append(circle);
        return { way, n, circle };
      });
    });
  }

  show(number) {
    this.step = this.data.steps[number];
    this.patches.forEach((patch, n) => patch.setAttribute("opacity", this.data.skin_percent[n][number] / 100));
    const open = 3.5 * (1 - this.step.blocked);
    this.jaws.forEach((jaw) => {
      const way = jaw.classList.contains("left") ? -open : open;
      jaw.style.transform = `translateX(${way}px)`;
    });
    if (this.slider) {
      const name = this.step.name ? `${this.step.name}: ` : "";
      this.slider.setAttribute("aria-valuetext", name + this.step.words);
      this.said.textContent = this.step.words;
    }
    this.figure.dataset.blocked = this.step.blocked;
    this.draw();
  }

  play() {
    this.button.textContent = this.button.dataset.stop;
    let before = null;
    const tick = (now) => {
      if (!this.figure.isConnected) return; // the page was exchanged
      if (before !== null) this.time += Math.min(now - before, 100) / LAP_MS;
      before = now;
      this.draw();
      this.frame = requestAnimationFrame(tick);
    };
    this.frame = requestAnimationFrame(tick);
  }

  stop() {
    cancelAnimationFrame(this.frame);
    this.frame = null;
    this.button.textContent = this.button.dataset.play;
  }

  draw() {
    for (const dot of this.dots) this.move(dot);
  }

  // One signal: where it is now, and whether it passes, comes late or is stopped. Its luck is new
  // with every lap, so that the share that passes is the share of fibres that conduct.
  move({ way, n, circle }) {
    const along = (n + 0.5) / way.dots + (this.time * LONG) / way.length;
    const lap = Math.floor(along);
    const luck = ((n + lap * way.dots) * GOLDEN + 0.3) % 1;
    const { blocked, slowed } = this.step;
    let share = along - lap;
    let look = "passing";
    let opacity = 1;
    if (way.squeeze !== null && luck < blocked) {
      look = "blocked";
      opacity = Math.max(0, Math.min(1, 1 - (share - way.squeeze) / FADE));
      share = Math.min(share, way.squeeze);
    } else if (way.squeeze !== null && luck < blocked + slowed) {
      look = "late";
      const past = Math.max(0, share - way.squeeze);
      share -= Math.min(past * 0.6, LAG);
    }
    const point = way.path.getPointAtLength(share * way.length);
    circle.setAttribute("cx", point.x.toFixed(1));
    circle.setAttribute("cy", point.y.toFixed(1));
    circle.setAttribute("class", `np-dot ${look}`);
    circle.setAttribute("opacity", opacity.toFixed(2));
  }
}

export function enhance(root) {
  const figures = root.querySelectorAll("[data-nerve-picture]:not(.alive)");
  for (const figure of figures) new NervePicture(figure);
}

enhance(document);
