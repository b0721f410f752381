/** Axes: from data to pixels and back, ticks at 1, 2 and 5, labels that never meet. */

import { formatPowers, formatTicks } from "./format.js";

/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */
/** @typedef {import("./theme.js").Theme} AxesTheme */

export const TICK_SIZE = 11;
/** Pixels of height from which an axis' name has a line of its own. */
const ROOMY = 180;

/** One axis: limits in data, ends in pixels. */
export class Axis {
  /**
   * @param {number} low
   * @param {number} high
   * @param {boolean} log
   */
  constructor(low, high, log = false) {
    this.low = low;
    this.high = high;
    this.log = log;
    this.from = 0;
    this.to = 1;
  }

  /**
   * @param {number} from pixel of the low limit
   * @param {number} to pixel of the high limit
   */
  place(from, to) {
    this.from = from;
    this.to = to;
  }

  /** @param {number} value @returns {number} its pixel; NaN where it has none */
  at(value) {
    const [low, high, v] = this.log
      ? [Math.log10(this.low), Math.log10(this.high), value > 0 ? Math.log10(value) : NaN]
      : [this.low, this.high, value];
    return this.from + ((v - low) / (high - low)) * (this.to - this.from);
  }

  /** @param {number} pixel @returns {number} the value there */
  value(pixel) {
    const share = (pixel - this.from) / (this.to - this.from);
    if (!this.log) return this.low + share * (this.high - this.low);
    return this.low * (this.high / this.low) ** share;
  }

  /** @param {number} pixel @returns {number} the value there, within the limits */
  within(pixel) {
    return Math.min(Math.max(this.value(pixel), this.low), this.high);
  }
}

/**
 * Return the first number of 1, 2, 5, 10, 20, ... that is no smaller.
 * @param {number} value positive
 */
export function niceAbove(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  const digit = [1, 2, 5, 10].find((d) => d * power >= value * (1 - 1e-9)) ?? 10;
  return digit * power;
}

/**
 * Return ticks and their labels.
 * @param {Axis} axis
 * @param {number} most how many at most
 * @param {boolean} whole whether only whole numbers are ticks
 * @returns {{ticks: number[], labels: string[]}}
 */
export function ticksOf(axis, most, whole = false) {
  const ticks = axis.log ? logTicks(axis, most) : linearTicks(axis, most, whole);
  return { ticks, labels: axis.log ? formatPowers(ticks) : formatTicks(ticks) };
}

/**
 * @param {Axis} axis
 * @param {number} most
 * @param {boolean} whole
 */
function linearTicks(axis, most, whole) {
  const span = axis.high - axis.low;
  let step = niceAbove(span / Math.max(most, 1));
  if (whole) step = Math.max(1, step);
  const ticks = [];
  for (let k = Math.ceil(axis.low / step - 1e-6); k * step <= axis.high + 1e-6 * span; k++) {
    ticks.push(Number((k * step).toPrecision(12)));
  }
  return ticks;
}

/**
 * @param {Axis} axis
 * @param {number} most
 */
function logTicks(axis, most) {
  const first = Math.ceil(Math.log10(axis.low) - 1e-6);
  const last = Math.floor(Math.log10(axis.high) + 1e-6);
  const decades = last - first + 1;
  const between = decades < 3 ? ticksWithin(axis, first - 1, last, 1, [1, 2, 5]) : [];
  if (decades < 3 && between.length <= most) return between;
  const needed = decades / Math.max(most, 2);
  const every = [1, 2, 3, 5, 10].find((step) => step >= needed) ?? Math.ceil(needed);
  return ticksWithin(axis, first, last, every, [1]);
}

/**
 * Return the ticks with these digits within an axis, at every so manieth power of ten.
 * @param {Axis} axis
 * @param {number} first
 * @param {number} last
 * @param {number} every
 * @param {number[]} digits
 */
function ticksWithin(axis, first, last, every, digits) {
  const ticks = [];
  for (let power = first; power <= last; power++) {
    if (power % every) continue;
    for (const digit of digits) {
      const tick = digit * 10 ** power;
      if (tick >= axis.low * (1 - 1e-6) && tick <= axis.high * (1 + 1e-6)) ticks.push(tick);
    }
  }
  return ticks;
}

/**
 * Return the ticks of an x axis, as many as stand apart from each other; two at least where two do.
 * @param {CanvasRenderingContext2D} context with the font of ticks
 * @param {Axis} axis
 * @param {boolean} whole
 */
export function ticksAcross(context, axis, whole = false) {
  const wanted = Math.max(1, Math.floor(Math.abs(axis.to - axis.from) / 44));
  const fewer = Array.from({ length: wanted }, (_, i) => wanted - i);
  for (const most of [...fewer, wanted + 1, wanted + 2, wanted + 3]) {
    const found = ticksOf(axis, most, whole);
    const widest = Math.max(0, ...found.labels.map((label) => context.measureText(label).width));
    const apart = found.ticks.slice(1).every((t, i) => axis.at(t) - axis.at(found.ticks[i]) > widest + 8);
    if (apart && found.ticks.length > 1) return found;
  }
  return ticksOf(axis, 1, whole);
}

/**
 * Place two axes in a canvas and draw grid, ticks and labels; return the box between them.
 * @param {CanvasRenderingContext2D} context
 * @param {AxesTheme} theme
 * @param {{width: number, height: number}} size
 * @param {Axis} x
 * @param {Axis} y
 * @param {{x?: string, y?: string, wholeX?: boolean, wholeY?: boolean, square?: boolean, across?: {ticks: number[], labels: string[]}, grid?: boolean, percent?: boolean, gap?: number}} options `across` gives ready ticks for x, without grid lines; `gap` is the pixels from the labels of y to their axis, 6 by default
 * @returns {Box}
 */
export function drawAxes(context, theme, size, x, y, options) {
  context.font = `${TICK_SIZE}px ${theme.font}`;
  const below = options.x !== "" && size.height >= ROOMY;
  const bottom = size.height - (below ? 35 : 20);
  const top = options.y ? 20 : 8;
  const up = ticksOf(y, Math.max(2, Math.floor((bottom - top) / 24)), options.wholeY);
  if (options.percent) up.labels = up.ticks.map((t) => `${Math.round(100 * t)} %`);
  const widest = Math.max(0, ...up.labels.map((l) => context.measureText(l).width));
  const wide = context.measureText(options.x ?? "").width;
  const beside = !below && wide <= 36;
  const gap = options.gap ?? 6;
  const left = Math.max(Math.ceil(widest / 6) * 6 + gap + 2, beside ? wide + 14 : 0);
  const box = { left, top, right: size.width - 10, bottom };
  if (options.square) squared(box, x, y);
  x.place(box.left, box.right);
  y.place(box.bottom, box.top);
  const across = options.across ?? ticksAcross(context, x, options.wholeX);
  if (options.grid ?? true) drawGrid(context, theme, box, x, y, options.across ? [] : across.ticks, up.ticks);
  context.fillStyle = theme.quiet;
  context.textBaseline = "middle";
  context.textAlign = "right";
  up.ticks.forEach((t, i) => context.fillText(up.labels[i], box.left - gap, y.at(t)));
  context.textBaseline = "top";
  const end = options.x && !below && !beside ? box.right - wide - 10 : size.width;
  across.ticks.forEach((t, i) => {
    const half = context.measureText(across.labels[i]).width / 2;
    context.textAlign = "center";
    const middle = Math.min(x.at(t), size.width - half);
    if (middle + half <= end) context.fillText(across.labels[i], middle, box.bottom + 5);
  });
  context.fillStyle = theme.ink;
  context.textAlign = "right";
  if (options.x) {
    const end = beside ? left - 14 : box.right;
    context.fillText(options.x, end, box.bottom + (below ? 20 : 5), end);
  }
  context.textAlign = "left";
  const start = Math.max(0, box.left - gap - widest);
  if (options.y) context.fillText(options.y, start, box.top - 17, size.width - start);
  return box;
}

/**
 * Shrink a box until a unit is as long across as it is up.
 * @param {Box} box
 * @param {Axis} x
 * @param {Axis} y
 */
function squared(box, x, y) {
  const unit = Math.min(
    (box.right - box.left) / (x.high - x.low),
    (box.bottom - box.top) / (y.high - y.low),
  );
  box.right = box.left + unit * (x.high - x.low);
  box.top = box.bottom - unit * (y.high - y.low);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {AxesTheme} theme
 * @param {Box} box
 * @param {Axis} x
 * @param {Axis} y
 * @param {number[]} across
 * @param {number[]} up
 */
function drawGrid(context, theme, box, x, y, across, up) {
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.globalAlpha = 0.7;
  context.beginPath();
  for (const tick of across) {
    const pixel = Math.round(x.at(tick)) + 0.5;
    context.moveTo(pixel, box.top);
    context.lineTo(pixel, box.bottom);
  }
  for (const tick of up) {
    const pixel = Math.round(y.at(tick)) + 0.5;
    context.moveTo(box.left, pixel);
    context.lineTo(box.right, pixel);
  }
  context.stroke();
  context.globalAlpha = 1;
  context.strokeStyle = theme.quiet;
  context.beginPath();
  context.moveTo(Math.round(box.left) + 0.5, box.top);
  context.lineTo(Math.round(box.left) + 0.5, Math.round(box.bottom) + 0.5);
  context.lineTo(box.right, Math.round(box.bottom) + 0.5);
  context.stroke();
}
