/** Colours and font of a panel, as its place on the page gives them. */

/**
 * @typedef {object} Theme
 * @property {string} ink
 * @property {string} quiet
 * @property {string} line
 * @property {string} paper
 * @property {string} class0
 * @property {string} class1
 * @property {string} map0
 * @property {string} map1
 * @property {string} training
 * @property {string} validation
 * @property {string} accent
 * @property {string} pinned
 * @property {string[]} cycle
 * @property {string} font family of all text
 */

/**
 * Read the custom properties of an element.
 * @param {HTMLElement} element
 * @returns {Theme}
 */
export function themeOf(element) {
  const style = getComputedStyle(element);
  /** @param {string} name */
  const color = (name) => style.getPropertyValue(`--tl-${name}`).trim() || "#888888";
  return {
    ink: color("ink"),
    quiet: color("quiet"),
    line: color("line"),
    paper: color("paper"),
    class0: color("class0"),
    class1: color("class1"),
    map0: color("map0"),
    map1: color("map1"),
    training: color("training"),
    validation: color("validation"),
    accent: color("accent"),
    pinned: color("pinned"),
    cycle: [0, 1, 2, 3, 4, 5, 6].map((i) => color(`c${i}`)),
    font: style.fontFamily || "sans-serif",
  };
}

/**
 * Return red, green and blue, 0 to 255, of any CSS colour.
 * @param {string} color
 * @returns {[number, number, number]}
 */
export function rgbOf(color) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

/**
 * Return 256 colours from the first over the middle one to the last, as RGBA words of ImageData.
 * @param {string} first
 * @param {string} middle
 * @param {string} last
 * @returns {Uint32Array<ArrayBuffer>}
 */
export function colorTable(first, middle, last) {
  const [low, center, high] = [first, middle, last].map(rgbOf);
  const bytes = new Uint8ClampedArray(4 * 256);
  for (let i = 0; i < 256; i++) {
    const away = Math.abs(i - 127.5) / 127.5;
    const end = i < 128 ? low : high;
    for (let c = 0; c < 3; c++) bytes[4 * i + c] = center[c] + away * (end[c] - center[c]);
    bytes[4 * i + 3] = 255;
  }
  return new Uint32Array(bytes.buffer);
}
