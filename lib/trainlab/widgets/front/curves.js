/** Curves: the fit of a function or losses by step, with bands, data as dots, and marks. */

import { Axis, drawAxes, niceAbove } from "./axes.js";
import { formatNumber } from "./format.js";
import { Frame, MARK_SHAPES, traceMark } from "./frame.js";

/**
 * @typedef {import("./frame.js").NumberArray} CurvesArray
 * @typedef {object} CurvesSpec
 * @property {string} title
 * @property {string} x_label
 * @property {string} y_label
 * @property {boolean} log_x
 * @property {boolean} log_y
 * @property {[number, number] | null} x_domain
 * @property {[number, number] | null} y_domain
 * @property {string[]} names
 * @property {boolean[]} dashes
 * @property {CurvesArray} [points] (N, 2)
 * @property {string} points_name what they are
 * @typedef {{x: CurvesArray, y: CurvesArray, low?: CurvesArray, high?: CurvesArray, marks?: CurvesMark[]}} CurvesNumbers
 * @typedef {{x: number, text: string, color?: number, row?: number}} CurvesMark its colour's place in the cycle, and its text's rows below the top
 * @typedef {[number, number]} Limits
 */

/** So many points, or fewer, are drawn as large dots. */
const FEW = 20;
/** Decades that losses span at most. */
const MOST_DECADES = 12;
/** Pixels from one row of marks' texts to the next. */
const MARK_ROW = 13;
/** Pixels across from one sign on a curve to the next, and half a sign's size. */
const [SIGNS_APART, SIGN] = [72, 3.6];
/** A curve that has run away leaves the axes: so many times its median is the top. */
const RUNAWAY = 1e6;

/** The curves. */
export class CurvesPanel {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.frame = new Frame(host, () => this.paint(), (x) => this.readout(x));
    /** @type {CurvesSpec | null} */
    this.spec = null;
    /** @type {CurvesNumbers | null} */
    this.numbers = null;
    /** @type {CurvesNumbers | null} */
    this.pinned = null;
    /** @type {boolean[]} whether a curve is more than a band */
    this.lines = [];
    /** @type {Limits | null} */
    this.across = null;
    /** @type {Limits | null} */
    this.up = null;
    this.x = new Axis(0, 1);
    this.y = new Axis(0, 1);
    this.wholeX = false;
    this.box = { left: 0, top: 0, right: 1, bottom: 1 };
  }

  /** @param {CurvesSpec} spec */
  setSpec(spec) {
    if (JSON.stringify(axesOf(spec)) !== JSON.stringify(this.spec && axesOf(this.spec))) {
      this.across = this.up = null;
    }
    this.spec = spec;
    this.setLimits();
    this.frame.entitle(spec.title);
    this.frame.repaint();
  }

  /**
   * @param {CurvesNumbers} numbers
   * @param {CurvesNumbers | null} pinned
   */
  draw(numbers, pinned) {
    this.numbers = numbers;
    this.pinned = pinned;
    this.lines = linesOf(numbers);
    this.setLimits();
    this.frame.repaint();
    this.frame.say(() => this.inWords());
  }

  redraw() {
    this.frame.resize();
  }

  /** @param {number} curve */
  color(curve) {
    const { theme } = this.frame;
    const names = /** @type {CurvesSpec} */ (this.spec).names;
    if (names[curve] === "training" || names[curve] === "validation") return theme[names[curve]];
    const others = names.filter((name) => name !== "training" && name !== "validation");
    return theme.cycle[Math.max(0, others.indexOf(names[curve])) % theme.cycle.length];
  }

  setLimits() {
    const { spec } = this;
    if (!spec) return;
    const shown = [this.numbers, this.pinned].filter((n) => n !== null);
    const points = spec.points?.data ?? [];
    const xs = joined([...shown.map((n) => n.x.data), points.filter((_, i) => i % 2 === 0)]);
    this.wholeX = xs.every(Number.isInteger);
    const heights = shown.flatMap((n) => [n.y.data, n.low?.data ?? [], n.high?.data ?? []]);
    const ys = joined([...heights, points.filter((_, i) => i % 2 === 1)]);
    this.across = spec.x_domain ?? (spec.log_x ? logLimits(this.across, xs) : linearLimits(this.across, xs, 0));
    this.up = spec.y_domain ?? (spec.log_y ? logLimits(this.up, ys, RUNAWAY, MOST_DECADES) : linearLimits(this.up, ys, 0.06));
    this.x = new Axis(...(this.across ?? [spec.log_x ? 1 : 0, spec.log_x ? 10 : 1]), spec.log_x);
    this.y = new Axis(...(this.up ?? [spec.log_y ? 0.1 : 0, 1]), spec.log_y);
  }

  paint() {
    const { spec, frame, numbers } = this;
    if (!spec) return;
    const { context, theme } = frame;
    this.box = drawAxes(context, theme, frame, this.x, this.y, {
      x: spec.x_label,
      y: spec.y_label,
      wholeX: this.wholeX,
    });
    const { left, top, right, bottom } = this.box;
    context.save();
    context.beginPath();
    context.rect(left - 4, top - 4, right - left + 8, bottom - top + 8);
    context.clip();
    if (spec.points) this.paintDots(spec.points);
    context.lineJoin = "round";
    if (this.pinned) this.paintCurves(this.pinned, () => theme.pinned, 1.5);
    if (numbers) {
      spec.names.forEach((_, curve) => this.paintBand(numbers, curve));
      this.paintCurves(numbers, (curve) => this.color(curve), 2);
      spec.names.forEach((_, curve) => this.paintSigns(numbers, curve));
      for (const mark of numbers.marks ?? []) this.paintMark(mark);
    }
    context.restore();
    frame.note(numbers && !this.shown(numbers) ? "no numbers yet" : "");
    if (frame.pointer) this.paintHair(frame.pointer.x);
    frame.legend(this.legendKeys(spec));
  }

  /** @param {CurvesArray} points */
  paintDots(points) {
    const { context, theme } = this.frame;
    const radius = points.data.length <= 2 * FEW ? 4.5 : 2.2;
    context.fillStyle = theme.quiet;
    context.globalAlpha = 0.55;
    context.beginPath();
    for (let i = 0; i < points.data.length; i += 2) {
      const [x, y] = [this.x.at(points.data[i]), this.y.at(points.data[i + 1])];
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, 2 * Math.PI);
    }
    context.fill();
    context.globalAlpha = 1;
  }

  /**
   * @param {CurvesNumbers} numbers
   * @param {number} curve
   */
  paintBand(numbers, curve) {
    const { low, high, x } = numbers;
    if (!low || !high) return;
    const { context } = this.frame;
    const count = x.data.length;
    context.fillStyle = this.color(curve);
    context.globalAlpha = 0.18;
    context.beginPath();
    for (const [start, end] of finiteRuns([low, high], curve, count)) {
      for (let i = start; i < end; i++) {
        const point = /** @type {[number, number]} */ ([this.x.at(x.data[i]), this.pixel(high.data[curve * count + i])]);
        if (i === start) context.moveTo(...point);
        else context.lineTo(...point);
      }
      for (let i = end - 1; i >= start; i--) {
        context.lineTo(this.x.at(x.data[i]), this.pixel(low.data[curve * count + i]));
      }
      context.closePath();
    }
    context.fill();
    context.globalAlpha = 1;
  }

  /**
   * Return whether anything of these numbers has a place on the axes.
   * @param {CurvesNumbers} numbers
   */
  shown({ x, y, low }) {
    return [y, low].some((values) =>
      values?.data.some((v, i) => Number.isFinite(v) && Number.isFinite(this.x.at(x.data[i % x.data.length]))),
    );
  }

  /**
   * Return the sign of a curve that looks like another one but for its colour; none for others.
   * @param {number} curve
   * @returns {import("./frame.js").Mark | undefined}
   */
  sign(curve) {
    const { dashes } = /** @type {CurvesSpec} */ (this.spec);
    const alike = dashes.filter((dashed, other) => this.lines[other] && dashed === dashes[curve]);
    return this.lines[curve] && alike.length > 1 ? MARK_SHAPES[curve % MARK_SHAPES.length] : undefined;
  }

  /**
   * Draw a curve's sign along it, at places of its own, so that also a curve beneath another is seen.
   * @param {CurvesNumbers} numbers
   * @param {number} curve
   */
  paintSigns({ x, y }, curve) {
    const sign = this.sign(curve);
    if (!sign) return;
    const { context, theme } = this.frame;
    const { left, top, bottom } = this.box;
    const count = x.data.length;
    const first = left + (SIGNS_APART * (curve + 0.5)) / this.lines.length;
    const met = new Set();
    context.beginPath();
    for (let i = 0; i + 1 < count; i++) {
      const [from, to] = [this.x.at(x.data[i]), this.x.at(x.data[i + 1])];
      const [start, end] = [i, i + 1].map((at) => this.y.at(y.data[curve * count + at]));
      for (let k = Math.ceil((from - first) / SIGNS_APART); first + k * SIGNS_APART < to; k++) {
        const at = first + k * SIGNS_APART;
        const v = start + ((at - from) / (to - from)) * (end - start);
        if (met.has(k) || !(v >= top && v <= bottom)) continue;
        met.add(k);
        traceMark(context, sign, at, v, SIGN);
      }
    }
    context.strokeStyle = theme.paper;
    context.lineWidth = 2;
    context.stroke();
    context.fillStyle = this.color(curve);
    context.fill();
  }

  /**
   * Return the pixel of a value; what a log axis cannot show lies far below.
   * @param {number} value
   */
  pixel(value) {
    const pixel = this.y.at(value);
    return Number.isNaN(pixel) ? this.y.from + 1e4 : Math.min(Math.max(pixel, -1e4), 1e4);
  }

  /**
   * @param {CurvesNumbers} numbers
   * @param {(curve: number) => string} color
   * @param {number} width
   */
  paintCurves(numbers, color, width) {
    const { context } = this.frame;
    const { data: x } = numbers.x;
    const { data: y } = numbers.y;
    const spec = /** @type {CurvesSpec} */ (this.spec);
    /** @type {{u: number, v: number, color: string, mark: import("./frame.js").Shape}[]} */
    const dots = [];
    for (let curve = spec.names.length - 1; curve >= 0; curve--) {
      context.strokeStyle = context.fillStyle = color(curve);
      context.lineWidth = width;
      const dashed = spec.dashes[curve] || (numbers === this.pinned && curve % 2 === 1);
      context.setLineDash(dashed ? [6, 4] : []);
      context.beginPath();
      for (const [start, end] of finiteRuns([numbers.y], curve, x.length)) {
        const at = curve * x.length;
        for (let i = start; i < end; i++) {
          const [u, v] = [this.x.at(x[i]), this.pixel(y[at + i])];
          if (Number.isNaN(u)) continue;
          context.lineTo(u, v);
        }
        const [u, v] = [this.x.at(x[end - 1]), this.pixel(y[at + end - 1])];
        if (end - start === 1) dots.push({ u, v, color: color(curve), mark: this.sign(curve) ?? "circle" });
        if (y[at + end] === Infinity && end < x.length) {
          dots.push({ u, v: Math.max(v, this.box.top + 4), color: color(curve), mark: "cross" });
        }
        context.stroke();
        context.beginPath();
      }
    }
    context.setLineDash([]);
    for (const { u, v, color: shade, mark } of dots) {
      context.beginPath();
      context.strokeStyle = context.fillStyle = shade;
      traceMark(context, mark, u, v, mark === "cross" ? 4 : 3.2);
      if (mark === "cross") context.stroke();
      else context.fill();
    }
  }

  /** @param {CurvesMark} mark */
  paintMark(mark) {
    const { context, theme } = this.frame;
    const x = this.x.at(mark.x);
    if (!(x >= this.box.left && x <= this.box.right)) return;
    context.strokeStyle = context.fillStyle = mark.color === undefined ? theme.quiet : theme.cycle[mark.color];
    context.lineWidth = 1;
    context.setLineDash([2, 3]);
    context.beginPath();
    context.moveTo(x, this.box.top);
    context.lineTo(x, this.box.bottom);
    context.stroke();
    context.setLineDash([]);
    const right = x + 4 + context.measureText(mark.text).width > this.box.right;
    const at = /** @type {[number, number]} */ ([right ? x - 4 : x + 4, this.box.top + MARK_ROW * (mark.row ?? 0)]);
    context.textAlign = right ? "right" : "left";
    context.textBaseline = "top";
    context.strokeStyle = theme.paper;
    context.lineWidth = 4;
    context.strokeText(mark.text, ...at);
    context.fillStyle = theme.ink;
    context.fillText(mark.text, ...at);
  }

  /**
   * Return the index of the sample nearest to a pixel, -1 for none.
   * @param {CurvesNumbers | null} numbers
   * @param {number} pixel
   */
  nearest(numbers, pixel) {
    const data = numbers?.x.data ?? [];
    let [best, found] = [Infinity, -1];
    for (let i = 0; i < data.length; i++) {
      const away = Math.abs(this.x.at(data[i]) - pixel);
      if (away < best) [best, found] = [away, i];
    }
    return found;
  }

  /** @param {number} pixel */
  paintHair(pixel) {
    const at = this.nearest(this.numbers, pixel);
    if (at < 0 || !this.numbers || !this.spec) return;
    const { context, theme } = this.frame;
    const x = this.x.at(this.numbers.x.data[at]);
    context.strokeStyle = theme.quiet;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(Math.round(x) + 0.5, this.box.top);
    context.lineTo(Math.round(x) + 0.5, this.box.bottom);
    context.stroke();
    const { numbers } = this;
    this.spec.names.forEach((_, curve) => {
      const y = this.y.at(valueAt(numbers, curve, at));
      if (!(y >= this.box.top - 1 && y <= this.box.bottom + 1)) return;
      context.fillStyle = this.color(curve);
      context.strokeStyle = theme.paper;
      context.beginPath();
      context.arc(x, y, 3.5, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    });
  }

  /** @param {number} pixel */
  readout(pixel) {
    const { spec, numbers, pinned, box } = this;
    if (!spec || !numbers || pixel < box.left - 4 || pixel > box.right + 4) return null;
    const at = this.nearest(numbers, pixel);
    if (at < 0) return null;
    const x = numbers.x.data[at];
    const before = this.nearest(pinned, this.x.at(x));
    const rows = [{ text: `${spec.x_label || "x"} = ${formatNumber(x)}`, color: "transparent" }];
    spec.names.forEach((name, curve) => {
      const value = valueAt(numbers, curve, at);
      const kept = pinned && before >= 0 ? `, pinned ${formatNumber(valueAt(pinned, curve, before))}` : "";
      if (!Number.isNaN(value)) rows.push({ text: `${name} ${formatNumber(value)}${kept}`, color: this.color(curve) });
    });
    return rows;
  }

  /**
   * @param {CurvesSpec} spec
   * @returns {import("./frame.js").Key[]}
   */
  legendKeys(spec) {
    const { theme } = this.frame;
    /** @type {import("./frame.js").Key[]} */
    const keys = [];
    if (spec.points) keys.push({ name: spec.points_name, color: theme.quiet, shape: "circle" });
    spec.names.forEach((name, curve) => {
      const line = spec.dashes[curve] ? "dash" : "line";
      const shape = this.numbers?.low && !this.lines[curve] ? "area" : line;
      if (name) keys.push({ name, color: this.color(curve), shape, mark: this.sign(curve) });
    });
    if (this.pinned) keys.push({ name: "pinned", color: theme.pinned, shape: "line" });
    return keys;
  }

  inWords() {
    const { spec, numbers } = this;
    if (!spec || !numbers || numbers.x.data.length === 0) return spec?.title ?? "";
    const last = numbers.x.data.length - 1;
    const ends = spec.names
      .map((name, curve) => ({ name, value: valueAt(numbers, curve, last) }))
      .filter(({ value }) => !Number.isNaN(value))
      .map(({ name, value }) => `${name} ${formatNumber(value)}`);
    return `${spec.title}: at ${spec.x_label || "x"} ${formatNumber(numbers.x.data[last])}, ${ends.join(", ")}.`;
  }
}

/**
 * @param {ArrayLike<number>[]} parts
 * @returns {Float64Array}
 */
export function joined(parts) {
  const whole = new Float64Array(parts.reduce((count, part) => count + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * @param {CurvesNumbers} numbers
 * @param {number} curve
 * @param {number} at
 */
function valueAt(numbers, curve, at) {
  return numbers.y.data[curve * numbers.x.data.length + at];
}

/**
 * Return for each curve whether any of its own numbers is finite; a mere band's are not.
 * @param {CurvesNumbers} numbers
 */
function linesOf({ x, y }) {
  const count = x.data.length;
  return Array.from({ length: y.shape[0] }, (_, curve) =>
    y.data.subarray(curve * count, (curve + 1) * count).some(Number.isFinite),
  );
}

/** @param {CurvesSpec} spec */
function axesOf(spec) {
  return [spec.log_x, spec.log_y, spec.x_domain, spec.y_domain, spec.points?.data.length];
}

/**
 * Return the stretches [start, end) in which a curve of all arrays is finite.
 * @param {CurvesArray[]} arrays (C, n)
 * @param {number} curve
 * @param {number} count n
 * @returns {[number, number][]}
 */
function finiteRuns(arrays, curve, count) {
  /** @type {[number, number][]} */
  const runs = [];
  let start = -1;
  for (let i = 0; i <= count; i++) {
    const finite = i < count && arrays.every((a) => Number.isFinite(a.data[curve * count + i]));
    if (finite && start < 0) start = i;
    if (!finite && start >= 0) {
      runs.push([start, i]);
      start = -1;
    }
  }
  return runs;
}

/**
 * Return limits at whole decades about the positive values. They stay as they are until something
 * lies outside, or two decades at an end are empty.
 * @param {Limits | null} now
 * @param {Float64Array} values
 * @param {number} runaway so many times the median is the top at most
 * @param {number} decades at most
 * @returns {Limits | null}
 */
export function logLimits(now, values, runaway = Infinity, decades = Infinity) {
  const shown = values.filter((v) => v > 0 && Number.isFinite(v)).sort();
  if (!shown.length) return now;
  const most = Math.min(shown[shown.length - 1], runaway * shown[shown.length >> 1]);
  const top = Math.ceil(Math.log10(most) - 1e-6);
  const lowest = Math.floor(Math.log10(shown[0]) + 1e-6);
  const bottom = Math.max(Math.min(lowest, top - 1), top - decades);
  if (now) {
    const [from, to] = now.map((v) => Math.round(Math.log10(v)));
    if (from <= bottom && bottom <= from + 2 && to - 2 <= top && top <= to) return now;
  }
  return [10 ** bottom, 10 ** top];
}

/**
 * Return limits about the values, at round numbers, from 0 where that is near. They stay until
 * something lies outside, or less than a third of them is filled.
 * @param {Limits | null} now
 * @param {Float64Array} values
 * @param {number} margin share of the span left free at each end
 * @returns {Limits | null}
 */
export function linearLimits(now, values, margin) {
  let [low, high] = [Infinity, -Infinity];
  for (const v of values) {
    if (Number.isFinite(v)) [low, high] = [Math.min(low, v), Math.max(high, v)];
  }
  if (low > high) return now;
  if (now && now[0] <= low && high <= now[1] && high - low >= (now[1] - now[0]) / 3) return now;
  const span = high - low || Math.abs(high) || 1;
  if (low >= 0 && low <= 0.4 * high && margin === 0) return [0, niceAbove(high || 1)];
  const step = niceAbove(span / 10);
  const bottom = low >= 0 && low < margin * span ? 0 : step * Math.floor((low - margin * span) / step);
  const top = step * Math.ceil((high + margin * span) / step);
  return [bottom, top > bottom ? top : bottom + step];
}
