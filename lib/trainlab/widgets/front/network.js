/** A network: each unit with its own map or curve, and its weights as lines that can be edited. */

import { TICK_SIZE } from "./axes.js";
import { FlickerGuard } from "./flicker.js";
import { formatNumber } from "./format.js";
import { Frame, appended } from "./frame.js";
import { colorTable } from "./theme.js";

/**
 * @typedef {import("./frame.js").NumberArray} NetworkArray
 * @typedef {object} NetworkSpec
 * @property {string} title
 * @property {number[]} widths units of the inputs, each hidden layer, and the outputs
 * @property {number} most units of a layer that have numbers
 * @property {number} [widest] the most units that a hidden layer can be given here; 0 where it can not
 * @property {string[]} inputs
 * @property {boolean} one_d whether a unit has a curve, not a map
 * @typedef {{weights: NetworkArray, maps: NetworkArray}} NetworkNumbers
 * @typedef {{layer: number, unit: number}} NetworkUnit layer 0 are the inputs
 * @typedef {{layer: number, unit: number, from: number}} NetworkWeight into a unit of a layer from 1
 * @typedef {{x: number, y: number}} NetworkPlace
 */

const [SMALLEST_TILE, LARGEST_TILE, TILE_GAP] = [15, 44, 5];
/** Lines are drawn in so many widths, up to the widest in pixels. */
const [LINE_WIDTHS, WIDEST_LINE] = [6, 4.2];
/** Pixels within which a line is meant. */
const LINE_REACH = 5;
/** The picture of the unit that is pointed at: its side, that as a share of the height, its distance from the tile. */
const [LARGE_SIDE, LARGE_SHARE, LARGE_GAP] = [150, 0.44, 10];
/** Pixels from a unit's middle between which the readout of the pointer stands. */
const [READOUT_TOP, READOUT_END] = [-46, 6];
/** Pixels in which layers without room are counted. */
const GAP_WIDTH = 44;
/** The height of the words above, without and with buttons, and of those beneath. */
const [HEAD, BUTTONED_HEAD, FOOT] = [16, 26, 16];
/** Pixels from the middle of a layer's width in words to that of a button beside it. */
const BUTTON_REACH = 22;
/** Pixels between layers from which all have buttons in sight and whole words beneath; else buttons where one points. */
const ROOMY_LAYERS = 64;
/** Pixels at least between the words beneath neighbouring layers. */
const WORDS_APART = 12;
const EDITOR_STEP = "0.05";

/** The network. */
export class NetworkPanel {
  /**
   * @param {HTMLElement} host
   * @param {(message: object) => void} post
   */
  constructor(host, post) {
    this.post = post;
    this.frame = new Frame(host, () => this.paint(), (x, y) => this.readout(x, y));
    this.guard = new FlickerGuard((picture) => this.show(picture));
    /** @type {NetworkSpec | null} */
    this.spec = null;
    /** @type {NetworkNumbers | null} */
    this.numbers = null;
    /** @type {ArrayLike<number>} */
    this.maps = [];
    /** @type {number[]} the layers that there is room for */
    this.columns = [];
    /** @type {number[]} units of each layer that there is room for */
    this.shown = [];
    /** @type {number[]} units of each layer that have numbers */
    this.counts = [];
    this.tile = LARGEST_TILE;
    this.left = this.middle = this.pitch = this.apart = this.gap = 0;
    this.table = new Uint32Array(256);
    this.tableOf = "";
    this.atlas = document.createElement("canvas");
    this.at = { layer: 1, unit: 0 };
    this.cursor = this.madeCursor();
    this.editor = new WeightEditor(this.frame.stage, () => this.cursor.focus());
    /** @type {[HTMLButtonElement, HTMLButtonElement][]} of each hidden layer: a unit less, one more */
    this.steppers = [];
    this.head = HEAD;
    this.frame.stage.addEventListener("click", (event) => this.click(event));
  }

  /** @param {NetworkSpec} spec */
  setSpec(spec) {
    const rebuilt = JSON.stringify(spec.widths) !== JSON.stringify(this.spec?.widths);
    this.spec = spec;
    this.counts = spec.widths.map((width) => Math.min(width, spec.most));
    if (rebuilt) {
      this.editor.close();
      this.at = { layer: 1, unit: 0 };
      this.numbers = null;
    }
    this.makeSteppers(spec);
    this.frame.entitle(spec.title);
    this.frame.repaint();
  }

  /** @param {NetworkNumbers} numbers */
  draw(numbers) {
    this.numbers = numbers;
    const { data } = numbers.maps;
    this.show(data instanceof Uint8Array ? this.guard.pass(data, performance.now()) : data);
    this.frame.say(() => this.inWords());
  }

  /** @param {ArrayLike<number>} maps of the units, or their averages while they flicker */
  show(maps) {
    this.maps = maps;
    this.frame.note(this.guard.averaging ? "averaged: it flickers" : "");
    this.frame.repaint();
  }

  redraw() {
    this.frame.resize();
  }

  // Where things stand.

  layOut() {
    const spec = /** @type {NetworkSpec} */ (this.spec);
    const { width, height, context, theme } = this.frame;
    context.font = `${TICK_SIZE}px ${theme.font}`;
    this.left = Math.max(...spec.inputs.map((name) => context.measureText(name).width)) + 8;
    this.head = spec.widest ? BUTTONED_HEAD : HEAD;
    const room = height - this.head - FOOT;
    const most = Math.max(...this.counts);
    const fit = Math.min(most, Math.max(1, Math.floor(room / (SMALLEST_TILE + TILE_GAP))));
    this.shown = this.counts.map((count) => Math.min(count, fit));
    const across = width - this.left - 14;
    const layers = spec.widths.length;
    const columns = Math.max(2, Math.min(layers, Math.floor(across / (SMALLEST_TILE + 21))));
    this.columns = spec.widths.map((_, layer) => layer);
    this.gap = columns < layers ? GAP_WIDTH : 0;
    if (this.gap) this.columns.splice(columns - 1, layers - columns);
    this.pitch = Math.min(room / fit, LARGEST_TILE + 12);
    this.tile = Math.floor(Math.min(this.pitch - TILE_GAP, LARGEST_TILE, (0.52 * (across - this.gap)) / (columns - 1)));
    this.apart = Math.min((across - this.tile - this.gap) / (columns - 1), 190);
    this.middle = this.head + room / 2;
  }

  /**
   * Return the middle of a unit's tile; null where there is no room for it.
   * @param {NetworkUnit} unit
   * @returns {NetworkPlace | null}
   */
  place({ layer, unit }) {
    const column = this.columns.indexOf(layer);
    if (column < 0 || unit >= this.shown[layer]) return null;
    const beyond = column === this.columns.length - 1 ? this.gap : 0;
    const x = this.left + this.tile / 2 + column * this.apart + beyond;
    const y = this.middle + (unit - (this.shown[layer] - 1) / 2) * this.pitch;
    return { x, y };
  }

  /**
   * Return the ends of a weight's line; null where there is no room for it.
   * @param {NetworkWeight} weight
   * @returns {[NetworkPlace, NetworkPlace] | null}
   */
  line({ layer, unit, from }) {
    const start = this.place({ layer: layer - 1, unit: from });
    const end = this.place({ layer, unit });
    if (!start || !end || !this.columns.includes(layer - 1)) return null;
    return [{ x: start.x + this.tile / 2, y: start.y }, { x: end.x - this.tile / 2, y: end.y }];
  }

  /**
   * Call a function with each weight that is drawn, and its value.
   * @param {(weight: NetworkWeight, value: number, ends: [NetworkPlace, NetworkPlace]) => void} use
   */
  eachWeight(use) {
    for (let layer = 1; layer < this.counts.length; layer++) {
      for (let unit = 0; unit < this.shown[layer]; unit++) {
        for (let from = 0; from < this.shown[layer - 1]; from++) {
          const weight = { layer, unit, from };
          const ends = this.line(weight);
          if (ends) use(weight, this.weight(weight), ends);
        }
      }
    }
  }

  /**
   * Return a weight, or a bias where it comes from the last place.
   * @param {NetworkWeight} weight
   */
  weight({ layer, unit, from }) {
    let start = 0;
    for (let l = 1; l < layer; l++) start += this.counts[l] * (this.counts[l - 1] + 1);
    return this.numbers?.weights.data[start + unit * (this.counts[layer - 1] + 1) + from] ?? NaN;
  }

  /** @param {NetworkUnit} unit not an input */
  bias({ layer, unit }) {
    return this.weight({ layer, unit, from: this.counts[layer - 1] });
  }

  /**
   * Return the unit at a pixel.
   * @param {number} x
   * @param {number} y
   * @returns {NetworkUnit | null}
   */
  unitAt(x, y) {
    const reach = this.tile / 2 + 2;
    for (const layer of this.columns) {
      for (let unit = 0; unit < this.shown[layer]; unit++) {
        const place = this.place({ layer, unit });
        if (place && Math.abs(place.x - x) <= reach && Math.abs(place.y - y) <= reach) return { layer, unit };
      }
    }
    return null;
  }

  /**
   * Return the weight at a pixel.
   * @param {number} x
   * @param {number} y
   * @returns {NetworkWeight | null}
   */
  weightAt(x, y) {
    let nearest = LINE_REACH;
    /** @type {NetworkWeight | null} */
    let found = null;
    this.eachWeight((weight, _, [start, end]) => {
      if (x < start.x || x > end.x) return;
      const [dx, dy] = [end.x - start.x, end.y - start.y];
      const away = Math.abs(dy * (x - start.x) - dx * (y - start.y)) / Math.hypot(dx, dy);
      if (away < nearest) [nearest, found] = [away, weight];
    });
    return found;
  }

  // Drawing.

  paint() {
    const { spec, frame } = this;
    if (!spec) return;
    this.layOut();
    if (this.numbers) {
      const pointer = frame.pointer;
      const unit = pointer && this.unitAt(pointer.x, pointer.y);
      const weight = pointer && !unit ? this.weightAt(pointer.x, pointer.y) : null;
      frame.stage.style.cursor = weight || (unit && unit.layer > 0) ? "pointer" : "";
      this.paintWeights(unit, weight);
      this.paintTiles(unit);
      const looked = unit ?? (document.activeElement === this.cursor ? this.at : null);
      if (looked && !this.editor.open) this.paintLarge(looked);
    }
    this.paintWords(spec);
    frame.legend([
      { name: "positive", color: frame.theme.class1, shape: "line" },
      { name: "negative", color: frame.theme.class0, shape: "dash" },
    ]);
    this.placeCursor();
    this.placeSteppers();
  }

  /**
   * @param {NetworkUnit | null} unit whose weights stand out
   * @param {NetworkWeight | null} weight that stands out
   */
  paintWeights(unit, weight) {
    const { context, theme } = this.frame;
    let largest = 1e-12;
    this.eachWeight((_, value) => {
      if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
    });
    // Lines of one look are one path: far fewer strokes than weights.
    /** @type {Map<number, [NetworkPlace, NetworkPlace][]>} */
    const looks = new Map();
    this.eachWeight((w, value, ends) => {
      if (!Number.isFinite(value)) return;
      const width = Math.ceil((LINE_WIDTHS * Math.abs(value)) / largest) || 1;
      const faint = unit && !touches(w, unit);
      const look = 4 * width + 2 * Number(Boolean(faint)) + Number(value < 0);
      const known = looks.get(look);
      if (known) known.push(ends);
      else looks.set(look, [ends]);
    });
    for (const [look, lines] of looks) {
      const width = look >> 2;
      context.strokeStyle = look & 1 ? theme.class0 : theme.class1;
      context.setLineDash(look & 1 ? [5, 3] : []);
      context.globalAlpha = look & 2 ? 0.1 : 0.35 + (0.65 * width) / LINE_WIDTHS;
      context.lineWidth = (WIDEST_LINE * (width - 0.5)) / LINE_WIDTHS;
      strokeLines(context, lines);
    }
    context.globalAlpha = 1;
    context.setLineDash([]);
    const ends = weight && this.line(weight);
    if (ends) {
      context.strokeStyle = theme.ink;
      context.lineWidth = 2.5;
      strokeLines(context, [ends]);
    }
  }

  /** @param {NetworkUnit | null} pointed */
  paintTiles(pointed) {
    const spec = /** @type {NetworkSpec} */ (this.spec);
    const { context, theme } = this.frame;
    const numbers = /** @type {NetworkNumbers} */ (this.numbers);
    if (!spec.one_d) this.paintAtlas(numbers.maps.shape[1]);
    context.imageSmoothingEnabled = true;
    let index = 0;
    for (let layer = 0; layer < this.counts.length; layer++) {
      for (let unit = 0; unit < this.counts[layer]; unit++, index++) {
        const place = this.place({ layer, unit });
        if (!place) continue;
        const [x, y] = [Math.round(place.x - this.tile / 2), Math.round(place.y - this.tile / 2)];
        this.paintUnit(index, x, y, this.tile);
        const strong = pointed?.layer === layer && pointed.unit === unit;
        context.strokeStyle = strong ? theme.ink : theme.quiet;
        context.lineWidth = strong ? 2 : 1;
        context.strokeRect(x + 0.5, y + 0.5, this.tile - 1, this.tile - 1);
        if (layer > 0) this.paintBias(this.bias({ layer, unit }), x, y + this.tile);
      }
    }
  }

  /**
   * Draw what a unit says, large and beside its tile.
   * @param {NetworkUnit} unit
   */
  paintLarge(unit) {
    const place = this.place(unit);
    if (!place) return;
    const { context, theme, width, height } = this.frame;
    const side = Math.round(Math.min(LARGE_SIDE, LARGE_SHARE * height));
    const away = this.tile / 2 + LARGE_GAP;
    const beside = place.x - away - side < 0 ? place.x + away : place.x - away - side;
    const x = Math.round(Math.min(beside, width - side - 1));
    const below = place.y + READOUT_END;
    const y = Math.round(below + side < height ? below : Math.max(place.y + READOUT_TOP - side, 1));
    const before = this.counts.slice(0, unit.layer).reduce((sum, count) => sum + count, 0);
    this.paintUnit(before + unit.unit, x, y, side);
    context.strokeStyle = theme.ink;
    context.lineWidth = 2;
    context.strokeRect(x, y, side, side);
  }

  /**
   * Draw the map or curve of a unit.
   * @param {number} index of the unit among all that have numbers
   * @param {number} x
   * @param {number} y
   * @param {number} side
   */
  paintUnit(index, x, y, side) {
    const { maps } = /** @type {NetworkNumbers} */ (this.numbers);
    const count = maps.shape[1];
    if (this.spec?.one_d) this.paintCurve(index, count, x, y, side);
    else this.frame.context.drawImage(this.atlas, index * count, 0, count, count, x, y, side, side);
  }

  /**
   * Put all maps side by side into one image.
   * @param {number} side
   */
  paintAtlas(side) {
    const { map0, paper, map1 } = this.frame.theme;
    if (this.tableOf !== map0 + paper + map1) {
      this.tableOf = map0 + paper + map1;
      this.table = colorTable(map0, paper, map1);
    }
    const units = this.counts.reduce((sum, count) => sum + count, 0);
    const wide = units * side;
    if (this.atlas.width !== wide || this.atlas.height !== side) [this.atlas.width, this.atlas.height] = [wide, side];
    const context = /** @type {CanvasRenderingContext2D} */ (this.atlas.getContext("2d"));
    const pixels = context.createImageData(wide, side);
    const words = new Uint32Array(pixels.data.buffer);
    for (let unit = 0, i = 0; unit < units; unit++) {
      for (let row = side - 1; row >= 0; row--) {
        for (let column = 0; column < side; column++) {
          words[row * wide + unit * side + column] = this.table[this.maps[i++]];
        }
      }
    }
    context.putImageData(pixels, 0, 0);
  }

  /**
   * @param {number} index of the unit
   * @param {number} count of the curve's numbers, from -1 to 1
   * @param {number} x
   * @param {number} y
   * @param {number} side
   */
  paintCurve(index, count, x, y, side) {
    const { context, theme } = this.frame;
    context.fillStyle = theme.paper;
    context.fillRect(x, y, side, side);
    const half = side / 2;
    context.strokeStyle = theme.line;
    context.lineWidth = 1;
    strokeLines(context, [[{ x, y: y + half }, { x: x + side, y: y + half }]]);
    context.strokeStyle = theme.ink;
    context.lineWidth = 1.5;
    context.beginPath();
    for (let i = 0; i < count; i++) {
      const value = Math.min(Math.max(this.maps[index * count + i], -1), 1);
      context.lineTo(x + (side * i) / (count - 1), y + half - (half - 2) * value);
    }
    context.stroke();
  }

  /**
   * Show a bias as a small square at the lower left corner of a tile, hollow where negative.
   * @param {number} value
   * @param {number} x
   * @param {number} y
   */
  paintBias(value, x, y) {
    const { context, theme } = this.frame;
    if (!Number.isFinite(value)) return;
    context.fillStyle = value < 0 ? theme.paper : theme.class1;
    context.strokeStyle = value < 0 ? theme.class0 : theme.class1;
    context.lineWidth = 1.5;
    context.beginPath();
    context.rect(x - 2.5, y - 4, 5, 5);
    context.fill();
    context.stroke();
  }

  /** @param {NetworkSpec} spec */
  paintWords(spec) {
    const { context, theme } = this.frame;
    context.font = `${TICK_SIZE}px ${theme.font}`;
    context.textBaseline = "middle";
    const words = spec.widest ? this.head / 2 - 1 : 7;
    spec.widths.forEach((width, layer) => {
      const top = this.place({ layer, unit: 0 });
      const bottom = this.place({ layer, unit: this.shown[layer] - 1 });
      if (!top || !bottom) return;
      context.fillStyle = theme.quiet;
      context.textAlign = "center";
      const last = layer === spec.widths.length - 1;
      if (layer > 0 && !last) context.fillText(String(width), top.x, words);
      const hidden = width - this.shown[layer];
      const room = this.frame.height - 7;
      const [short, whole] = [`+ ${hidden}`, `+ ${hidden} more`];
      const fits = this.apart >= ROOMY_LAYERS && context.measureText(whole).width + WORDS_APART <= this.apart;
      if (hidden > 0) context.fillText(fits ? whole : short, Math.max(top.x, 32), Math.min(bottom.y + this.tile / 2 + 10, room));
      if (last) {
        context.textAlign = "right";
        context.fillText(width > 1 ? "outputs" : "output", Math.min(top.x + 22, this.frame.width), words);
      }
    });
    context.textAlign = "right";
    context.fillStyle = theme.ink;
    spec.inputs.slice(0, this.shown[0]).forEach((name, unit) => {
      const place = this.place({ layer: 0, unit });
      if (place) context.fillText(name, place.x - this.tile / 2 - 5, place.y);
    });
    const last = this.place({ layer: spec.widths.length - 1, unit: 0 });
    if (this.gap && last) {
      context.textAlign = "center";
      const x = last.x - (this.apart + this.gap) / 2;
      context.fillText("…", x, this.middle - 10);
      context.fillText(`+ ${spec.widths.length - this.columns.length}`, x, this.middle + 3);
      context.fillText("layers", x, this.middle + 16);
    }
  }

  // Words.

  /** @param {NetworkUnit} unit */
  name({ layer, unit }) {
    const { widths, inputs } = /** @type {NetworkSpec} */ (this.spec);
    if (layer === 0) return inputs[unit] ?? `input ${unit + 1}`;
    if (layer < widths.length - 1) return `unit ${unit + 1} of layer ${layer}`;
    return widths[layer] > 1 ? `output ${unit + 1}` : "the output";
  }

  /** @param {NetworkUnit} unit */
  describe(unit) {
    const name = this.name(unit);
    return unit.layer === 0 ? `input ${name}` : `${name}: bias ${formatNumber(this.bias(unit))}`;
  }

  /**
   * @param {number} x
   * @param {number} y
   * @returns {import("./frame.js").ReadoutRow[] | null}
   */
  readout(x, y) {
    if (!this.numbers || this.editor.open) return null;
    const { class0, class1 } = this.frame.theme;
    const unit = this.unitAt(x, y);
    if (unit) return [{ text: this.describe(unit) }];
    const weight = this.weightAt(x, y);
    if (!weight) return null;
    const value = this.weight(weight);
    const from = this.name({ layer: weight.layer - 1, unit: weight.from });
    return [{ text: `${from} → ${this.name(weight)}: ${formatNumber(value)}`, color: value < 0 ? class0 : class1 }];
  }

  inWords() {
    const { spec } = this;
    if (!spec) return "";
    let largest = 0;
    this.eachWeight((_, value) => {
      if (Math.abs(value) > Math.abs(largest)) largest = value;
    });
    const hidden = spec.widths.slice(1, -1);
    const layers = hidden.length ? `hidden layers of ${hidden.join(", ")} units` : "no hidden layer";
    return `${spec.title}: inputs ${spec.inputs.join(", ")}; ${layers}; `
      + `the largest weight is ${formatNumber(largest)}.`;
  }

  // Editing.

  /** @param {MouseEvent} event */
  click(event) {
    if (!this.numbers || event.target !== this.frame.canvas) return;
    const { x, y } = this.frame.position(event);
    const unit = this.unitAt(x, y);
    const weight = unit ? null : this.weightAt(x, y);
    this.editor.close();
    if (unit) {
      this.at = unit;
      this.edit(unit, -1);
    } else if (weight) {
      this.at = { layer: weight.layer, unit: weight.unit };
      this.edit(this.at, weight.from);
    }
    this.frame.soon();
  }

  /**
   * @param {NetworkUnit} unit
   * @param {number} from of which input, -1 for the bias
   */
  edit(unit, from) {
    const place = this.place(unit);
    if (unit.layer === 0 || !place) return;
    const { layer } = unit;
    const count = this.counts[layer - 1];
    const sources = [{ name: "bias", value: this.bias(unit) }];
    for (let i = 0; i < count; i++) {
      sources.push({ name: this.name({ layer: layer - 1, unit: i }), value: this.weight({ ...unit, from: i }) });
    }
    this.frame.tooltip.hidden = true;
    this.editor.show(`Weights into ${this.name(unit)}`, sources, from + 1, place, (chosen, value) => {
      const source = chosen === 0 ? null : chosen - 1;
      this.post({ kind: "edit", layer: layer - 1, unit: unit.unit, from: source, value });
    });
  }

  /** By keyboard: one focusable tile, from which arrow keys lead to the others. */
  madeCursor() {
    const cursor = appended(this.frame.stage, "button", "tl-unit");
    cursor.type = "button";
    cursor.setAttribute("data-lm-suppress-shortcuts", "true");
    cursor.addEventListener("keydown", (event) => this.steer(event));
    cursor.addEventListener("click", () => this.edit(this.at, -1));
    for (const kind of ["focus", "blur"]) cursor.addEventListener(kind, () => this.frame.soon());
    return cursor;
  }

  /** @param {KeyboardEvent} event */
  steer(event) {
    const across = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
    const down = { ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0;
    if (!across && !down) return;
    event.preventDefault();
    const column = Math.min(Math.max(this.columns.indexOf(this.at.layer) + across, 0), this.columns.length - 1);
    const layer = this.columns[column];
    const unit = Math.min(Math.max(this.at.unit + down, 0), this.shown[layer] - 1);
    this.at = { layer, unit };
    this.frame.soon();
  }

  placeCursor() {
    if (!this.place(this.at)) this.at = { layer: this.columns[1], unit: 0 };
    const { cursor, tile } = this;
    const place = /** @type {NetworkPlace} */ (this.place(this.at));
    cursor.style.width = cursor.style.height = `${tile + 8}px`;
    cursor.style.transform = `translate(${Math.round(place.x - tile / 2) - 4}px, ${Math.round(place.y - tile / 2) - 4}px)`;
    const edits = this.at.layer > 0 ? ", Enter edits its weights" : "";
    const label = `${this.describe(this.at)}; arrow keys lead to other units${edits}`;
    if (cursor.getAttribute("aria-label") !== label) cursor.setAttribute("aria-label", label);
  }

  // Widths.

  /**
   * Make two buttons for each hidden layer that can have other widths; those that stay keep the focus.
   * @param {NetworkSpec} spec
   */
  makeSteppers({ widths, widest = 0 }) {
    const layers = widest ? widths.length - 2 : 0;
    for (const pair of this.steppers.splice(layers)) for (const button of pair) button.remove();
    for (let layer = this.steppers.length; layer < layers; layer++) {
      this.steppers.push([this.stepper(layer, -1), this.stepper(layer, 1)]);
    }
    this.steppers.forEach(([less, more], layer) => {
      less.setAttribute("aria-disabled", String(widths[layer + 1] <= 1));
      more.setAttribute("aria-disabled", String(widths[layer + 1] >= widest));
    });
  }

  /**
   * @param {number} layer from 0
   * @param {-1 | 1} by
   */
  stepper(layer, by) {
    const button = appended(this.frame.stage, "button", "tl-stepper", by > 0 ? "+" : "−");
    button.type = "button";
    button.title = `one unit ${by > 0 ? "more" : "less"} in layer ${layer + 1}`;
    button.setAttribute("aria-label", button.title);
    button.setAttribute("data-lm-suppress-shortcuts", "true");
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") !== "true") this.post({ kind: "resize", layer, by });
    });
    for (const kind of ["focus", "blur"]) button.addEventListener(kind, () => this.frame.soon());
    return button;
  }

  placeSteppers() {
    const pointed = this.frame.pointer?.x ?? -Infinity;
    this.steppers.forEach((pair, i) => {
      const place = this.place({ layer: i + 1, unit: 0 });
      const near = place && Math.abs(place.x - pointed) < this.apart / 2;
      const held = pair.some((button) => button === document.activeElement);
      pair.forEach((button, side) => {
        button.hidden = !place;
        const across = (place?.x ?? 0) + (side ? BUTTON_REACH : -BUTTON_REACH);
        button.style.transform = `translate(${Math.round(across)}px, ${this.head / 2 - 1}px)`;
        button.classList.toggle("tl-aside", this.apart < ROOMY_LAYERS && !near && !held);
      });
    });
  }
}

/** A small form that sets one of the weights into a unit. */
class WeightEditor {
  /**
   * @param {HTMLElement} stage
   * @param {() => void} closed
   */
  constructor(stage, closed) {
    this.stage = stage;
    this.closed = closed;
    this.element = appended(stage, "form", "tl-editor");
    this.element.hidden = true;
    this.element.noValidate = true;
    this.title = appended(this.element, "div");
    this.source = appended(appended(this.element, "label", "", "from "), "select");
    this.field = appended(appended(this.element, "label", "", "value "), "input");
    this.field.type = "number";
    this.field.step = EDITOR_STEP;
    const button = appended(this.element, "button", "", "Done");
    for (const input of [this.source, this.field, button]) input.setAttribute("data-lm-suppress-shortcuts", "true");
    /** @type {{name: string, value: number}[]} */
    this.sources = [];
    /** @type {(source: number, value: number) => void} */
    this.set = () => {};
    this.source.addEventListener("change", () => this.fill());
    this.field.addEventListener("input", () => this.change());
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.leave();
    });
    this.element.addEventListener("keydown", (event) => {
      // A notebook keeps Enter from submitting a form.
      const entered = event.key === "Enter" && event.target === this.field;
      if (entered) event.preventDefault();
      if (entered || event.key === "Escape") this.leave();
    });
  }

  get open() {
    return !this.element.hidden;
  }

  /**
   * @param {string} title
   * @param {{name: string, value: number}[]} sources
   * @param {number} chosen
   * @param {{x: number, y: number}} place
   * @param {(source: number, value: number) => void} set
   */
  show(title, sources, chosen, place, set) {
    this.title.textContent = title;
    this.sources = sources;
    this.set = set;
    this.source.replaceChildren();
    sources.forEach(({ name }, i) => {
      appended(this.source, "option", "", name).value = String(i);
    });
    this.source.value = String(chosen);
    this.fill();
    this.element.hidden = false;
    const [wide, tall] = [this.element.offsetWidth, this.element.offsetHeight];
    const left = Math.min(Math.max(place.x - wide / 2, 2), this.stage.clientWidth - wide - 2);
    const top = Math.min(Math.max(place.y - tall - 12, 2), this.stage.clientHeight - tall - 2);
    this.element.style.transform = `translate(${Math.round(left)}px, ${Math.round(Math.max(top, 0))}px)`;
    this.field.focus();
    this.field.select();
  }

  /** Show the value of the chosen source. */
  fill() {
    this.field.value = String(Number(this.sources[Number(this.source.value)].value.toPrecision(4)));
  }

  change() {
    const value = this.field.valueAsNumber;
    const source = Number(this.source.value);
    if (!Number.isFinite(value) || value === this.sources[source].value) return;
    this.sources[source].value = value;
    this.set(source, value);
  }

  close() {
    this.element.hidden = true;
  }

  /** Close, and give the focus back. */
  leave() {
    this.close();
    this.closed();
  }
}

/**
 * Return whether a weight leads into a unit or out of it.
 * @param {NetworkWeight} weight
 * @param {NetworkUnit} unit
 */
function touches(weight, unit) {
  const into = weight.layer === unit.layer && weight.unit === unit.unit;
  return into || (weight.layer === unit.layer + 1 && weight.from === unit.unit);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {[NetworkPlace, NetworkPlace][]} lines
 */
function strokeLines(context, lines) {
  context.beginPath();
  for (const [start, end] of lines) {
    context.moveTo(start.x, start.y);
    context.lineTo(end.x, end.y);
  }
  context.stroke();
}
