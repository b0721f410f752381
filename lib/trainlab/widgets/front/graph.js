import { svg } from "./elements.js";

/** Half a box, in columns and rows, as in the still drawing. */
const BOX_WIDE = 0.36;
const BOX_TALL = 0.36;
/** Where on an arrow from parent to child its label stands: before the middle, where arrows cross. */
const NEAR = 0.35;
/** Pixels of one column and of one row. */
const COLUMN = 150;
const ROW = 92;

/** @param {number} value */
function graphNumber(value) {
  return String(Number(value.toPrecision(4)) + 0);
}

/** A computational graph as boxes and arrows; hovering an arrow says its local derivative. */
export class GraphPanel {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    host.classList.add("tl-graph-body");
    /** @type {any} */
    this.spec = { nodes: [], edges: [] };
  }

  /** @param {any} spec */
  setSpec(spec) {
    this.spec = spec;
    const xs = spec.nodes.map((/** @type {any} */ n) => n.x);
    const ys = [
      ...spec.nodes.map((/** @type {any} */ n) => n.y),
      ...spec.edges.map((/** @type {any} */ e) => 0.5 * e.points[1][1] + 0.5 * e.points[0][1]),
    ];
    const left = Math.min(...xs) - 0.5;
    const top = Math.max(...ys) + 0.55;
    const wide = Math.max(...xs) + 0.5 - left;
    const tall = top - Math.min(...ys) + 0.55;
    /** @param {number[]} point */
    this.place = ([x, y]) => [(x - left) * COLUMN, (top - y) * ROW];
    this.picture = svg("svg", { viewBox: `0 0 ${wide * COLUMN} ${tall * ROW}`, role: "img" });
    this.host.replaceChildren(this.picture);
  }

  /** @param {any} numbers */
  draw(numbers) {
    const { picture, place, spec } = this;
    if (!picture || !place) return;
    picture.replaceChildren();
    picture.setAttribute("aria-label", spec.title || "computational graph");
    const active = numbers.active;
    for (const edge of spec.edges) {
      const walked = Array.isArray(active) && active[0] === edge.child && active[1] === edge.parent;
      const local = numbers.locals[`${edge.child}-${edge.parent}`];
      this.arrow(edge.points.map(place), walked, local);
    }
    spec.nodes.forEach((/** @type {any} */ node, /** @type {number} */ i) => {
      const lit = Array.isArray(active) ? active.includes(i) : active === i;
      this.box(place([node.x, node.y]), node, numbers.values[i], numbers.adjoints[i], lit);
    });
  }

  /** @param {number[][]} points @param {boolean} walked @param {number|undefined} local */
  arrow(points, walked, local) {
    const [a, b, c] = walked ? [...points].reverse() : points;
    const name = walked ? "tl-edge tl-walked" : "tl-edge";
    const path = svg("path", { class: name, d: `M${a} Q${b} ${c}`, fill: "none" });
    const angle = Math.atan2(c[1] - b[1], c[0] - b[0]);
    const tip = [-0.4, 0.4].map((turn) => [
      c[0] - 9 * Math.cos(angle + turn),
      c[1] - 9 * Math.sin(angle + turn),
    ]);
    this.picture?.append(path, svg("path", { class: `${name} tl-tip`, d: `M${tip[0]} L${c} L${tip[1]} Z` }));
    if (local === undefined) return;
    const t = walked ? 1 - NEAR : NEAR;
    const [x, y] = [0, 1].map((k) => (1 - t) ** 2 * a[k] + 2 * t * (1 - t) * b[k] + t ** 2 * c[k]);
    const label = { x, y: y - 4, class: "tl-local" };
    this.picture?.append(svg("text", label, graphNumber(local)));
  }

  /**
   * @param {number[]} center
   * @param {{title: string, given: boolean, constant: boolean}} node
   * @param {number|undefined} value
   * @param {number|undefined} adjoint
   * @param {boolean} lit
   */
  box([x, y], node, value, adjoint, lit) {
    const wide = BOX_WIDE * COLUMN;
    const tall = BOX_TALL * ROW;
    const kind = `tl-node${node.given ? " tl-given" : ""}${lit ? " tl-lit" : ""}`;
    const frame = { x: x - wide, y: y - tall, width: 2 * wide, height: 2 * tall, rx: 7, class: kind };
    this.picture?.append(svg("rect", frame), svg("text", { x, y: y - 13, class: "tl-name" }, node.title));
    if (value !== undefined && !node.constant) {
      this.picture?.append(svg("text", { x, y: y + 6, class: "tl-value" }, graphNumber(value)));
    }
    if (adjoint !== undefined) {
      this.picture?.append(svg("text", { x, y: y + 25, class: "tl-adjoint" }, graphNumber(adjoint)));
    }
  }

  redraw() {}
}
