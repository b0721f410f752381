/** A limit on flashing: pictures that alternate too often are averaged until they are calm. */

/** More swings of a cell than this within a second are a flicker (WCAG 2.2, 2.3.1). */
const SWINGS = 3;
/** Share of the cells that may flicker. */
const FLICKER_SHARE = 0.1;
/** A cell swings when it comes from below the one to above the other, or back: over half. */
const [SWING_LOW, SWING_HIGH] = [64, 192];
const SECOND = 1000;
/** Milliseconds over which pictures are averaged while they flicker. */
const AVERAGED_OVER = 500;

/** Watches pictures of values from 0 to 255 go by, and averages them while they flicker. */
export class FlickerGuard {
  /** @param {(picture: Uint8Array) => void} settled what to do with the last picture, once no more come */
  constructor(settled) {
    this.settled = settled;
    this.waiting = 0;
    this.high = new Uint8Array(0);
    this.times = new Float64Array(0);
    this.swings = new Uint8Array(0);
    this.average = new Float32Array(0);
    this.averaging = false;
    this.flickeredAt = -Infinity;
    this.seenAt = -Infinity;
  }

  /** @param {number} size cells of a picture */
  restart(size) {
    this.high = new Uint8Array(size);
    this.times = new Float64Array(size * (SWINGS + 1)).fill(-Infinity);
    this.swings = new Uint8Array(size);
    this.average = new Float32Array(size);
    this.averaging = false;
    this.flickeredAt = this.seenAt = -Infinity;
  }

  /**
   * Return what to draw of a picture that comes at a time in milliseconds.
   * @param {Uint8Array} picture
   * @param {number} now
   * @returns {Uint8Array}
   */
  pass(picture, now) {
    if (picture.length !== this.high.length) this.restart(picture.length);
    if (this.flickering(picture, now)) {
      if (!this.averaging) this.average.set(picture);
      this.flickeredAt = now;
    }
    this.averaging = now - this.flickeredAt < SECOND;
    const share = 1 - Math.exp(-Math.min(now - this.seenAt, SECOND) / AVERAGED_OVER);
    this.seenAt = now;
    clearTimeout(this.waiting);
    if (!this.averaging) return picture;
    this.waiting = setTimeout(() => {
      this.restart(0);
      this.settled(picture);
    }, SECOND);
    for (let i = 0; i < picture.length; i++) this.average[i] += share * (picture[i] - this.average[i]);
    return Uint8Array.from(this.average, Math.round);
  }

  /**
   * Note which cells have swung, and return whether too many flicker.
   * @param {Uint8Array} picture
   * @param {number} now
   */
  flickering(picture, now) {
    const ring = SWINGS + 1;
    let flickering = 0;
    for (let i = 0; i < picture.length; i++) {
      if (this.high[i] ? picture[i] < SWING_LOW : picture[i] > SWING_HIGH) {
        this.high[i] ^= 1;
        this.times[ring * i + this.swings[i]] = now;
        this.swings[i] = (this.swings[i] + 1) % ring;
      }
      if (now - this.times[ring * i + this.swings[i]] < SECOND) flickering++;
    }
    return flickering > FLICKER_SHARE * picture.length;
  }
}
