/** A map over the plane: the probability of class 1, boundaries, and the data's points. */

import { Axis, drawAxes } from "./axes.js";
import { contourLines, traceLines } from "./contour.js";
import { FlickerGuard } from "./flicker.js";
import { formatNumber } from "./format.js";
import { Frame, appended, traceMark } from "./frame.js";
import { colorTable } from "./theme.js";

/**
 * @typedef {import("./frame.js").NumberArray} MapArray
 * @typedef {object} MapSpec
 * @property {string} title
 * @property {[number, number][]} domain
 * @property {MapArray} points (N, 2)
 * @property {MapArray} labels (N,) 0 is class 0, others class 1; with `values` 0 to 255
 * @property {MapArray} test_points
 * @property {MapArray} test_labels
 * @property {[string, string]} inputs
 * @property {string} low
 * @property {string} high
 * @property {string} quantity
 * @property {[number, number]} limits what 0 and 255 mean
 * @property {boolean} values whether labels are values, not classes
 * @property {string} others what the thin boundaries are
 * @property {boolean} editable
 * @property {boolean} line whether only the boundary is meant, as a curve with knots
 * @typedef {{map: MapArray, others?: MapArray, discretize?: boolean}} MapNumbers
 */

const HALF = 127.5;
/** Pixels within which a point is meant. */
const MAP_REACH = 9;
/** A point's radius, as a share of the way to the next one were they spread evenly, and in pixels. */
const [MARK_SHARE, SMALLEST_MARK, LARGEST_MARK] = [0.2, 1.7, 3.6];
/** The radius of a curve's knot in pixels. */
const KNOT = 6;
/** A discretized map is drawn on a grid so many times finer. */
const MAP_FINER = 5;

/** The map. */
export class MapPanel {
  /**
   * @param {HTMLElement} host
   * @param {(message: object) => void} post
   */
  constructor(host, post) {
    this.post = post;
    this.frame = new Frame(host, () => this.paint(), (x, y) => this.readout(x, y));
    this.guard = new FlickerGuard((picture) => this.show(picture));
    this.x = new Axis(0, 1);
    this.y = new Axis(0, 1);
    /** @type {MapSpec | null} */
    this.spec = null;
    /** @type {MapNumbers | null} */
    this.numbers = null;
    /** @type {MapNumbers | null} */
    this.pinned = null;
    this.box = { left: 0, top: 0, right: 1, bottom: 1 };
    /** @type {Uint8Array} what is drawn, averaged while it flickers */
    this.shown = new Uint8Array(0);
    this.points = new Float32Array(0);
    /** @type {Float32Array[]} */
    this.pinnedLines = [];
    this.image = document.createElement("canvas");
    this.marks = document.createElement("canvas");
    this.marksFor = "";
    this.edition = 0;
    this.table = new Uint32Array(256);
    this.tableOf = "";
    /** @type {{index: number, x: number, y: number, moved: boolean} | null} */
    this.held = null;
    this.cursor = this.madeCursor();
    this.at = { x: 0, y: 0 };
    const stage = this.frame.stage;
    stage.addEventListener("pointerdown", (event) => this.press(event));
    stage.addEventListener("pointermove", (event) => this.drag(event));
    stage.addEventListener("pointerup", (event) => this.release(event));
  }

  /** @param {MapSpec} spec */
  setSpec(spec) {
    this.spec = spec;
    const [[left, right], [low, high]] = spec.domain;
    if (this.x.low !== left || this.x.high !== right || this.y.low !== low || this.y.high !== high) {
      this.x = new Axis(left, right);
      this.y = new Axis(low, high);
      this.at = { x: (left + right) / 2, y: (low + high) / 2 };
    }
    const held = this.held && this.held.moved ? this.held : null;
    this.points = Float32Array.from(spec.points.data);
    if (held && 2 * held.index < this.points.length) this.place(held.index, held.x, held.y);
    this.cursor.hidden = !spec.editable;
    this.frame.stage.classList.toggle("tl-editable", spec.editable);
    this.edition++;
    this.frame.entitle(spec.title);
    this.frame.repaint();
  }

  /**
   * @param {MapNumbers} numbers
   * @param {MapNumbers | null} pinned
   */
  draw(numbers, pinned) {
    this.numbers = numbers;
    if (pinned !== this.pinned) {
      this.pinned = pinned;
      this.pinnedLines = pinned ? boundary(pinned.map) : [];
    }
    const data = /** @type {Uint8Array} */ (numbers.map.data);
    this.show(this.guard.pass(data, performance.now()));
    this.frame.say(() => this.inWords());
  }

  /** @param {Uint8Array} picture the map, or its average while it flickers */
  show(picture) {
    this.shown = picture;
    this.frame.note(this.guard.averaging ? "averaged: it flickers" : "");
    this.frame.repaint();
  }

  redraw() {
    this.edition++;
    this.frame.resize();
  }

  paint() {
    const { spec, frame } = this;
    if (!spec) return;
    const { context, theme } = frame;
    const names = { x: spec.inputs[0], y: spec.inputs[1], square: !spec.line, grid: spec.line };
    const gap = spec.line ? KNOT + 5 : 6;
    this.box = drawAxes(context, theme, frame, this.x, this.y, { ...names, gap });
    const { left, top, right, bottom } = this.box;
    context.save();
    context.beginPath();
    context.rect(left, top, right - left, bottom - top);
    context.clip();
    if (this.numbers) this.paintNumbers(this.numbers, spec.line);
    context.restore();
    this.paintPoints();
    frame.legend(this.legendKeys(spec));
    this.placeCursor();
  }

  /**
   * @param {MapNumbers} numbers
   * @param {boolean} line
   */
  paintNumbers(numbers, line) {
    const { context, theme } = this.frame;
    const [rows, columns] = numbers.map.shape;
    if (!line) this.paintImage(rows, columns, Boolean(numbers.discretize));
    context.lineJoin = "round";
    if (numbers.others) {
      const [count, tall, wide] = numbers.others.shape;
      context.beginPath();
      for (let m = 0; m < count; m++) {
        const lines = contourLines(numbers.others.data, tall, wide, HALF, m * tall * wide);
        traceLines(context, lines, this.box, tall, wide);
      }
      context.globalAlpha = 0.3;
      this.stroke(theme.ink, 0.8);
      context.globalAlpha = 1;
    }
    if (this.pinned) {
      const [tall, wide] = this.pinned.map.shape;
      context.beginPath();
      traceLines(context, this.pinnedLines, this.box, tall, wide);
      this.stroke(theme.paper, 4);
      context.setLineDash([6, 4]);
      this.stroke(theme.pinned, 2);
      context.setLineDash([]);
    }
    if (this.guard.averaging) return;
    context.beginPath();
    traceLines(context, contourLines(this.shown, rows, columns, HALF), this.box, rows, columns);
    this.stroke(theme.ink, 1.6);
  }

  /**
   * @param {string} color
   * @param {number} width
   */
  stroke(color, width) {
    this.frame.context.strokeStyle = color;
    this.frame.context.lineWidth = width;
    this.frame.context.stroke();
  }

  /**
   * @param {number} rows
   * @param {number} columns
   * @param {boolean} discretize
   */
  paintImage(rows, columns, discretize) {
    const finer = discretize ? MAP_FINER : 1;
    const [tall, wide] = [finer * (rows - 1) + 1, finer * (columns - 1) + 1];
    const { map0, paper, map1 } = this.frame.theme;
    if (this.tableOf !== map0 + paper + map1) {
      this.tableOf = map0 + paper + map1;
      this.table = colorTable(map0, paper, map1);
    }
    const { image } = this;
    if (image.width !== wide || image.height !== tall) [image.width, image.height] = [wide, tall];
    const context = /** @type {CanvasRenderingContext2D} */ (image.getContext("2d"));
    const pixels = context.createImageData(wide, tall);
    const words = new Uint32Array(pixels.data.buffer);
    for (let r = 0; r < tall; r++) {
      const start = (tall - 1 - r) * wide;
      for (let c = 0; c < wide; c++) {
        words[start + c] = this.table[discretize
          ? (this.interpolated(c / finer, r / finer, rows, columns) > HALF ? 255 : 0)
          : this.shown[r * columns + c]];
      }
    }
    context.putImageData(pixels, 0, 0);
    const { left, top, right, bottom } = this.box;
    this.frame.context.imageSmoothingEnabled = true;
    this.frame.context.imageSmoothingQuality = "high";
    this.frame.context.drawImage(image, 0.5, 0.5, wide - 1, tall - 1, left, top, right - left, bottom - top);
  }

  /**
   * Return the map's value between its points, 0 to 255.
   * @param {number} column
   * @param {number} row
   * @param {number} rows
   * @param {number} columns
   */
  interpolated(column, row, rows, columns) {
    const c = Math.min(Math.max(Math.floor(column), 0), columns - 2);
    const r = Math.min(Math.max(Math.floor(row), 0), rows - 2);
    const [right, up] = [column - c, row - r];
    const at = r * columns + c;
    const low = this.shown[at] + right * (this.shown[at + 1] - this.shown[at]);
    const above = at + columns;
    const high = this.shown[above] + right * (this.shown[above + 1] - this.shown[above]);
    return low + up * (high - low);
  }

  /** Draw the points from a picture of them that is made anew only when something has changed. */
  paintPoints() {
    const { frame, marks } = this;
    const key = [this.edition, frame.width, frame.height, frame.canvas.width, this.box.left].join();
    if (key !== this.marksFor) {
      this.marksFor = key;
      [marks.width, marks.height] = [frame.canvas.width, frame.canvas.height];
      this.drawMarks(/** @type {CanvasRenderingContext2D} */ (marks.getContext("2d")));
    }
    frame.context.drawImage(marks, 0, 0, frame.width, frame.height);
  }

  /** @param {CanvasRenderingContext2D} context */
  drawMarks(context) {
    const { spec, frame } = this;
    if (!spec) return;
    const ratio = frame.canvas.width / frame.width;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { left, top, right, bottom } = this.box;
    const count = (this.points.length + spec.test_points.data.length) / 2;
    const apart = Math.sqrt(((right - left) * (bottom - top)) / Math.max(count, 1));
    const radius = spec.line ? KNOT : Math.min(Math.max(MARK_SHARE * apart, SMALLEST_MARK), LARGEST_MARK);
    this.drawKind(context, spec.test_points.data, spec.test_labels.data, radius, true);
    this.drawKind(context, this.points, spec.labels.data, radius, false);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {ArrayLike<number>} points
   * @param {ArrayLike<number>} labels
   * @param {number} radius
   * @param {boolean} hollow
   */
  drawKind(context, points, labels, radius, hollow) {
    const { spec } = this;
    const { theme } = this.frame;
    const shades = spec?.values ? colorTable(theme.class0, theme.paper, theme.class1) : null;
    for (let i = 0; i < labels.length; i++) {
      const color = shades ? wordColor(shades[labels[i]]) : labels[i] ? theme.class1 : theme.class0;
      const [x, y] = [this.x.at(points[2 * i]), this.y.at(points[2 * i + 1])];
      context.beginPath();
      traceMark(context, shades || labels[i] ? "circle" : "square", x, y, radius);
      context.strokeStyle = shades && hollow ? theme.quiet : theme.paper;
      context.lineWidth = (hollow ? 1.05 : 0.6) * radius;
      context.stroke();
      if (hollow) {
        context.strokeStyle = color;
        context.lineWidth = 0.45 * radius;
        context.stroke();
        context.fillStyle = theme.paper;
        context.fill();
      } else {
        context.fillStyle = color;
        context.fill();
        if (shades) {
          context.strokeStyle = theme.quiet;
          context.lineWidth = 0.8;
          context.stroke();
        }
      }
    }
  }

  /**
   * @param {MapSpec} spec
   * @returns {import("./frame.js").Key[]}
   */
  legendKeys(spec) {
    const { theme } = this.frame;
    /** @type {import("./frame.js").Key[]} */
    const keys = spec.line ? [] : [
      { name: spec.low, color: theme.class0, shape: spec.values ? "circle" : "square" },
      { name: spec.high, color: theme.class1, shape: "circle" },
    ];
    if (spec.test_labels.data.length) keys.push({ name: "test", color: theme.quiet, shape: "hollow-circle" });
    if (this.numbers?.others) keys.push({ name: spec.others, color: theme.quiet, shape: "hairline" });
    if (this.pinned) keys.push({ name: "pinned", color: theme.pinned, shape: "dash" });
    return keys;
  }

  inWords() {
    const { spec } = this;
    if (!spec) return "";
    let above = 0;
    for (const value of this.shown) if (value > HALF) above++;
    const share = Math.round((100 * above) / this.shown.length);
    return `${spec.title}: ${share} % of the plane is ${spec.high}, the rest ${spec.low}.`;
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  readout(x, y) {
    const { spec, box } = this;
    if (!spec || !this.numbers || this.held?.moved) return null;
    if (x < box.left || x > box.right || y < box.top || y > box.bottom) return null;
    const [rows, columns] = this.numbers.map.shape;
    const [u, v] = [this.x.value(x), this.y.value(y)];
    const column = ((x - box.left) / (box.right - box.left)) * (columns - 1);
    const row = ((box.bottom - y) / (box.bottom - box.top)) * (rows - 1);
    const share = this.interpolated(column, row, rows, columns) / 255;
    const value = spec.limits[0] + share * (spec.limits[1] - spec.limits[0]);
    const lines = [
      { text: `${spec.inputs[0]} = ${formatNumber(u)}, ${spec.inputs[1]} = ${formatNumber(v)}` },
      { text: `${spec.quantity} = ${formatNumber(value)}` },
    ];
    const near = spec.values || spec.line ? -1 : this.nearest(x, y);
    if (near >= 0) lines.push({ text: `a point of ${spec.labels.data[near] ? spec.high : spec.low}` });
    return lines;
  }

  // Moving and adding points.

  /**
   * Return the index of the training point at a pixel, -1 for none.
   * @param {number} x
   * @param {number} y
   */
  nearest(x, y) {
    let [best, found] = [MAP_REACH, -1];
    for (let i = 0; 2 * i < this.points.length; i++) {
      const away = Math.hypot(this.x.at(this.points[2 * i]) - x, this.y.at(this.points[2 * i + 1]) - y);
      if (away < best) [best, found] = [away, i];
    }
    return found;
  }

  /**
   * @param {number} index
   * @param {number} x
   * @param {number} y
   */
  place(index, x, y) {
    this.points[2 * index] = x;
    this.points[2 * index + 1] = y;
    this.edition++;
  }

  /** @param {PointerEvent} event */
  press(event) {
    if (!this.spec?.editable || event.button !== 0) return;
    const { x, y } = this.frame.position(event);
    if (x < this.box.left || x > this.box.right || y < this.box.top || y > this.box.bottom) return;
    this.frame.stage.setPointerCapture(event.pointerId);
    this.held = { index: this.nearest(x, y), x, y, moved: false };
  }

  /** @param {PointerEvent} event */
  drag(event) {
    const { held } = this;
    if (!held || held.index < 0) return;
    const { x, y } = this.frame.position(event);
    if (!held.moved && Math.hypot(x - held.x, y - held.y) < 4) return;
    held.moved = true;
    [held.x, held.y] = [this.x.within(x), this.y.within(y)];
    this.move(held.index, held.x, held.y, false);
  }

  /** @param {PointerEvent} event */
  release(event) {
    const { held } = this;
    this.held = null;
    if (!held) return;
    if (held.moved) this.move(held.index, held.x, held.y, true);
    else if (held.index < 0) this.add(this.x.within(held.x), this.y.within(held.y), event.shiftKey);
  }

  /**
   * @param {number} index
   * @param {number} x
   * @param {number} y
   * @param {boolean} done
   */
  move(index, x, y, done) {
    this.place(index, x, y);
    this.post({ kind: "drag", handle: index, x, y, done });
    this.frame.soon();
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {boolean} shift
   */
  add(x, y, shift) {
    this.post({ kind: "click", x, y, shift });
  }

  /** By keyboard: one focusable ring that arrow keys move; it adds points, and carries one. */
  madeCursor() {
    const cursor = appended(this.frame.stage, "button", "tl-cursor");
    cursor.type = "button";
    cursor.hidden = true;
    cursor.setAttribute("data-lm-suppress-shortcuts", "true");
    cursor.addEventListener("keydown", (event) => this.steer(event));
    cursor.addEventListener("blur", () => this.drop());
    return cursor;
  }

  /** @param {KeyboardEvent} event */
  steer(event) {
    const step = event.shiftKey ? 0.1 : 0.02;
    const across = { ArrowLeft: -step, ArrowRight: step }[event.key] ?? 0;
    const up = { ArrowDown: -step, ArrowUp: step }[event.key] ?? 0;
    if (across || up) {
      this.at.x = this.x.within(this.x.at(this.at.x) + across * (this.x.to - this.x.from));
      this.at.y = this.y.within(this.y.at(this.at.y) + up * (this.y.to - this.y.from));
      if (this.held) {
        Object.assign(this.held, this.at);
        this.move(this.held.index, this.at.x, this.at.y, false);
      }
    } else if (event.key === "Enter") {
      this.add(this.at.x, this.at.y, event.shiftKey);
    } else if (event.key === " ") {
      if (this.held) this.drop();
      else this.pick();
    } else return;
    event.preventDefault();
    this.frame.soon();
  }

  pick() {
    const index = this.nearest(this.x.at(this.at.x), this.y.at(this.at.y));
    if (index >= 0) this.held = { index, ...this.at, moved: true };
  }

  drop() {
    const { held } = this;
    this.held = null;
    if (held?.moved) this.move(held.index, held.x, held.y, true);
  }

  placeCursor() {
    const { spec, cursor } = this;
    if (!spec?.editable) return;
    const [x, y] = [this.x.at(this.at.x), this.y.at(this.at.y)];
    cursor.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
    const keys = `Enter adds ${spec.high}, Shift Enter ${spec.low}, Space takes or drops a point`;
    const held = this.held ? "carrying a point, " : "";
    const label = `${held}at ${formatNumber(this.at.x)}, ${formatNumber(this.at.y)}: arrow keys move, ${keys}`;
    if (cursor.getAttribute("aria-label") !== label) cursor.setAttribute("aria-label", label);
  }
}

/** @param {MapArray} map */
function boundary(map) {
  return contourLines(map.data, map.shape[0], map.shape[1], HALF);
}

/** @param {number} word RGBA of ImageData */
function wordColor(word) {
  return `rgb(${word & 255}, ${(word >> 8) & 255}, ${(word >> 16) & 255})`;
}
