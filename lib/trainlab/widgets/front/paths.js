/** Paths of descent over the contours of a surface, with a start that can be dragged. */

import { Axis, drawAxes } from "./axes.js";
import { contourLines, traceLines } from "./contour.js";
import { formatNumber } from "./format.js";
import { Frame, MARK_SHAPES, appended, traceMark } from "./frame.js";
import { rgbOf } from "./theme.js";

/**
 * @typedef {import("./frame.js").NumberArray} PathsArray
 * @typedef {object} PathsSpec
 * @property {string} title
 * @property {[string, string]} inputs
 * @property {[number, number][]} domain
 * @property {PathsArray} heights (G, G), rows from low to high x2
 * @property {PathsArray} levels (L,), from low to high
 * @property {PathsArray} minima (k, 2)
 * @property {string[]} names
 * @property {[number, number] | null} start
 * @typedef {{paths: PathsArray, colors: PathsArray}} PathsNumbers paths (T, M, 2), colors (M,)
 * @typedef {object} Balls paths are x, y, x, y, ... up to the last finite place
 * @property {{path: Float32Array, color: number, lost: boolean}[]} balls
 * @property {Float32Array[]} bold the path that stands for each colour
 */

/** Share of ink in the shade of the highest ground. */
const PATHS_SHADE = 0.2;
/** Share of the domain that an arrow key moves the start by. */
const START_STEP = 0.01;

/** The paths. */
export class PathsPanel {
  /**
   * @param {HTMLElement} host
   * @param {(message: object) => void} post
   */
  constructor(host, post) {
    this.post = post;
    this.frame = new Frame(host, () => this.paint(), (x, y) => this.readout(x, y));
    /** @type {PathsSpec | null} */
    this.spec = null;
    /** @type {Balls | null} */
    this.now = null;
    /** @type {Balls | null} */
    this.kept = null;
    /** @type {PathsNumbers | null} */
    this.pinned = null;
    this.x = new Axis(0, 1);
    this.y = new Axis(0, 1);
    this.box = { left: 0, top: 0, right: 1, bottom: 1 };
    this.ground = document.createElement("canvas");
    this.groundFor = "";
    this.edition = 0;
    this.start = { x: 0, y: 0 };
    this.held = false;
    this.handle = this.madeHandle();
  }

  /** @param {PathsSpec} spec */
  setSpec(spec) {
    this.spec = spec;
    this.x = new Axis(...spec.domain[0]);
    this.y = new Axis(...spec.domain[1]);
    this.handle.hidden = !spec.start;
    if (spec.start && !this.held) this.start = { x: spec.start[0], y: spec.start[1] };
    this.placeHandle();
    this.edition++;
    this.frame.entitle(spec.title);
    this.frame.repaint();
  }

  /**
   * @param {PathsNumbers} numbers
   * @param {PathsNumbers | null} pinned
   */
  draw(numbers, pinned) {
    const count = this.spec?.names.length ?? 0;
    this.now = ballsOf(numbers, count);
    if (pinned !== this.pinned) this.kept = pinned && ballsOf(pinned, count);
    this.pinned = pinned;
    this.frame.repaint();
    this.frame.say(() => this.inWords());
  }

  redraw() {
    this.edition++;
    this.frame.resize();
  }

  paint() {
    const { spec, frame } = this;
    if (!spec) return;
    const { context, theme } = frame;
    const names = { x: spec.inputs[0], y: spec.inputs[1], grid: false };
    this.box = drawAxes(context, theme, frame, this.x, this.y, names);
    this.paintGround(spec);
    const { left, top, right, bottom } = this.box;
    context.save();
    context.beginPath();
    context.rect(left, top, right - left, bottom - top);
    context.clip();
    context.lineJoin = "round";
    if (this.kept) this.strokePaths(this.kept.bold, theme.pinned, 2);
    if (this.now) this.paintPaths(this.now);
    context.restore();
    if (this.now) this.paintHeads(this.now);
    frame.legend(this.legendKeys(spec));
    this.placeHandle();
  }

  /**
   * Draw the surface, once for each size and theme.
   * @param {PathsSpec} spec
   */
  paintGround(spec) {
    const { frame, ground } = this;
    const { left, top, right, bottom } = this.box;
    const key = [this.edition, frame.width, frame.height, frame.canvas.width, left, bottom].join();
    if (key !== this.groundFor) {
      this.groundFor = key;
      [ground.width, ground.height] = [frame.canvas.width, frame.canvas.height];
      const context = /** @type {CanvasRenderingContext2D} */ (ground.getContext("2d"));
      const ratio = frame.canvas.width / frame.width;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      const [rows, columns] = spec.heights.shape;
      const shades = this.shades(spec);
      context.imageSmoothingQuality = "high";
      context.drawImage(shades, 0.5, 0.5, columns - 1, rows - 1, left, top, right - left, bottom - top);
      context.strokeStyle = frame.theme.quiet;
      context.globalAlpha = 0.55;
      context.lineWidth = 0.8;
      context.beginPath();
      for (const level of spec.levels.data) {
        traceLines(context, contourLines(spec.heights.data, rows, columns, level), this.box, rows, columns);
      }
      context.stroke();
      context.globalAlpha = 1;
      context.strokeStyle = frame.theme.ink;
      context.lineWidth = 2;
      context.beginPath();
      for (let i = 0; i < spec.minima.data.length; i += 2) {
        traceMark(context, "cross", this.x.at(spec.minima.data[i]), this.y.at(spec.minima.data[i + 1]), 4.5);
      }
      context.stroke();
    }
    frame.context.drawImage(ground, 0, 0, frame.width, frame.height);
  }

  /**
   * Return the surface as an image of grey, darker where higher.
   * @param {PathsSpec} spec
   */
  shades(spec) {
    const { theme } = this.frame;
    const [low, high] = [rgbOf(theme.paper), rgbOf(theme.ink)];
    const [rows, columns] = spec.heights.shape;
    const image = document.createElement("canvas");
    [image.width, image.height] = [columns, rows];
    const context = /** @type {CanvasRenderingContext2D} */ (image.getContext("2d"));
    const pixels = context.createImageData(columns, rows);
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        const share = PATHS_SHADE * rank(spec.heights.data[r * columns + c], spec.levels.data);
        const at = 4 * ((rows - 1 - r) * columns + c);
        for (let k = 0; k < 3; k++) pixels.data[at + k] = low[k] + share * (high[k] - low[k]);
        pixels.data[at + 3] = 255;
      }
    }
    context.putImageData(pixels, 0, 0);
    return image;
  }

  /** @param {number} index */
  color(index) {
    const { cycle } = this.frame.theme;
    return cycle[index % cycle.length];
  }

  /** @param {Balls} drawn */
  paintPaths({ balls, bold }) {
    const { context, theme } = this.frame;
    bold.forEach((path, color) => {
      const alike = balls.filter((ball) => ball.color === color);
      if (alike.length > 1) {
        context.globalAlpha = Math.max(0.12, 1 / Math.sqrt(alike.length));
        this.strokePaths(alike.map((ball) => ball.path), this.color(color), 1);
        context.globalAlpha = 1;
      }
      this.strokePaths([path], theme.paper, 4.5);
      this.strokePaths([path], this.color(color), 2.5);
    });
  }

  /**
   * @param {Float32Array[]} paths
   * @param {string} color
   * @param {number} width
   */
  strokePaths(paths, color, width) {
    const { context } = this.frame;
    context.strokeStyle = color;
    context.lineWidth = width;
    context.beginPath();
    for (const path of paths) {
      for (let i = 0; i < path.length; i += 2) {
        const [x, y] = [this.x.at(path[i]), this.y.at(path[i + 1])];
        if (i) context.lineTo(x, y);
        else context.moveTo(x, y);
      }
    }
    context.stroke();
  }

  /**
   * Draw where each ball is: hollow at the border where it has left, a cross where it was last
   * seen before it ran away.
   * @param {Balls} drawn
   */
  paintHeads({ balls }) {
    const { context, theme } = this.frame;
    const radius = balls.length > 32 ? 2.4 : 4;
    for (const { path, color, lost } of balls) {
      if (!path.length) continue;
      const [u, v] = [path[path.length - 2], path[path.length - 1]];
      const x = Math.min(Math.max(this.x.at(u), this.box.left), this.box.right);
      const y = Math.min(Math.max(this.y.at(v), this.box.top), this.box.bottom);
      const left = x !== this.x.at(u) || y !== this.y.at(v);
      context.strokeStyle = left || lost ? this.color(color) : theme.paper;
      context.fillStyle = left ? theme.paper : this.color(color);
      context.lineWidth = left || lost ? 2 : 1;
      context.beginPath();
      traceMark(context, lost ? "cross" : MARK_SHAPES[color % MARK_SHAPES.length], x, y, radius);
      if (!lost) context.fill();
      context.stroke();
    }
  }

  /**
   * @param {PathsSpec} spec
   * @returns {import("./frame.js").Key[]}
   */
  legendKeys(spec) {
    const { theme } = this.frame;
    /** @type {import("./frame.js").Key[]} */
    const keys = spec.names.map((name, i) => ({
      name,
      color: this.color(i),
      shape: MARK_SHAPES[i % MARK_SHAPES.length],
    }));
    if (spec.minima.data.length) {
      keys.push({ name: spec.minima.data.length > 2 ? "minima" : "minimum", color: theme.ink, shape: "cross" });
    }
    if (spec.start) keys.push({ name: "start", color: theme.ink, shape: "hollow-circle" });
    if (this.pinned) keys.push({ name: "pinned", color: theme.pinned, shape: "line" });
    return keys;
  }

  /**
   * Return the height at a place, interpolated.
   * @param {number} x
   * @param {number} y
   */
  height(x, y) {
    const { heights, domain } = /** @type {PathsSpec} */ (this.spec);
    const [rows, columns] = heights.shape;
    const column = ((x - domain[0][0]) / (domain[0][1] - domain[0][0])) * (columns - 1);
    const row = ((y - domain[1][0]) / (domain[1][1] - domain[1][0])) * (rows - 1);
    const c = Math.min(Math.max(Math.floor(column), 0), columns - 2);
    const r = Math.min(Math.max(Math.floor(row), 0), rows - 2);
    const [across, up] = [column - c, row - r];
    const { data } = heights;
    const low = data[r * columns + c] * (1 - across) + data[r * columns + c + 1] * across;
    const high = data[(r + 1) * columns + c] * (1 - across) + data[(r + 1) * columns + c + 1] * across;
    return low * (1 - up) + high * up;
  }

  /**
   * @param {number} x
   * @param {number} y
   * @returns {import("./frame.js").ReadoutRow[] | null}
   */
  readout(x, y) {
    const { spec, box } = this;
    if (!spec || this.held || x < box.left || x > box.right || y < box.top || y > box.bottom) return null;
    const [u, v] = [this.x.value(x), this.y.value(y)];
    /** @type {import("./frame.js").ReadoutRow[]} */
    const rows = [
      { text: `${spec.inputs[0]} = ${formatNumber(u)}, ${spec.inputs[1]} = ${formatNumber(v)}` },
      { text: `f = ${formatNumber(this.height(u, v))}` },
    ];
    const color = this.nearest(x, y);
    if (color >= 0) rows.push({ text: spec.names[color], color: this.color(color) });
    return rows;
  }

  /**
   * Return the colour of the ball at a pixel, -1 for none.
   * @param {number} x
   * @param {number} y
   */
  nearest(x, y) {
    let [best, found] = [9, -1];
    for (const { path, color } of this.now?.balls ?? []) {
      const away = Math.hypot(this.x.at(path[path.length - 2]) - x, this.y.at(path[path.length - 1]) - y);
      if (away < best) [best, found] = [away, color];
    }
    return found;
  }

  inWords() {
    const { spec, now } = this;
    if (!spec || !now) return "";
    const ends = spec.names.map((name, color) => {
      const [u, v] = now.bold[color].slice(-2);
      return `${name} at ${formatNumber(u)}, ${formatNumber(v)}`;
    });
    return `${spec.title}: ${ends.join("; ")}.`;
  }

  // The start.

  madeHandle() {
    const handle = appended(this.frame.stage, "button", "tl-handle");
    handle.type = "button";
    handle.hidden = true;
    handle.setAttribute("data-lm-suppress-shortcuts", "true");
    handle.addEventListener("pointerdown", (event) => {
      handle.setPointerCapture(event.pointerId);
      this.held = true;
    });
    handle.addEventListener("pointermove", (event) => {
      if (!this.held) return;
      const { x, y } = this.frame.position(event);
      this.move(this.x.within(x), this.y.within(y), false);
    });
    const release = () => {
      if (this.held) this.move(this.start.x, this.start.y, true);
      this.held = false;
    };
    handle.addEventListener("pointerup", release);
    handle.addEventListener("pointercancel", release);
    handle.addEventListener("keydown", (event) => this.steer(event));
    return handle;
  }

  /** @param {KeyboardEvent} event */
  steer(event) {
    const step = event.shiftKey ? 10 * START_STEP : START_STEP;
    const across = { ArrowLeft: -step, ArrowRight: step }[event.key] ?? 0;
    const up = { ArrowDown: -step, ArrowUp: step }[event.key] ?? 0;
    if (!across && !up) return;
    event.preventDefault();
    const x = this.x.within(this.x.at(this.start.x) + across * (this.x.to - this.x.from));
    const y = this.y.within(this.y.at(this.start.y) + up * (this.y.to - this.y.from));
    this.move(x, y, true);
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {boolean} done
   */
  move(x, y, done) {
    this.start = { x, y };
    this.post({ kind: "drag", handle: "start", x, y, done });
    this.frame.soon();
  }

  placeHandle() {
    const { handle, start } = this;
    const [x, y] = [Math.round(this.x.at(start.x)), Math.round(this.y.at(start.y))];
    handle.style.transform = `translate(${x}px, ${y}px)`;
    const label = `start at ${formatNumber(start.x)}, ${formatNumber(start.y)}; arrow keys move it`;
    if (handle.getAttribute("aria-label") !== label) handle.setAttribute("aria-label", label);
  }
}

/**
 * Return where a height stands among levels: 0 below all, 1 above all.
 * @param {number} height
 * @param {ArrayLike<number>} levels
 */
function rank(height, levels) {
  const count = levels.length;
  let above = 0;
  while (above < count && levels[above] <= height) above++;
  if (above === 0 || above === count) return above / Math.max(count, 1);
  const within = (height - levels[above - 1]) / (levels[above] - levels[above - 1]);
  return (above + within) / (count + 1);
}

/**
 * Return the paths in drawing order: each ball's, and for each colour the one that stands for all,
 * the median of the places, coordinate by coordinate, for as long as more than half are finite.
 * @param {PathsNumbers} numbers
 * @param {number} count colours
 * @returns {Balls}
 */
function ballsOf({ paths, colors }, count) {
  const [steps, all] = paths.shape;
  /** @type {Balls["balls"]} */
  const balls = [];
  for (let ball = 0; ball < all; ball++) {
    const path = new Float32Array(2 * steps);
    let length = 0;
    while (length < steps) {
      const at = 2 * (length * all + ball);
      if (!Number.isFinite(paths.data[at] + paths.data[at + 1])) break;
      path[2 * length] = paths.data[at];
      path[2 * length + 1] = paths.data[at + 1];
      length++;
    }
    balls.push({ path: path.subarray(0, 2 * length), color: colors.data[ball], lost: length < steps });
  }
  const bold = Array.from({ length: count }, (_, color) =>
    medianPath(balls.filter((ball) => ball.color === color).map((ball) => ball.path), steps),
  );
  return { balls, bold };
}

/**
 * @param {Float32Array[]} paths
 * @param {number} steps
 */
function medianPath(paths, steps) {
  if (paths.length === 1) return paths[0];
  const path = new Float32Array(2 * steps);
  const places = new Float32Array(paths.length);
  for (let i = 0; i < 2 * steps; i++) {
    let count = 0;
    for (const one of paths) if (i < one.length) places[count++] = one[i];
    if (2 * count <= paths.length) return path.subarray(0, i - (i % 2));
    const sorted = places.subarray(0, count).sort();
    path[i] = (sorted[(count - 1) >> 1] + sorted[count >> 1]) / 2;
  }
  return path;
}
