/** An image pixel by pixel, on which one may draw. */

import { FlickerGuard } from "./flicker.js";
import { formatNumber } from "./format.js";
import { Frame, appended } from "./frame.js";
import { colorTable } from "./theme.js";

/**
 * @typedef {import("./frame.js").NumberArray} ImageArray
 * @typedef {object} ImageSpec
 * @property {string} title
 * @property {number} limit what full blue stands for; full orange is its negative
 * @property {number[]} levels values that a pressed pixel takes in turn; none where one cannot draw
 * @typedef {{pixels: ImageArray, window?: [number, number, number, number]}} ImageNumbers
 *   pixels (H, W), NaN for none; window: row, column, height, width
 * @typedef {{row: number, column: number}} Pixel
 */

/** Rows or columns above which no numbers are written, and the least size of their text in pixels. */
const [MOST_WRITTEN, SMALLEST_TEXT] = [10, 9];
/** Numbers are told apart, and from zero, from this size on. */
const IMAGE_SMALLEST = 0.005;

/**
 * Return a pixel's number as it is written into it; nothing for zero and for no pixel.
 * @param {number} value
 */
export function writtenPixel(value) {
  if (!(Math.abs(value) >= IMAGE_SMALLEST)) return "";
  return String(Number(value.toFixed(2))).replace("-", "−");
}

/**
 * Return the value that follows in a list, the first one after a value that is not in it.
 * @param {number[]} levels
 * @param {number} value
 */
export function nextLevel(levels, value) {
  const at = levels.findIndex((level) => Math.abs(level - value) < IMAGE_SMALLEST);
  return levels[(at + 1) % levels.length];
}

/**
 * Return the pixels after the first one on the straight way to the last one.
 * @param {Pixel} from
 * @param {Pixel} to
 * @returns {Pixel[]}
 */
export function wayOver(from, to) {
  const steps = Math.max(Math.abs(to.row - from.row), Math.abs(to.column - from.column));
  return Array.from({ length: steps }, (_, i) => ({
    row: Math.round(from.row + ((i + 1) / steps) * (to.row - from.row)),
    column: Math.round(from.column + ((i + 1) / steps) * (to.column - from.column)),
  }));
}

/** The image. */
export class ImagePanel {
  /**
   * @param {HTMLElement} host
   * @param {(message: object) => void} post
   */
  constructor(host, post) {
    this.post = post;
    this.frame = new Frame(host, () => this.paint(), (x, y) => this.readout(x, y));
    this.guard = new FlickerGuard((shades) => this.show(shades));
    /** @type {ImageSpec | null} */
    this.spec = null;
    /** @type {ImageNumbers | null} */
    this.numbers = null;
    /** @type {ImageNumbers | null} */
    this.pinned = null;
    this.pixels = new Float32Array(0);
    this.written = false;
    /** @type {Uint8Array} the colours of the pixels, averaged while they flicker */
    this.shades = new Uint8Array(0);
    /** @type {Map<number, number>} what was drawn here and has not come back yet */
    this.pending = new Map();
    this.rows = this.columns = 0;
    this.left = this.top = this.side = 0;
    this.table = new Uint32Array(256);
    this.tableOf = "";
    /** @type {{last: Pixel, value: number} | null} */
    this.stroke = null;
    /** @type {Pixel} */
    this.at = { row: 0, column: 0 };
    this.cursor = this.madeCursor();
    const stage = this.frame.stage;
    stage.addEventListener("pointerdown", (event) => this.press(event));
    stage.addEventListener("pointermove", (event) => this.drag(event));
    stage.addEventListener("pointerup", () => this.lift());
    stage.addEventListener("pointercancel", () => this.lift());
  }

  /** @param {ImageSpec} spec */
  setSpec(spec) {
    this.spec = spec;
    this.pending.clear();
    this.cursor.hidden = !spec.levels.length;
    this.frame.stage.classList.toggle("tl-editable", spec.levels.length > 0);
    this.frame.entitle(spec.title);
    this.frame.repaint();
  }

  /**
   * @param {ImageNumbers} numbers
   * @param {ImageNumbers | null} pinned
   */
  draw(numbers, pinned) {
    this.numbers = numbers;
    this.pinned = pinned;
    [this.rows, this.columns] = numbers.pixels.shape;
    this.pixels = Float32Array.from(numbers.pixels.data);
    for (const [index, value] of this.pending) {
      if (Math.abs(this.pixels[index] - value) < IMAGE_SMALLEST) this.pending.delete(index);
      else this.pixels[index] = value;
    }
    this.at.row = Math.min(this.at.row, this.rows - 1);
    this.at.column = Math.min(this.at.column, this.columns - 1);
    this.show(this.guard.pass(Uint8Array.from(this.pixels, (value) => this.shade(value)), performance.now()));
    this.frame.say(() => this.inWords());
  }

  /** @param {Uint8Array} shades of the pixels, or their average while they flicker */
  show(shades) {
    this.shades = shades;
    this.frame.note(this.guard.averaging ? "averaged: it flickers" : "");
    this.frame.repaint();
  }

  /**
   * Return a number's place in the table of colours.
   * @param {number} value
   */
  shade(value) {
    const limit = this.spec?.limit ?? 1;
    return Math.round(127.5 * (1 + Math.min(Math.max((value || 0) / limit, -1), 1)));
  }

  redraw() {
    this.frame.resize();
  }

  paint() {
    const { spec, frame, numbers } = this;
    if (!spec || !numbers) return;
    const { context, theme } = frame;
    const room = 4;
    this.side = Math.min((frame.width - 2 * room) / this.columns, (frame.height - 2 * room) / this.rows);
    this.left = (frame.width - this.side * this.columns) / 2;
    this.top = (frame.height - this.side * this.rows) / 2;
    const { map0, paper, map1 } = theme;
    if (this.tableOf !== map0 + paper + map1) {
      this.tableOf = map0 + paper + map1;
      this.table = colorTable(map0, paper, map1);
    }
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.font = `${Math.min(13, Math.max(SMALLEST_TEXT, 0.36 * this.side))}px ${theme.font}`;
    const few = Math.max(this.rows, this.columns) <= MOST_WRITTEN;
    this.written = few && this.pixels.every((v) => context.measureText(writtenPixel(v)).width <= this.side - 3);
    context.lineWidth = 1;
    this.pixels.forEach((value, index) => this.paintPixel(value, index));
    if (numbers.window) {
      const [row, column, tall, wide] = numbers.window;
      context.strokeStyle = theme.ink;
      context.lineWidth = 2.5;
      context.strokeRect(...this.corner({ row, column }), wide * this.side, tall * this.side);
    }
    frame.legend(this.pins() ? [{ name: "not as pinned", color: theme.pinned, shape: "circle" }] : []);
    this.placeCursor(spec);
  }

  /**
   * @param {number} value
   * @param {number} index
   */
  paintPixel(value, index) {
    if (Number.isNaN(value)) return;
    const { context, theme } = this.frame;
    const [x, y] = this.corner(this.pixelOf(index));
    const word = this.table[this.shades[index]];
    context.fillStyle = this.shades[index] === this.shade(0) ? theme.paper
      : `rgb(${word & 255}, ${(word >> 8) & 255}, ${(word >> 16) & 255})`;
    context.fillRect(x, y, this.side, this.side);
    context.strokeStyle = theme.line;
    context.strokeRect(x, y, this.side, this.side);
    if (this.written && !this.guard.averaging) {
      context.fillStyle = theme.ink;
      context.fillText(writtenPixel(value), x + this.side / 2, y + this.side / 2);
    }
    if (this.pins()?.differs(index)) {
      context.fillStyle = theme.pinned;
      context.beginPath();
      context.arc(x + 0.85 * this.side, y + 0.15 * this.side, Math.max(1.5, 0.08 * this.side), 0, 2 * Math.PI);
      context.fill();
    }
  }

  /** Return where a pinned image of this size is different, null without one. */
  pins() {
    const pinned = this.pinned?.pixels;
    if (!pinned || pinned.shape[0] !== this.rows || pinned.shape[1] !== this.columns) return null;
    /** @param {number} index */
    const differs = (index) => Math.abs((this.pixels[index] || 0) - (pinned.data[index] || 0)) > IMAGE_SMALLEST;
    return { differs };
  }

  /**
   * @param {number} index
   * @returns {Pixel}
   */
  pixelOf(index) {
    return { row: Math.floor(index / this.columns), column: index % this.columns };
  }

  /**
   * @param {Pixel} pixel
   * @returns {[number, number]} its upper left corner
   */
  corner({ row, column }) {
    return [this.left + column * this.side, this.top + row * this.side];
  }

  /**
   * Return the pixel at a place of the canvas, null beside the image.
   * @param {number} x
   * @param {number} y
   */
  pixelAt(x, y) {
    const [row, column] = [Math.floor((y - this.top) / this.side), Math.floor((x - this.left) / this.side)];
    const inside = row >= 0 && row < this.rows && column >= 0 && column < this.columns;
    return inside ? { row, column } : null;
  }

  /** @param {Pixel} pixel */
  valueOf({ row, column }) {
    return this.pixels[row * this.columns + column];
  }

  inWords() {
    const { spec } = this;
    if (!spec) return "";
    const there = this.pixels.filter((value) => !Number.isNaN(value));
    if (!there.length) return `${spec.title}: no pixels.`;
    const inked = there.filter((value) => Math.abs(value) >= IMAGE_SMALLEST).length;
    const ends = `from ${formatNumber(Math.min(...there))} to ${formatNumber(Math.max(...there))}`;
    return `${spec.title}: ${this.rows} by ${this.columns} pixels ${ends}, ${inked} of them not zero.`;
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  readout(x, y) {
    const pixel = this.pixelAt(x, y);
    if (!pixel || this.stroke) return null;
    const rows = [{ text: this.named(pixel) }];
    const pinned = this.pins() && this.pinned?.pixels.data[pixel.row * this.columns + pixel.column];
    if (typeof pinned === "number") rows.push({ text: `pinned ${formatNumber(pinned)}` });
    return rows;
  }

  /** @param {Pixel} pixel */
  named(pixel) {
    return `row ${pixel.row + 1}, column ${pixel.column + 1}: ${formatNumber(this.valueOf(pixel))}`;
  }

  // Drawing.

  /** @param {PointerEvent} event */
  press(event) {
    if (!this.spec?.levels.length || event.button !== 0) return;
    const { x, y } = this.frame.position(event);
    const pixel = this.pixelAt(x, y);
    if (!pixel) return;
    this.frame.stage.setPointerCapture(event.pointerId);
    this.begin(pixel);
  }

  /** @param {PointerEvent} event */
  drag(event) {
    if (!this.stroke) return;
    const { x, y } = this.frame.position(event);
    const pixel = this.pixelAt(x, y);
    if (!pixel) return;
    for (const next of wayOver(this.stroke.last, pixel)) this.ink(next);
    this.stroke.last = pixel;
  }

  lift() {
    this.stroke = null;
  }

  /** @param {Pixel} pixel */
  begin(pixel) {
    const levels = this.spec?.levels ?? [];
    this.stroke = { last: pixel, value: nextLevel(levels, this.valueOf(pixel)) };
    this.ink(pixel);
  }

  /** @param {Pixel} pixel */
  ink(pixel) {
    if (!this.stroke) return;
    const { value } = this.stroke;
    const index = pixel.row * this.columns + pixel.column;
    this.pixels[index] = value;
    this.shades[index] = this.shade(value);
    this.pending.set(index, value);
    this.post({ kind: "paint", ...pixel, value });
    this.frame.soon();
  }

  /** By keyboard: one focusable frame that arrow keys move, and Space draws with. */
  madeCursor() {
    const cursor = appended(this.frame.stage, "button", "tl-unit");
    cursor.type = "button";
    cursor.hidden = true;
    cursor.setAttribute("data-lm-suppress-shortcuts", "true");
    cursor.addEventListener("keydown", (event) => this.steer(event));
    return cursor;
  }

  /** @param {KeyboardEvent} event */
  steer(event) {
    const down = { ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0;
    const right = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
    if (down || right) {
      this.at.row = Math.min(Math.max(this.at.row + down, 0), this.rows - 1);
      this.at.column = Math.min(Math.max(this.at.column + right, 0), this.columns - 1);
    } else if (event.key === " " || event.key === "Enter") {
      this.begin({ ...this.at });
      this.lift();
    } else return;
    event.preventDefault();
    this.frame.soon();
  }

  /** @param {ImageSpec} spec */
  placeCursor(spec) {
    const { cursor } = this;
    if (!spec.levels.length) return;
    const [x, y] = this.corner(this.at);
    const side = `${Math.round(this.side)}px`;
    Object.assign(cursor.style, {
      transform: `translate(${Math.round(x)}px, ${Math.round(y)}px)`, width: side, height: side,
    });
    const next = formatNumber(nextLevel(spec.levels, this.valueOf(this.at)));
    const label = `${this.named(this.at)}; arrow keys move, Space makes it ${next}`;
    if (cursor.getAttribute("aria-label") !== label) cursor.setAttribute("aria-label", label);
  }
}
