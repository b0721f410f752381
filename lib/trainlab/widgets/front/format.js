/** Numbers as words: three significant digits, never "-0". */

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * Return a number as text; whole numbers below a million keep all their digits.
 * @param {number} value
 */
export function formatNumber(value) {
  if (Number.isNaN(value)) return "no number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const whole = Number.isInteger(value) && size < 1e6;
  const plain = whole || (size >= 9.995e-4 && size < 1e5);
  const text = plain
    ? String(whole ? size : Number(size.toPrecision(3)))
    : size.toExponential(2).replace(/\.?0*e/, "e").replace("e+", "e");
  return (value < 0 ? "−" : "") + text.replace("e-", "e−");
}

/**
 * Return ticks' labels with as many decimals as their step asks for.
 * @param {number[]} ticks
 * @returns {string[]}
 */
export function formatTicks(ticks) {
  const step = ticks.length > 1 ? Math.abs(ticks[1] - ticks[0]) : Math.abs(ticks[0] || 1);
  const largest = Math.max(...ticks.map(Math.abs));
  if (step < 1e-4 || largest >= 1e6) return ticks.map(formatNumber);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return ticks.map((t) => {
    const text = Math.abs(t).toFixed(decimals);
    return t < 0 && Number(text) !== 0 ? `−${text}` : text;
  });
}

/**
 * Return labels of powers of ten: all plain, or all as powers.
 * @param {number[]} ticks
 * @returns {string[]}
 */
export function formatPowers(ticks) {
  const plain = ticks.every((t) => t >= 0.9e-3 && t <= 1.1e4);
  return ticks.map((t) => {
    const power = Math.floor(Math.log10(t) + 1e-9);
    const digit = Math.round(t / 10 ** power);
    if (plain) return t >= 1 ? String(Math.round(t)) : t.toFixed(-power);
    return (digit === 1 ? "" : `${digit}·`) + `10${superscript(power)}`;
  });
}

/** @param {number} power */
function superscript(power) {
  const digits = [...String(Math.abs(power))].map((d) => SUPERSCRIPTS[Number(d)]);
  return (power < 0 ? "⁻" : "") + digits.join("");
}
