/** A value that the kernel holds and a hand can set. */

/** Shows the kernel's newest value, but none that is older than what a hand has set since. */
export class HeldValue {
  /** @param {(value: string|number) => void} show */
  constructor(show) {
    this.show = show;
    /** @type {string|number} */
    this.newest = "";
    // The request with what the hand has set; Infinity until it is sent, 0 once it is answered.
    this.awaited = 0;
  }

  /** A hand has set another value. */
  take() {
    this.awaited = Infinity;
  }

  /**
   * What the hand has set is under way.
   * @param {number} request
   */
  sent(request) {
    this.awaited = request;
  }

  /**
   * The kernel says its value.
   * @param {string|number} value
   */
  tell(value) {
    this.newest = value;
    if (!this.awaited) this.show(value);
  }

  /**
   * The kernel has answered a request, and all before it.
   * @param {number} request
   */
  answered(request) {
    if (!this.awaited || request < this.awaited) return;
    this.awaited = 0;
    this.show(this.newest);
  }
}
