/**
 * Controls: native lists, pictures, sliders and fields, each with a label, from the kernel's table.
 *
 * @typedef {object} ControlSpec
 * @property {string} name
 * @property {string} label
 * @property {string} tooltip
 * @property {string} group
 * @property {(string|number)[]|null} choices
 * @property {Record<string, import("./frame.js").NumberArray>|null} thumbnails
 * @property {number} low
 * @property {number} high
 * @property {number} step
 * @property {string} example of a text that is typed; empty for other controls
 * @property {boolean} log
 * @property {boolean} whole
 */
import { make } from "./elements.js";
import { HeldValue } from "./held.js";
import { Thumbnails } from "./thumbnails.js";

/**
 * Have a text field act when it is left changed, and at Enter in any case: what it says may be what
 * it said, and yet not what is in force.
 * @param {HTMLInputElement} field
 * @param {() => void} act
 */
export function whenEntered(field, act) {
  let acted = false;
  field.addEventListener("change", () => {
    acted = true;
    act();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    acted = false;
    field.blur();
    if (!acted) act();
    field.focus();
  });
}

/** One control: its row on the page, and the value that is held. */
export class ControlRow {
  /**
   * @param {ControlSpec} spec
   * @param {(name: string, value: string|number) => void} post
   */
  constructor(spec, post) {
    this.spec = spec;
    this.post = post;
    this.held = new HeldValue((value) => this.show(value));
    // Each widget of a page loads this module anew: a counter would give two labels one field.
    const id = `tl-${Math.random().toString(36).slice(2)}-${spec.name}`;
    const label = spec.thumbnails
      ? make("span", { id: `${id}-label`, title: spec.tooltip }, [spec.label])
      : make("label", { for: id, title: spec.tooltip }, [spec.label]);
    if (spec.label !== spec.name.replaceAll("_", " ")) {
      label.append(" ", make("code", {}, [spec.name]));
    }
    this.isSwitch = spec.choices?.join() === "off,on";
    if (this.isSwitch) this.input = this.makeSwitch(id);
    else if (spec.thumbnails) this.input = this.makeThumbnails(id, spec.thumbnails);
    else this.input = spec.choices ? this.makeList(id, spec.choices) : this.makeField(id);
    this.slider = spec.choices || spec.example ? null : this.makeSlider();
    const field = this.input instanceof Thumbnails ? this.input.element : this.input;
    const parts = this.slider ? [label, field, this.slider] : [label, field];
    const kind = this.isSwitch ? " tl-switch" : spec.thumbnails ? " tl-pictured" : spec.example ? " tl-typed" : "";
    this.element = make("div", { class: `tl-control tl-control-${spec.name}${kind}` }, parts);
  }

  /** @param {string} id */
  makeSwitch(id) {
    const box = make("input", { id, type: "checkbox", title: this.spec.tooltip });
    box.addEventListener("change", () => this.send(box.checked ? "on" : "off"));
    return box;
  }

  /** @param {string} id @param {(string|number)[]} choices */
  makeList(id, choices) {
    const list = make("select", { id, title: this.spec.tooltip });
    for (const choice of choices) {
      list.append(make("option", { value: String(choice) }, [String(choice).replaceAll("_", " ")]));
    }
    list.addEventListener("change", () => this.send(list.value));
    return list;
  }

  /** @param {string} id @param {Record<string, import("./frame.js").NumberArray>} pictures */
  makeThumbnails(id, pictures) {
    return new Thumbnails(id, this.spec.tooltip, pictures, (choice) => this.send(choice));
  }

  /** @param {string} id */
  makeField(id) {
    const { example, tooltip } = this.spec;
    const field = make("input", { id, type: "text", title: tooltip });
    if (example) field.placeholder = `such as ${example}`;
    else field.inputMode = "decimal";
    whenEntered(field, () => this.send(field.value.trim()));
    return field;
  }

  makeSlider() {
    const slider = make("input", {
      type: "range",
      min: "0",
      max: String(this.stops),
      step: "1",
      title: this.spec.tooltip,
      "aria-label": `${this.spec.label}, slider`,
    });
    slider.addEventListener("input", () => {
      const value = this.valueAt(Number(slider.value));
      this.input.value = String(value);
      slider.setAttribute("aria-valuetext", String(value));
      this.send(value);
    });
    return slider;
  }

  get stops() {
    const { low, high, step, log } = this.spec;
    return log ? Math.round(20 * Math.log10(high / low)) : Math.round((high - low) / step);
  }

  /** @param {number} stop */
  valueAt(stop) {
    const { low, high, step, log } = this.spec;
    if (stop === this.stops) return high;
    return Number((log ? low * 10 ** (stop / 20) : low + stop * step).toPrecision(3));
  }

  /** @param {number} value */
  stopOf(value) {
    const { low, step, log } = this.spec;
    return Math.round(log ? 20 * Math.log10(value / low) : (value - low) / step);
  }

  /** @param {string|number} value */
  send(value) {
    this.held.take();
    this.post(this.spec.name, value);
  }

  /** @param {string|number} value */
  show(value) {
    if (this.isSwitch) /** @type {HTMLInputElement} */ (this.input).checked = value === "on";
    else this.input.value = String(value);
    if (this.slider) {
      this.slider.value = String(this.stopOf(Number(value)));
      this.slider.setAttribute("aria-valuetext", String(value));
    }
  }
}

/**
 * Make all controls: the first ones in view, the others by group a fold away.
 * @param {ControlSpec[]} specs
 * @param {string[]} first
 * @param {(name: string, value: string|number) => void} post
 */
export function makeControls(specs, first, post) {
  const rows = new Map(specs.map((spec) => [spec.name, new ControlRow(spec, post)]));
  const element = make("div", { class: "tl-controls" });
  for (const name of first) element.append(rows.get(name)?.element ?? "");
  const others = specs.filter((spec) => !first.includes(spec.name));
  if (others.length) {
    const more = make("details", { class: "tl-more" }, [make("summary", {}, ["More controls"])]);
    for (const group of new Set(others.map((spec) => spec.group))) {
      const members = others.filter((spec) => spec.group === group);
      const legend = group ? [make("legend", {}, [group])] : [];
      const elements = members.map((spec) => /** @type {ControlRow} */ (rows.get(spec.name)).element);
      more.append(make("fieldset", {}, [...legend, ...elements]));
    }
    element.append(more);
  }
  return { rows, element };
}
