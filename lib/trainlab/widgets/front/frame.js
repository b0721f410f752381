/** What all panels stand in: legend, sharp canvas, readout, note, spoken words. */

import { themeOf } from "./theme.js";

/**
 * @typedef {"circle"|"square"|"triangle"|"diamond"|"down"|"plus"|"star"} Mark filled
 * @typedef {Mark|"line"|"hairline"|"dash"|"area"|"hollow-square"|"hollow-circle"|"cross"} Shape
 * @typedef {{name: string, color: string, shape: Shape, mark?: Mark}} Key one entry of a legend, where wanted with the mark on its line
 * @typedef {{text: string, color?: string}} ReadoutRow
 * @typedef {{data: Float32Array|Uint8Array|Int32Array, shape: number[]}} NumberArray
 */

const FRAME_SVG = "http://www.w3.org/2000/svg";
/** Milliseconds between two drawings where the reader has asked for little motion. */
const CALM_PERIOD = 250;
/** Milliseconds between two changes of the spoken words. */
const SPOKEN_PERIOD = 1000;

/** @type {Mark[]} the marks of series, in order */
export const MARK_SHAPES = ["circle", "square", "triangle", "diamond", "down", "plus", "star"];

/** @type {Partial<Record<Shape, [number, number][]>>} corners of marks that reach one unit from their middle */
const CORNERS = {
  triangle: [[0, -1.2], [1.2, 1], [-1.2, 1]],
  down: [[0, 1.2], [1.2, -1], [-1.2, -1]],
  diamond: [[0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]],
  plus: [
    [-0.4, -1.2], [0.4, -1.2], [0.4, -0.4], [1.2, -0.4], [1.2, 0.4], [0.4, 0.4],
    [0.4, 1.2], [-0.4, 1.2], [-0.4, 0.4], [-1.2, 0.4], [-1.2, -0.4], [-0.4, -0.4],
  ],
  star: [
    [0, -1.4], [0.32, -0.44], [1.33, -0.43], [0.52, 0.17], [0.82, 1.13],
    [0, 0.55], [-0.82, 1.13], [-0.52, 0.17], [-1.33, -0.43], [-0.32, -0.44],
  ],
};

/** @type {Partial<Record<Shape, string>>} paths of a legend's other keys in a box of 18 by 10 */
const KEY_PATHS = {
  line: "M0 5H18",
  hairline: "M0 5H18",
  dash: "M0 5H5M7 5H11M13 5H18",
  square: "M5 1.5H12V8.5H5Z",
  circle: "M5 5A3.7 3.7 0 1 1 12.4 5A3.7 3.7 0 1 1 5 5Z",
  area: "M1 0.5H17V9.5H1Z",
  "hollow-square": "M5 1.5H12V8.5H5Z",
  "hollow-circle": "M5 5A3.7 3.7 0 1 1 12.4 5A3.7 3.7 0 1 1 5 5Z",
  cross: "M5 1.5L12 8.5M12 1.5L5 8.5",
};

/**
 * Make an element inside another one.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {HTMLElement} parent
 * @param {T} tag
 * @param {string} className
 * @param {string} text
 * @returns {HTMLElementTagNameMap[T]}
 */
export function appended(parent, tag, className = "", text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  parent.append(element);
  return element;
}

/** The frame of one panel. */
export class Frame {
  /**
   * @param {HTMLElement} host
   * @param {() => void} paint draws everything on the canvas
   * @param {(x: number, y: number) => ReadoutRow[] | null} read what stands at a pixel
   */
  constructor(host, paint, read) {
    this.host = host;
    this.paint = paint;
    this.read = read;
    this.keys = appended(host, "div", "tl-legend");
    this.stage = appended(host, "div", "tl-plot");
    this.canvas = appended(this.stage, "canvas");
    this.canvas.setAttribute("role", "img");
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    this.corner = appended(this.stage, "div", "tl-note");
    this.tooltip = appended(this.stage, "div", "tl-tooltip");
    this.corner.hidden = this.tooltip.hidden = true;
    this.width = this.height = 0;
    this.theme = themeOf(host);
    /** @type {{x: number, y: number} | null} */
    this.pointer = null;
    this.legendShown = "";
    /** @type {() => string} */
    this.words = () => "";
    this.spokenAt = -Infinity;
    this.paintedAt = -Infinity;
    this.waiting = 0;
    this.asked = 0;
    this.speaking = 0;
    this.reduced = matchMedia("(prefers-reduced-motion: reduce)");
    this.stage.addEventListener("pointermove", (event) => this.follow(event));
    this.stage.addEventListener("pointerdown", (event) => this.follow(event));
    this.stage.addEventListener("pointerleave", () => {
      this.pointer = null;
      this.tooltip.hidden = true;
      this.soon();
    });
  }

  /** Take size and colours from the page, and draw. */
  resize() {
    if (!this.stage.clientWidth) return;
    const ratio = window.devicePixelRatio || 1;
    this.theme = themeOf(this.host);
    this.width = this.stage.clientWidth;
    this.height = this.stage.clientHeight;
    const [wide, tall] = [Math.round(this.width * ratio), Math.round(this.height * ratio)];
    if (this.canvas.width !== wide || this.canvas.height !== tall) {
      this.canvas.width = wide;
      this.canvas.height = tall;
    }
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.now();
  }

  /** Draw what has changed: at once, or a little later where the reader wants little motion. */
  repaint() {
    const rest = this.paintedAt + CALM_PERIOD - performance.now();
    if (!this.reduced.matches || rest <= 0) this.now();
    else if (!this.waiting) this.waiting = window.setTimeout(() => this.now(), rest);
  }

  /** Draw before the page is shown next, however often this is called until then. */
  soon() {
    if (!this.asked) this.asked = requestAnimationFrame(() => this.now());
  }

  /** Draw now. */
  now() {
    clearTimeout(this.waiting);
    cancelAnimationFrame(this.asked);
    this.waiting = this.asked = 0;
    if (this.width < 40 || this.height < 40) return;
    this.paintedAt = performance.now();
    this.context.clearRect(0, 0, this.width, this.height);
    this.paint();
    this.showReadout();
  }

  /** @param {PointerEvent} event */
  follow(event) {
    this.pointer = this.position(event);
    this.soon();
  }

  /**
   * Return where an event is, in pixels of the canvas.
   * @param {MouseEvent} event
   */
  position(event) {
    const place = this.stage.getBoundingClientRect();
    return { x: event.clientX - place.left, y: event.clientY - place.top };
  }

  showReadout() {
    const rows = this.pointer && this.read(this.pointer.x, this.pointer.y);
    this.tooltip.hidden = !rows;
    if (!rows || !this.pointer) return;
    while (this.tooltip.childElementCount > rows.length) this.tooltip.lastElementChild?.remove();
    rows.forEach((row, i) => {
      const line = /** @type {HTMLElement} */ (this.tooltip.children[i])
        ?? appended(this.tooltip, "div");
      if (line.textContent !== row.text) line.textContent = row.text;
      line.style.borderLeftColor = row.color ?? "transparent";
    });
    const { x, y } = this.pointer;
    const [wide, tall] = [this.tooltip.offsetWidth, this.tooltip.offsetHeight];
    const left = x + 14 + wide > this.width ? x - 10 - wide : x + 14;
    const top = Math.min(Math.max(y - tall - 8, 2), this.height - tall - 2);
    this.tooltip.style.transform = `translate(${Math.round(Math.max(left, 2))}px, ${Math.round(top)}px)`;
  }

  /**
   * Show a few words in the corner; none with an empty text.
   * @param {string} text
   */
  note(text) {
    if (this.corner.textContent !== text) this.corner.textContent = text;
    this.corner.hidden = !text;
  }

  /**
   * Show which mark means what.
   * @param {Key[]} keys
   */
  legend(keys) {
    const wanted = JSON.stringify(keys);
    if (wanted === this.legendShown) return;
    this.legendShown = wanted;
    this.keys.replaceChildren();
    for (const key of keys) {
      const entry = appended(this.keys, "span", "tl-key");
      entry.append(keyImage(key), key.name);
    }
  }

  /**
   * Name the picture for those who do not see it, until it has numbers to say.
   * @param {string} title
   */
  entitle(title) {
    if (!this.canvas.hasAttribute("aria-label")) this.canvas.setAttribute("aria-label", title);
  }

  /**
   * Say a picture in words to those who do not see it, at most once a second.
   * @param {() => string} words
   */
  say(words) {
    this.words = words;
    const rest = this.spokenAt + SPOKEN_PERIOD - performance.now();
    if (rest <= 0) this.speak();
    else if (!this.speaking) this.speaking = window.setTimeout(() => this.speak(), rest);
  }

  speak() {
    clearTimeout(this.speaking);
    this.speaking = 0;
    this.spokenAt = performance.now();
    this.canvas.setAttribute("aria-label", this.words());
  }
}

/** @param {Key} key */
function keyImage({ shape, color, mark }) {
  const image = document.createElementNS(FRAME_SVG, "svg");
  image.setAttribute("viewBox", "0 0 18 10");
  image.setAttribute("width", "18");
  image.setAttribute("height", "10");
  image.setAttribute("aria-hidden", "true");
  for (const drawn of mark ? [shape, mark] : [shape]) {
    const path = document.createElementNS(FRAME_SVG, "path");
    const corners = CORNERS[drawn]?.map(([x, y]) => `${8.7 + 3.6 * x},${5 + 3.6 * y}`);
    path.setAttribute("d", corners ? `M${corners.join("L")}Z` : KEY_PATHS[drawn] ?? "");
    const filled = drawn === "area" || MARK_SHAPES.some((filledMark) => filledMark === drawn);
    path.setAttribute("fill", filled ? color : "none");
    path.setAttribute("fill-opacity", drawn === "area" ? "0.3" : "1");
    path.setAttribute("stroke", color);
    path.setAttribute("stroke-width", filled ? "0.5" : drawn === "hairline" ? "0.8" : "2");
    image.append(path);
  }
  return image;
}

/**
 * Draw a mark.
 * @param {CanvasRenderingContext2D} context
 * @param {Shape} shape
 * @param {number} x
 * @param {number} y
 * @param {number} r half its size
 */
export function traceMark(context, shape, x, y, r) {
  if (shape === "cross") {
    context.moveTo(x - r, y - r);
    context.lineTo(x + r, y + r);
    context.moveTo(x + r, y - r);
    context.lineTo(x - r, y + r);
  } else if (shape.endsWith("square")) {
    context.rect(x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r);
  } else if (CORNERS[shape]) {
    CORNERS[shape].forEach(([u, v], i) => {
      if (i) context.lineTo(x + r * u, y + r * v);
      else context.moveTo(x + r * u, y + r * v);
    });
    context.closePath();
  } else {
    context.moveTo(x + r, y);
    context.arc(x, y, r, 0, 2 * Math.PI);
  }
}
