/** A choice with pictures: radio buttons, each with the points of what it stands for. */

import { make, svg } from "./elements.js";

/** @typedef {import("./frame.js").NumberArray} NumberArray */

/** The side of a picture, its margin, and half a mark, in units of the drawing. */
const [SIDE, MARGIN, HALF_MARK] = [100, 8, 3.4];
/** Colours from class 0 to class 1. */
const SHADES = 5;

/**
 * Return the marks of points as a path for each colour, by the class that has it in the style sheet.
 * @param {NumberArray} points (N, 2) how far right and up, 0 to 1, or (N, 3) with the colour, from
 *   class 0 at 0 to class 1 at 1
 * @returns {Record<string, string>}
 */
export function marksOf({ data, shape: [count, columns] }) {
  /** @type {Record<string, string>} */
  const paths = {};
  const [r, wide] = [HALF_MARK, SIDE - 2 * MARGIN];
  for (let i = 0; i < count; i++) {
    const [right, up] = [data[columns * i], data[columns * i + 1]];
    const [x, y] = [MARGIN + wide * right, SIDE - MARGIN - wide * up].map((at) => at.toFixed(1));
    const shade = columns === 3 ? Math.round((SHADES - 1) * data[columns * i + 2]) : "less";
    const mark = shade === 0
      ? `M${x} ${y}m${-r} ${-r}h${2 * r}v${2 * r}h${-2 * r}z`
      : `M${x} ${y}m${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
    paths[`tl-shade${shade}`] = (paths[`tl-shade${shade}`] ?? "") + mark;
  }
  return paths;
}

/** A group of radio buttons under pictures. */
export class Thumbnails {
  /**
   * @param {string} id of the group; its label's is `ID-label`
   * @param {string} title
   * @param {Record<string, NumberArray>} pictures by choice
   * @param {(choice: string) => void} choose
   */
  constructor(id, title, pictures, choose) {
    /** @type {Map<string, HTMLInputElement>} */
    this.buttons = new Map();
    this.element = make("div", {
      class: "tl-thumbnails", id, role: "radiogroup", "aria-labelledby": `${id}-label`, title,
    });
    for (const [choice, points] of Object.entries(pictures)) {
      const button = make("input", { id: `${id}-${choice}`, type: "radio", name: id, value: choice });
      button.addEventListener("change", () => choose(choice));
      const name = make("span", {}, [choice.replaceAll("_", " ")]);
      const picture = svg("svg", { viewBox: `0 0 ${SIDE} ${SIDE}`, "aria-hidden": "true" });
      for (const [shade, d] of Object.entries(marksOf(points))) {
        picture.append(svg("path", { class: shade, d }));
      }
      this.element.append(make("label", { class: "tl-thumbnail" }, [button, picture, name]));
      this.buttons.set(choice, button);
    }
  }

  /** @param {string} choice */
  set value(choice) {
    const button = this.buttons.get(choice);
    if (button) button.checked = true;
  }
}
