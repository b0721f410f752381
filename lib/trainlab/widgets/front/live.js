/**
 * The page of a live widget: buttons, controls, panels, and what the kernel says of them.
 *
 * @typedef {{get: (name: string) => any, send: (content: object) => void,
 *   on: (name: string, hear: (...args: any[]) => void) => void,
 *   off: (name: string, hear: (...args: any[]) => void) => void}} WidgetModel
 */
import { PANEL_KINDS } from "./panels.js";
import { makeControls, whenEntered } from "./controls.js";
import { make } from "./elements.js";

/** Milliseconds between two signs that somebody sees the page. */
const BEAT = 250;
/** Milliseconds after which an unanswered request means a lost kernel. */
const LOST = 8000;
const LOST_KERNEL = "The kernel does not answer. If it was restarted, run this cell again.";
/**
 * Frames that may wait for their turn while playing: they come in bursts, as often as they are drawn,
 * and the wait evens them out. What somebody did waits for none of them.
 */
const WAITING = 4;
/** Milliseconds for which what somebody did has the page for itself: no older frame is drawn before its answer. */
const EXPECTING = 100;
/** Milliseconds after which a new theme's style sheet is in force; until then nothing has a size. */
const RESTYLED = 200;
const ARRAY_TYPES = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array };

/**
 * Put the arrays back for which a message holds references.
 * @param {any} value
 * @param {DataView[]} buffers
 * @returns {any}
 */
export function unpacked(value, buffers) {
  if (Array.isArray(value)) return value.map((item) => unpacked(item, buffers));
  if (value === null || typeof value !== "object") return value;
  if ("list" in value) {
    const numbers = value.list.map((/** @type {number|null} */ x) => x ?? NaN);
    return { data: Float32Array.from(numbers), shape: value.shape };
  }
  if ("$" in value) {
    const view = buffers[value.$];
    const bytes = view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength);
    const Type = ARRAY_TYPES[/** @type {keyof typeof ARRAY_TYPES} */ (value.dtype)];
    return { data: new Type(/** @type {ArrayBuffer} */ (bytes)), shape: value.shape };
  }
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, unpacked(v, buffers)]));
}

/** A view of one widget. */
export class LiveView {
  /** @param {WidgetModel} model @param {HTMLElement} host */
  constructor(model, host) {
    this.model = model;
    this.root = make("div", { class: "tl-live", "data-frames": "0", "data-step": "0" });
    host.append(this.root);
    /** @type {Map<string, any>} */
    this.panels = new Map();
    /** @type {Record<string, any>} */
    this.pins = {};
    /** @type {{frame: number, step: number, numbers: Record<string, any>}[]} not drawn yet */
    this.pending = [];
    /** @type {Record<string, string|number>} */
    this.changes = {};
    this.frame = this.frames = this.requests = this.expecting = 0;
    this.waiting = this.posting = this.answering = false;
    this.visible = true;
    this.playing = false;
    /** @type {Record<string, string>} what a button that undoes itself would do now */
    this.meaning = {};
    this.typing = false; // a state: nothing writes over it
    this.asked = 0;
    this.hear = this.hear.bind(this);
    model.on("msg:custom", this.hear);
    this.watcher = new IntersectionObserver((entries) => {
      this.visible = entries[entries.length - 1].isIntersecting;
      if (this.visible) this.schedule();
    });
    this.watcher.observe(this.root);
    this.resizer = new ResizeObserver(() => this.redraw());
    this.themes = new MutationObserver(() => setTimeout(() => this.redraw(), RESTYLED));
    this.themes.observe(document.body, {
      attributes: true,
      attributeFilter: ["data-jp-theme-light", "data-jp-theme-name", "class"],
    });
    this.clock = setInterval(() => this.beat(), BEAT);
    this.open = this.open.bind(this);
    model.on("change:opening", this.open);
    this.open();
  }

  /** Show what the kernel left to be shown at once, or ask for all there is. */
  open() {
    const opening = this.model.get("opening");
    if (!("spec" in opening)) this.ask({ kind: "hello" });
    else this.hear(this.bar ? { ...opening, spec: null } : opening, []);
  }

  dispose() {
    clearInterval(this.clock);
    this.model.off("msg:custom", this.hear);
    this.model.off("change:opening", this.open);
    for (const observer of [this.watcher, this.resizer, this.themes]) observer.disconnect();
  }

  /** Send what expects an answer; return its number. @param {object} message */
  ask(message) {
    this.asked ||= performance.now();
    this.expecting = performance.now() + EXPECTING;
    this.send({ ...message, id: ++this.requests });
    return this.requests;
  }

  /** Send to the kernel, which may be gone. @param {object} message */
  send(message) {
    try {
      this.model.send(message);
    } catch {
      this.say(LOST_KERNEL);
    }
  }

  beat() {
    if (this.playing && this.visible && !document.hidden) this.send({ kind: "drawn", frame: this.frame });
    if (this.asked && performance.now() - this.asked > LOST) this.say(LOST_KERNEL);
  }

  /**
   * Follow a message. An error is told here: thrown on, it would end the hearing of all others.
   * @param {any} content
   * @param {DataView[]} buffers
   */
  hear(content, buffers) {
    this.asked = 0;
    try {
      this.follow(unpacked(content, buffers));
    } catch (error) {
      console.error(error);
    }
  }

  /** @param {any} message */
  follow(message) {
    if (message.spec) this.build(message.spec);
    if (!this.bar) return;
    if (message.panels) this.setPanels(message.panels);
    if (message.pins) this.pins = message.pins;
    if (message.values) this.setValues(message);
    const answers = Boolean(message.values || message.answered);
    if (message.answered >= this.requests) this.expecting = 0;
    for (const row of this.rows?.values() ?? []) row.held.answered(message.answered ?? 0);
    if (message.status) this.setStatus(message.status);
    if (message.alt) this.stage?.setAttribute("aria-label", message.alt);
    if (message.frame) {
      this.pending.push({ frame: message.frame, step: message.step, numbers: message.numbers });
      this.schedule();
    }
    this.mergeAllBut(this.playing && !answers ? WAITING : 1);
    if (answers && this.pending.length) this.answering = true;
  }

  /** Have the oldest frames drawn as one, so that no more than so many wait. @param {number} most */
  mergeAllBut(most) {
    while (this.pending.length > most) {
      const [{ numbers }, next] = this.pending.splice(0, 2);
      this.pending.unshift({ ...next, numbers: { ...numbers, ...next.numbers } });
    }
  }

  schedule() {
    if (this.waiting || !this.pending.length) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      if (!this.visible) return;
      if (this.answering || performance.now() > this.expecting) this.drawPending();
      this.schedule();
    });
  }

  drawPending() {
    const { frame, step, numbers } = /** @type {(typeof this.pending)[0]} */ (this.pending.shift());
    this.answering = false;
    for (const [name, shown] of Object.entries(numbers)) {
      this.panels.get(name)?.draw(shown, this.pins[name] ?? null);
    }
    this.frame = frame;
    this.root.dataset.frames = String(++this.frames);
    this.root.dataset.step = String(step);
  }

  redraw() {
    if (!this.root.clientWidth) return;
    for (const panel of this.panels.values()) panel.redraw();
  }

  /** @param {any} spec */
  build(spec) {
    this.root.replaceChildren();
    this.root.classList.add(`tl-${spec.name}`);
    this.panels.clear();
    /** @type {Record<string, HTMLButtonElement>} */
    this.buttons = {};
    for (const [name, text, title] of spec.buttons) this.buttons[name] = this.button(name, text, title);
    const parts = [...Object.values(this.buttons), ...this.makeSpeed(spec)];
    this.status = make("div", { class: "tl-status" });
    this.bar = make("div", { class: "tl-bar" }, [...parts, this.status]);
    this.notice = make("div", { class: "tl-notice", role: "alert" });
    const { rows, element } = makeControls(spec.controls, spec.first, (name, value) => {
      this.changes[name] = value;
      if (!this.posting) this.post();
    });
    this.rows = rows;
    this.stage = make("div", { class: "tl-stage", role: "group" });
    for (const names of spec.rows) {
      const row = make("div", { class: "tl-row" });
      for (const name of names) row.append(make("figure", { class: `tl-panel tl-panel-${name}` }));
      this.stage.append(row);
    }
    const body = make("div", { class: "tl-body" }, spec.controls.length ? [element, this.stage] : [this.stage]);
    this.state = make("input", { type: "text", spellcheck: "false", class: "tl-state-field" });
    const state = this.state;
    whenEntered(state, () => this.ask({ kind: "restore", text: state.value }));
    for (const kind of ["pointerdown", "keydown", "select", "input"]) {
      state.addEventListener(kind, (event) => {
        this.typing = !(event instanceof KeyboardEvent && event.key === "Enter");
      });
    }
    for (const kind of ["change", "blur"]) state.addEventListener(kind, () => (this.typing = false));
    const about = "These settings as text: copy it to keep them, paste one to restore it";
    const label = make("label", { class: "tl-state", title: about }, ["state ", state]);
    const below = spec.controls.length ? [label] : [];
    this.root.append(this.bar, this.notice, body, ...this.tour(spec.tour), ...this.tries(spec.tries), ...below);
    this.root.setAttribute("role", "group");
    this.root.setAttribute("aria-label", spec.name);
  }

  /** Send the controls that have changed: the first at once, those of a drag once a frame. */
  post() {
    this.posting = Object.keys(this.changes).length > 0;
    if (!this.posting) return;
    const request = this.ask({ kind: "set", changes: this.changes });
    for (const name of Object.keys(this.changes)) this.rows?.get(name)?.held.sent(request);
    this.changes = {};
    requestAnimationFrame(() => this.post());
  }

  /** @param {{speeds: string[], speed: string}} spec */
  makeSpeed({ speeds, speed }) {
    if (!speeds.length) return [];
    const title = "Pace of training";
    const list = make("select", { "aria-label": "speed", class: "tl-speed", title });
    for (const name of speeds) list.append(make("option", { value: name }, [name]));
    list.value = speed;
    list.addEventListener("change", () => this.ask({ kind: "speed", speed: list.value }));
    return [list];
  }

  /** @param {string[][]} tour */
  tour(tour) {
    if (!tour.length) return [];
    const items = tour.flatMap(([name, text]) => [make("dt", {}, [name]), make("dd", {}, [text])]);
    const summary = make("summary", {}, ["What is what"]);
    return [make("details", { class: "tl-tour" }, [summary, make("dl", {}, items)])];
  }

  /** @param {{state: string, question: string, answer: string}[]} tries */
  tries(tries) {
    if (!tries.length) return [];
    const items = tries.map(({ state, question, answer }) => {
      const load = make("button", { type: "button", class: "tl-load", title: state }, ["Load"]);
      load.addEventListener("click", () => this.ask({ kind: "restore", text: state }));
      const reveal = make("details", {}, [make("summary", {}, ["Answer"]), make("p", {}, [answer])]);
      return make("li", {}, [make("p", {}, [question]), load, reveal]);
    });
    const list = make("ol", {}, items);
    return [make("details", { class: "tl-tries" }, [make("summary", {}, ["Things to try"]), list])];
  }

  /** @param {string} name @param {string} text @param {string} title */
  button(name, text, title) {
    const button = make("button", { type: "button", class: `tl-${name}`, title }, [text]);
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") === "true") return;
      this.ask({ kind: "press", button: this.meaning[name] ?? name });
    });
    return button;
  }

  /** @param {Record<string, any>} specs */
  setPanels(specs) {
    for (const [name, spec] of Object.entries(specs)) {
      for (const { numbers } of this.pending) delete numbers[name];
      const figure = /** @type {HTMLElement} */ (this.root.querySelector(`.tl-panel-${name}`));
      if (figure.dataset.kind !== spec.kind) {
        const body = make("div", { class: "tl-panel-body" });
        figure.dataset.kind = spec.kind;
        figure.replaceChildren(make("figcaption"), body);
        const Kind = PANEL_KINDS[/** @type {keyof typeof PANEL_KINDS} */ (spec.kind)];
        this.panels.set(name, new Kind(body, (message) => this.ask({ ...message, panel: name })));
        this.resizer.observe(body);
      }
      const caption = /** @type {HTMLElement} */ (figure.firstElementChild);
      if (caption.textContent !== spec.title) caption.textContent = spec.title;
      this.panels.get(name).setSpec(spec);
    }
  }

  /** @param {any} message */
  setValues(message) {
    for (const [name, row] of this.rows ?? []) {
      row.held.tell(message.values[name]);
      row.element.hidden = message.hidden.includes(name);
    }
    this.playing = message.playing;
    for (const [name, button] of Object.entries(this.buttons ?? {})) {
      // A button that is disabled loses the focus, and a keyboard its place.
      button.setAttribute("aria-disabled", String(message.disabled.includes(name)));
    }
    this.meaning = { play: message.playing ? "pause" : "play", pin: message.pinned ? "unpin" : "pin" };
    const { play, pin } = this.buttons ?? {};
    if (play) play.textContent = message.playing ? "Pause" : "Play";
    if (pin) {
      pin.textContent = message.pinned ? "Unpin" : "Pin";
      pin.title = message.pinned ? "Forget the run in grey" : "Keep this run in grey beneath";
    }
    this.root.classList.toggle("tl-playing", message.playing);
    this.say(message.notice);
    if (this.state && !message.notice && !this.typing) this.state.value = message.state;
  }

  /** @param {string} text */
  say(text) {
    if (this.notice && this.notice.textContent !== text) this.notice.textContent = text;
  }

  /** @param {string[]} parts */
  setStatus(parts) {
    const status = /** @type {HTMLElement} */ (this.status);
    while (status.children.length > parts.length) status.lastElementChild?.remove();
    while (status.children.length < parts.length) status.append(make("span"));
    parts.forEach((part, i) => {
      if (status.children[i].textContent !== part) status.children[i].textContent = part;
    });
  }
}

/** @param {{model: WidgetModel, el: HTMLElement}} context */
function render({ model, el }) {
  const view = new LiveView(model, el);
  return () => view.dispose();
}

export default { render };
