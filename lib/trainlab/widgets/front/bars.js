/** Bars: numbers by layer, one group or more, with whiskers; points where the axis is logarithmic. */

import { Axis, drawAxes, TICK_SIZE } from "./axes.js";
import { joined, linearLimits, logLimits } from "./curves.js";
import { formatNumber } from "./format.js";
import { Frame, MARK_SHAPES, traceMark } from "./frame.js";

/**
 * @typedef {import("./frame.js").NumberArray} BarsArray
 * @typedef {object} BarsSpec
 * @property {string} title
 * @property {string} x_label
 * @property {string[]} names groups
 * @property {string[]} labels of the places along x
 * @property {boolean} log
 * @property {[number, number] | null} limits
 * @property {boolean} whole whether values are whole numbers
 * @property {boolean} percent whether values are shares
 * @typedef {{mid: BarsArray, low?: BarsArray, high?: BarsArray}} BarsNumbers (K, L) each
 */

/** The bars. */
export class BarsPanel {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.frame = new Frame(host, () => this.paint(), (x) => this.readout(x));
    /** @type {BarsSpec | null} */
    this.spec = null;
    /** @type {BarsNumbers | null} */
    this.numbers = null;
    /** @type {BarsNumbers | null} */
    this.pinned = null;
    /** @type {[number, number] | null} */
    this.limits = null;
    this.x = new Axis(0, 1);
    this.y = new Axis(0, 1);
    this.box = { left: 0, top: 0, right: 1, bottom: 1 };
  }

  /** @param {BarsSpec} spec */
  setSpec(spec) {
    if (this.spec?.log !== spec.log || this.spec?.labels.length !== spec.labels.length) this.limits = null;
    this.spec = spec;
    this.setLimits(spec);
    this.frame.entitle(spec.title);
    this.frame.repaint();
  }

  /**
   * @param {BarsNumbers} numbers
   * @param {BarsNumbers | null} pinned
   */
  draw(numbers, pinned) {
    this.numbers = numbers;
    this.pinned = pinned;
    if (this.spec) this.setLimits(this.spec);
    this.frame.repaint();
    this.frame.say(() => this.inWords());
  }

  redraw() {
    this.frame.resize();
  }

  paint() {
    const { spec, frame } = this;
    if (!spec) return;
    const { context, theme } = frame;
    const count = spec.labels.length;
    this.x = new Axis(0.4, count + 0.6);
    this.y = new Axis(...(this.limits ?? [spec.log ? 0.1 : 0, 1]), spec.log);
    context.font = `${TICK_SIZE}px ${theme.font}`;
    this.box = drawAxes(context, theme, frame, this.x, this.y, {
      x: spec.x_label,
      across: this.ticks(spec),
      wholeY: spec.whole,
      percent: spec.percent,
    });
    const { left, top, right, bottom } = this.box;
    context.save();
    context.beginPath();
    context.rect(left, top - 5, right - left, bottom - top + 10);
    context.clip();
    const { numbers, pinned } = this;
    const kept = pinned && pinned.mid.shape[1] === count ? pinned : null;
    if (kept && spec.log) spec.names.forEach((_, k) => this.paintGroup(kept, k, theme.pinned));
    if (numbers && numbers.mid.shape[1] === count) {
      spec.names.forEach((_, k) => this.paintGroup(numbers, k, theme.cycle[k % theme.cycle.length]));
    }
    if (kept && !spec.log) spec.names.forEach((_, k) => this.paintCaps(kept, k));
    context.restore();
    frame.legend(this.legendKeys(spec));
  }

  /** @param {BarsSpec} spec */
  setLimits(spec) {
    if (spec.limits) {
      this.limits = spec.limits;
      return;
    }
    const shown = [this.numbers, this.pinned].filter((n) => n !== null);
    const parts = shown.flatMap((n) => [n.mid.data, n.low?.data ?? [], n.high?.data ?? []]);
    const values = joined([...parts, spec.log ? [] : [0]]);
    this.limits = spec.log ? logLimits(this.limits, values) : linearLimits(this.limits, values, 0);
  }

  /**
   * Return every label that has room beside its neighbours, at steps of 1, 2, 5, 10, ...
   * @param {BarsSpec} spec
   */
  ticks(spec) {
    const { context, width } = this.frame;
    const wide = spec.labels.map((label) => context.measureText(label).width);
    const room = (width - 50) / spec.labels.length;
    /** @param {number} step */
    const crowded = (step) => wide.some((_, i) => (i + 1) % step === 0 && (wide[i] + (wide[i + step] ?? 0)) / 2 + 6 > step * room);
    let every = 1;
    for (let k = 0; crowded(every) && every < spec.labels.length; k++) {
      every = [1, 2, 5][k % 3] * 10 ** Math.floor(k / 3);
    }
    const ticks = spec.labels.map((_, i) => i + 1).filter((at) => every === 1 || at % every === 0);
    return { ticks, labels: ticks.map((at) => spec.labels[at - 1]) };
  }

  /**
   * Return how far a group stands from the middle of its place, in places.
   * @param {number} group
   */
  shift(group) {
    const { names, log } = /** @type {BarsSpec} */ (this.spec);
    const beside = log ? Math.min(0.22, 0.7 / names.length) : this.barWidth() / (this.x.at(2) - this.x.at(1));
    return (group - (names.length - 1) / 2) * beside;
  }

  /**
   * @param {BarsNumbers} numbers
   * @param {number} group
   * @param {string} color
   */
  paintGroup(numbers, group, color) {
    const { context } = this.frame;
    const spec = /** @type {BarsSpec} */ (this.spec);
    const count = spec.labels.length;
    const place = this.x.at(2) - this.x.at(1);
    const bar = this.barWidth();
    const size = Math.min(3.6, Math.max(1.6, 0.12 * place));
    context.strokeStyle = context.fillStyle = color;
    if (spec.log) this.paintLine(numbers, group);
    for (let layer = 0; layer < count; layer++) {
      const value = numbers.mid.data[group * count + layer];
      const x = this.x.at(layer + 1 + this.shift(group));
      if (Number.isNaN(value)) continue;
      context.beginPath();
      if (!spec.log) {
        this.paintBar(x - bar / 2, bar, value);
      } else if (value > 0) {
        traceMark(context, MARK_SHAPES[group % MARK_SHAPES.length], x, this.y.at(value), size);
        context.fill();
      } else {
        this.paintBelow(x);
      }
      if (numbers.low && numbers.high) {
        this.paintWhisker(x, numbers.low.data[group * count + layer], numbers.high.data[group * count + layer]);
      }
    }
  }

  barWidth() {
    const groups = /** @type {BarsSpec} */ (this.spec).names.length;
    return Math.min(26, (0.8 * (this.x.at(2) - this.x.at(1))) / groups);
  }

  /**
   * Draw a bar from zero; a bar of nothing is a line, so that it is seen to be there.
   * @param {number} x
   * @param {number} wide
   * @param {number} value
   */
  paintBar(x, wide, value) {
    const [zero, y] = [this.y.at(Math.max(0, this.y.low)), this.y.at(value)];
    const [top, bottom] = value < 0 ? [zero, Math.max(y, zero + 2)] : [Math.min(y, zero - 2), zero];
    this.frame.context.fillRect(x, top, wide, bottom - top);
  }

  /**
   * Draw where the bars of a pinned run ended, over those of now.
   * @param {BarsNumbers} numbers
   * @param {number} group
   */
  paintCaps(numbers, group) {
    const { context, theme } = this.frame;
    const count = numbers.mid.shape[1];
    const half = this.barWidth() / 2 + 2;
    for (const [color, width] of /** @type {[string, number][]} */ ([[theme.paper, 5], [theme.pinned, 2.5]])) {
      context.strokeStyle = color;
      context.lineWidth = width;
      context.beginPath();
      for (let layer = 0; layer < count; layer++) {
        const y = this.y.at(numbers.mid.data[group * count + layer]);
        const x = this.x.at(layer + 1 + this.shift(group));
        context.moveTo(x - half, y);
        context.lineTo(x + half, y);
      }
      context.stroke();
    }
  }

  /**
   * Join the values of a group.
   * @param {BarsNumbers} numbers
   * @param {number} group
   */
  paintLine(numbers, group) {
    const { context } = this.frame;
    const count = numbers.mid.shape[1];
    context.globalAlpha = 0.45;
    context.lineWidth = 1.2;
    context.beginPath();
    let joined = false;
    for (let layer = 0; layer < count; layer++) {
      const y = this.y.at(numbers.mid.data[group * count + layer]);
      const x = this.x.at(layer + 1 + this.shift(group));
      if (!Number.isFinite(y)) joined = false;
      else if (joined) context.lineTo(x, y);
      else {
        context.moveTo(x, y);
        joined = true;
      }
    }
    context.stroke();
    context.globalAlpha = 1;
  }

  /**
   * @param {number} x
   * @param {number} low
   * @param {number} high
   */
  paintWhisker(x, low, high) {
    const { context } = this.frame;
    const top = this.y.at(high);
    if (!Number.isFinite(top) || !Number.isFinite(low)) return;
    const bottom = this.y.log && low <= 0 ? this.box.bottom : this.y.at(low);
    const { ink, paper } = this.frame.theme;
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x, bottom);
    context.strokeStyle = this.y.log ? context.fillStyle : paper;
    context.lineWidth = this.y.log ? 1.3 : 3.5;
    context.stroke();
    if (this.y.log) return;
    context.strokeStyle = ink;
    context.lineWidth = 1.5;
    context.stroke();
  }

  /**
   * Say by an arrow at the bottom that a number is zero, below every log axis.
   * @param {number} x
   */
  paintBelow(x) {
    const { context } = this.frame;
    const { bottom } = this.box;
    context.moveTo(x - 4, bottom - 8);
    context.lineTo(x + 4, bottom - 8);
    context.lineTo(x, bottom - 1);
    context.closePath();
    context.fill();
  }

  /** @param {number} pixel */
  readout(pixel) {
    const { spec, numbers } = this;
    const place = Math.round(this.x.value(pixel));
    if (!spec || !numbers || place < 1 || place > spec.labels.length) return null;
    const rows = [{ text: `${spec.x_label} ${spec.labels[place - 1]}`, color: "transparent" }];
    spec.names.forEach((name, group) => {
      rows.push({ text: `${name} ${this.inNumbers(group, place - 1)}`, color: this.frame.theme.cycle[group] });
    });
    return rows;
  }

  /**
   * Return a group's number at a place, with its whiskers' ends.
   * @param {number} group
   * @param {number} place
   */
  inNumbers(group, place) {
    const { mid, low, high } = /** @type {BarsNumbers} */ (this.numbers);
    const percent = this.spec?.percent;
    const at = group * mid.shape[1] + place;
    /** @param {number} v */
    const text = (v) => (percent ? `${formatNumber(100 * v)} %` : formatNumber(v));
    return text(mid.data[at]) + (low && high ? ` (${text(low.data[at])} to ${text(high.data[at])})` : "");
  }

  /**
   * @param {BarsSpec} spec
   * @returns {import("./frame.js").Key[]}
   */
  legendKeys(spec) {
    const { cycle, pinned } = this.frame.theme;
    /** @type {import("./frame.js").Key[]} */
    const keys = spec.names.map((name, k) => ({
      name,
      color: cycle[k % cycle.length],
      shape: spec.log ? MARK_SHAPES[k % MARK_SHAPES.length] : "square",
    }));
    if (this.pinned) keys.push({ name: "pinned", color: pinned, shape: "line" });
    return keys;
  }

  inWords() {
    const { spec, numbers } = this;
    if (!spec || !numbers) return "";
    if (!spec.labels.length) return `${spec.title}: nothing to show.`;
    const last = spec.labels.length - 1;
    const groups = spec.names.map((name, k) => `${name} from ${this.inNumbers(k, 0)} to ${this.inNumbers(k, last)}`);
    return `${spec.title}, from ${spec.x_label} ${spec.labels[0]} to ${spec.labels[last]}: ${groups.join("; ")}.`;
  }
}
