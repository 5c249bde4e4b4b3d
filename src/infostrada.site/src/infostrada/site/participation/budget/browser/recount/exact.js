// Exact numbers, text and digests: the same answers as pabulib/numbers.py and counting/parameters.py.
"use strict";

const gcd = (a, b) => {
  a = a < 0n ? -a : a;
  while (b) [a, b] = [b, a % b];
  return a;
};
const lcm = (a, b) => (a / gcd(a, b)) * b;

// A fraction in lowest terms; d > 0.
class Q {
  constructor(n, d = 1n) {
    if (d < 0n) [n, d] = [-n, -d];
    const common = d === 1n ? 1n : gcd(n, d < 0n ? -d : d) || 1n;
    this.n = n / common;
    this.d = d / common;
  }
  add(o) { return new Q(this.n * o.d + o.n * this.d, this.d * o.d); }
  sub(o) { return new Q(this.n * o.d - o.n * this.d, this.d * o.d); }
  mul(o) { return new Q(this.n * o.n, this.d * o.d); }
  div(o) { return new Q(this.n * o.d, this.d * o.n); }
  neg() { return new Q(-this.n, this.d); }
  cmp(o) {
    const difference = this.n * o.d - o.n * this.d;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }
  get zero() { return this.n === 0n; }
  // The nearest floating point number, whatever the size of the parts.
  float() {
    const size = (x) => (x < 0n ? -x : x).toString(2).length;
    const shift = BigInt(70 - (size(this.n) - size(this.d)));
    const scaled = shift >= 0n ? (this.n << shift) / this.d : this.n / (this.d << -shift);
    return Number(scaled) * 2 ** -Number(shift);
  }
  text() {
    if (this.d === 1n) return this.n.toString();
    let rest = this.d, places = 0;
    for (const prime of [2n, 5n]) {
      let power = 0;
      while (rest % prime === 0n) { rest /= prime; power += 1; }
      places = Math.max(places, power);
    }
    if (rest !== 1n) return `${this.n}/${this.d}`;
    const size = this.n < 0n ? -this.n : this.n;
    const digits = ((size * 10n ** BigInt(places)) / this.d).toString().padStart(places + 1, "0");
    return `${this.n < 0n ? "-" : ""}${digits.slice(0, -places)}.${digits.slice(-places)}`;
  }
}
const q = (n) => new Q(BigInt(n));
const ZERO = q(0);

// A decimal number of a file, or null where pabulib/numbers.py refuses it.
function decimal(text) {
  if (/^-?\d+,(\d{1,2}|\d{4,9})$/.test(text)) text = text.replace(",", ".");
  if (!/^-?\d{1,18}(\.\d{1,9})?$/.test(text)) return null;
  const [whole, part = ""] = text.split(".");
  return new Q(BigInt(whole + part), 10n ** BigInt(part.length));
}

// A number of the parameters: JSON number or text, also "1/3".
function given(value) {
  const text = String(value);
  const parts = /^(-?\d+)\/(\d+)$/.exec(text);
  if (parts && BigInt(parts[2])) return new Q(BigInt(parts[1]), BigInt(parts[2]));
  const found = decimal(text);
  if (found === null || typeof value === "boolean") throw new Error(`no number: ${text}`);
  return found;
}

// JSON with sorted keys and without spaces; fractions are text, whole ones integers.
function canonical(value) {
  if (value instanceof Q) return value.d === 1n ? value.n.toString() : JSON.stringify(value.text());
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

// FIPS 180-4; the browser's own works only on secure addresses.
function sha256(bytes) {
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
  const part = (x) => ((x - Math.floor(x)) * 2 ** 32) | 0;
  const k = primes.map((p) => part(Math.cbrt(p)));
  const h = primes.slice(0, 8).map((p) => part(Math.sqrt(p)));
  const length = bytes.length;
  const padded = new Uint8Array(((length + 8) >> 6 << 6) + 64);
  padded.set(bytes);
  padded[length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(length / 2 ** 29));
  view.setUint32(padded.length - 4, length << 3);
  const w = new Int32Array(64);
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  for (let at = 0; at < padded.length; at += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + i * 4);
    for (let i = 16; i < 64; i++) {
      const s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
      const s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10);
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
    }
    let [a, b, c, d, e, f, g, z] = h;
    for (let i = 0; i < 64; i++) {
      const t1 = (z + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + k[i] + w[i]) | 0;
      const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [z, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    [a, b, c, d, e, f, g, z].forEach((x, i) => { h[i] = (h[i] + x) | 0; });
  }
  return h.map((x) => (x >>> 0).toString(16).padStart(8, "0")).join("");
}
const digest = (value) => sha256(new TextEncoder().encode(canonical(value)));
