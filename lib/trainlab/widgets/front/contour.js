/** Contour lines of a grid of numbers, by marching squares. */

/**
 * Return the lines on which values interpolated in a grid equal a level.
 * @param {ArrayLike<number>} values rows by columns, row by row
 * @param {number} rows
 * @param {number} columns
 * @param {number} level
 * @param {number} offset where the grid begins in values
 * @returns {Float32Array[]} lines of column, row, column, row, ...
 */
export function contourLines(values, rows, columns, level, offset = 0) {
  const links = new Int32Array(4 * rows * columns).fill(-1);
  /** @type {number[]} */
  const crossings = [];
  /** @param {number} a @param {number} b */
  const join = (a, b) => {
    links[links[2 * a] < 0 ? 2 * a : 2 * a + 1] = b;
    links[links[2 * b] < 0 ? 2 * b : 2 * b + 1] = a;
    crossings.push(a, b);
  };
  // An edge between two points of the grid has a number: twice its first point's, and one more
  // where it goes up. A line crosses it between at most two others: its links.
  for (let r = 0; r < rows - 1; r++) {
    for (let c = 0; c < columns - 1; c++) {
      const at = r * columns + c;
      const low = values[offset + at] > level;
      const right = values[offset + at + 1] > level;
      const up = values[offset + at + columns] > level;
      const far = values[offset + at + columns + 1] > level;
      if (low === right && low === up && low === far) continue;
      const crossed = [];
      if (low !== right) crossed.push(2 * at);
      if (right !== far) crossed.push(2 * (at + 1) + 1);
      if (up !== far) crossed.push(2 * (at + columns));
      if (low !== up) crossed.push(2 * at + 1);
      if (crossed.length === 2) join(crossed[0], crossed[1]);
      else {
        const middle = values[offset + at] + values[offset + at + 1]
          + values[offset + at + columns] + values[offset + at + columns + 1] > 4 * level;
        const turn = middle === low ? 1 : 3;
        join(crossed[0], crossed[turn]);
        join(crossed[2], crossed[turn === 1 ? 3 : 1]);
      }
    }
  }
  /** @param {number} edge @param {number[]} line */
  const add = (edge, line) => {
    const first = edge >> 1;
    const second = edge & 1 ? first + columns : first + 1;
    const from = values[offset + first];
    const share = (level - from) / (values[offset + second] - from);
    const row = Math.floor(first / columns);
    line.push((first % columns) + (edge & 1 ? 0 : share), row + (edge & 1 ? share : 0));
  };
  /** @param {number} from @param {number} to */
  const part = (from, to) => {
    links[links[2 * from] === to ? 2 * from : 2 * from + 1] = -1;
  };
  /** @param {number} start */
  const follow = (start) => {
    /** @type {number[]} */
    const line = [];
    for (let edge = start, next; edge >= 0; edge = next) {
      add(edge, line);
      next = Math.max(links[2 * edge], links[2 * edge + 1]);
      if (next < 0) break;
      part(edge, next);
      part(next, edge);
    }
    return Float32Array.from(line);
  };
  const lines = [];
  /** @param {number} edge */
  const linked = (edge) => Number(links[2 * edge] >= 0) + Number(links[2 * edge + 1] >= 0);
  for (const edge of crossings) if (linked(edge) === 1) lines.push(follow(edge));
  for (const edge of crossings) if (linked(edge) > 0) lines.push(follow(edge));
  return lines;
}

/**
 * Add contour lines to the path of a context, from a grid that spans a box, row 0 at the bottom.
 * @param {CanvasRenderingContext2D} context
 * @param {Float32Array[]} lines
 * @param {{left: number, top: number, right: number, bottom: number}} box
 * @param {number} rows
 * @param {number} columns
 */
export function traceLines(context, lines, box, rows, columns) {
  const across = (box.right - box.left) / (columns - 1);
  const up = (box.bottom - box.top) / (rows - 1);
  for (const line of lines) {
    for (let i = 0; i < line.length; i += 2) {
      const x = box.left + across * line[i];
      const y = box.bottom - up * line[i + 1];
      if (i) context.lineTo(x, y);
      else context.moveTo(x, y);
    }
  }
}
