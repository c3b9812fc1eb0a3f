// QR codes by ISO/IEC 18004: bytes, error correction level M, versions 1 to 20 (up to 666 bytes). Drawn in the page, so that what
// the code holds goes nowhere.

import { s } from './dom.js';

// Table 9 of the standard, level M, by version: error correction codewords in a block, and how many blocks there are.
const CORRECTION = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26];
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16];

const LEVEL_M = 0b00;
const BYTE_MODE = 0b0100;

// Clause 7.8.2: which modules each mask turns round.
const MASKS = [
  (row, column) => (row + column) % 2 === 0,
  (row) => row % 2 === 0,
  (row, column) => column % 3 === 0,
  (row, column) => (row + column) % 3 === 0,
  (row, column) => (Math.floor(row / 2) + Math.floor(column / 3)) % 2 === 0,
  (row, column) => ((row * column) % 2) + ((row * column) % 3) === 0,
  (row, column) => (((row * column) % 2) + ((row * column) % 3)) % 2 === 0,
  (row, column) => (((row + column) % 2) + ((row * column) % 3)) % 2 === 0,
];

/** How many codewords a version has, after all that is not data is taken off its square. */
function codewords(version) {
  const size = 4 * version + 17;
  const alignments = version === 1 ? 0 : Math.floor(version / 7) + 2;
  let modules = size * size - 3 * 64 - 2 * (size - 16) - 31;
  if (alignments > 0) modules -= (alignments * alignments - 3) * 25 - 2 * (alignments - 2) * 5;
  if (version >= 7) modules -= 36;
  return Math.floor(modules / 8);
}

function capacity(version) {
  return codewords(version) - CORRECTION[version - 1] * BLOCKS[version - 1];
}

/** The mode, the length, the bytes, and filling up to what the version holds (clause 7.4). */
function dataOf(bytes, version) {
  const bits = [];
  const put = (value, length) => {
    for (let i = length - 1; i >= 0; i--) bits.push((value >> i) & 1);
  };
  put(BYTE_MODE, 4);
  put(bytes.length, version < 10 ? 8 : 16);
  bytes.forEach((byte) => put(byte, 8));
  const room = 8 * capacity(version);
  put(0, Math.min(4, room - bits.length));
  put(0, (8 - (bits.length % 8)) % 8);
  for (let filling = 0xec; bits.length < room; filling ^= 0xec ^ 0x11) put(filling, 8);
  return Array.from({ length: room / 8 }, (_, i) => bits.slice(8 * i, 8 * i + 8).reduce((sum, bit) => 2 * sum + bit, 0));
}

/** Multiplies in the field of 256 elements modulo x^8 + x^4 + x^3 + x^2 + 1. */
function times(a, b) {
  let product = 0;
  for (let i = 7; i >= 0; i--) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> i) & 1) * a;
  }
  return product;
}

/** Returns the generator polynomial of a degree, without its first coefficient, which is 1. */
function generator(degree) {
  let polynomial = [1];
  for (let i = 0, root = 1; i < degree; i++, root = times(root, 2)) {
    const next = [...polynomial, 0];
    polynomial.forEach((coefficient, k) => { next[k + 1] ^= times(coefficient, root); });
    polynomial = next;
  }
  return polynomial.slice(1);
}

function remainder(data, divisor) {
  const rest = new Array(divisor.length).fill(0);
  for (const byte of data) {
    const factor = byte ^ rest.shift();
    rest.push(0);
    divisor.forEach((coefficient, i) => { rest[i] ^= times(coefficient, factor); });
  }
  return rest;
}

/** Divides data into blocks, corrects each, and takes one codeword of each in turn (clause 7.6). */
function interleaved(data, version) {
  const count = BLOCKS[version - 1];
  const short = Math.floor(data.length / count);
  const longs = data.length % count;
  const divisor = generator(CORRECTION[version - 1]);
  const blocks = [];
  for (let i = 0, start = 0; i < count; i++) {
    const length = short + (i < count - longs ? 0 : 1);
    const part = data.slice(start, start + length);
    blocks.push({ part, correction: remainder(part, divisor) });
    start += length;
  }
  const inTurn = (lists) => Array.from({ length: Math.max(...lists.map((list) => list.length)) },
    (_, i) => lists.filter((list) => i < list.length).map((list) => list[i])).flat();
  return [...inTurn(blocks.map((block) => block.part)), ...inTurn(blocks.map((block) => block.correction))];
}

function alignmentPositions(version) {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((4 * version + 4) / (2 * count - 2)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, i) => 4 * version + 10 - i * step).reverse()];
}

/** A square of modules: true is dark, undefined is still free. */
class Square {
  constructor(version) {
    this.version = version;
    this.size = 4 * version + 17;
    this.rows = Array.from({ length: this.size }, () => new Array(this.size).fill(undefined));
    this.fixed = this.rows.map((row) => row.map(() => false));
  }

  set(row, column, dark) {
    if (row < 0 || column < 0 || row >= this.size || column >= this.size) return;
    this.rows[row][column] = dark;
    this.fixed[row][column] = true;
  }

  /** A pattern of nested squares round a middle: dark where the distance is not one of the light ones. */
  rings(row, column, radius, light) {
    for (let y = -radius; y <= radius; y++) {
      for (let x = -radius; x <= radius; x++) {
        this.set(row + y, column + x, !light.includes(Math.max(Math.abs(x), Math.abs(y))));
      }
    }
  }

  drawPatterns() {
    for (let i = 0; i < this.size; i++) {
      this.set(6, i, i % 2 === 0);
      this.set(i, 6, i % 2 === 0);
    }
    const end = this.size - 4;
    for (const [row, column] of [[3, 3], [3, end], [end, 3]]) this.rings(row, column, 4, [2, 4]);
    const places = alignmentPositions(this.version);
    const last = places.length - 1;
    places.forEach((row, i) => places.forEach((column, k) => {
      const isFinder = (i === 0 && k === 0) || (i === 0 && k === last) || (i === last && k === 0);
      if (!isFinder) this.rings(row, column, 2, [1]);
    }));
    this.drawFormat(0);
    this.drawVersion();
  }

  /** Level and mask, with their BCH code, twice (clause 7.9). */
  drawFormat(mask) {
    const data = (LEVEL_M << 3) | mask;
    let rest = data;
    for (let i = 0; i < 10; i++) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
    const bits = ((data << 10) | rest) ^ 0x5412;
    const bit = (i) => ((bits >> i) & 1) === 1;
    for (let i = 0; i <= 5; i++) this.set(i, 8, bit(i));
    this.set(7, 8, bit(6));
    this.set(8, 8, bit(7));
    this.set(8, 7, bit(8));
    for (let i = 9; i < 15; i++) this.set(8, 14 - i, bit(i));
    for (let i = 0; i < 8; i++) this.set(8, this.size - 1 - i, bit(i));
    for (let i = 8; i < 15; i++) this.set(this.size - 15 + i, 8, bit(i));
    this.set(this.size - 8, 8, true);
  }

  /** The version, with its Golay code, from version 7 on (clause 7.10). */
  drawVersion() {
    if (this.version < 7) return;
    let rest = this.version;
    for (let i = 0; i < 12; i++) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
    const bits = (this.version << 12) | rest;
    for (let i = 0; i < 18; i++) {
      const dark = ((bits >> i) & 1) === 1;
      const [far, near] = [this.size - 11 + (i % 3), Math.floor(i / 3)];
      this.set(near, far, dark);
      this.set(far, near, dark);
    }
  }

  /** Fills what is free, in columns of two from the right, up and down by turns (clause 7.7.3). */
  drawData(bytes) {
    let i = 0;
    for (let right = this.size - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5;
      const isUpward = ((right + 1) & 2) === 0;
      for (let step = 0; step < this.size; step++) {
        const row = isUpward ? this.size - 1 - step : step;
        for (const column of [right, right - 1]) {
          if (!this.fixed[row][column]) {
            this.rows[row][column] = ((bytes[i >> 3] >> (7 - (i & 7))) & 1) === 1; // What is left over at the end is light.
            i += 1;
          }
        }
      }
    }
  }

  turn(mask) {
    this.rows.forEach((row, y) => row.forEach((dark, x) => {
      if (!this.fixed[y][x] && MASKS[mask](y, x)) row[x] = !dark;
    }));
  }

  /** How bad the square is to read (clause 7.8.3). */
  penalty() {
    const columns = this.rows.map((_, x) => this.rows.map((row) => row[x]));
    let points = 0;
    for (const line of [...this.rows, ...columns]) {
      const text = line.map((dark) => (dark ? '1' : '0')).join('');
      for (const [run] of text.matchAll(/0{5,}|1{5,}/g)) points += run.length - 2;
      for (const pattern of ['10111010000', '00001011101']) {
        for (let at = text.indexOf(pattern); at >= 0; at = text.indexOf(pattern, at + 1)) points += 40;
      }
    }
    for (let y = 1; y < this.size; y++) {
      for (let x = 1; x < this.size; x++) {
        const dark = this.rows[y][x];
        if (dark === this.rows[y - 1][x] && dark === this.rows[y][x - 1] && dark === this.rows[y - 1][x - 1]) points += 3;
      }
    }
    const share = (100 * this.rows.flat().filter(Boolean).length) / (this.size * this.size);
    return points + 10 * Math.floor(Math.abs(share - 50) / 5);
  }
}

/** Returns the rows of a QR code, true for dark. */
export function qrCode(text) {
  const bytes = Array.from(new TextEncoder().encode(text));
  const version = BLOCKS.findIndex((_, i) => bytes.length + (i < 9 ? 2 : 3) <= capacity(i + 1)) + 1;
  if (version === 0) throw new Error(`${bytes.length} bytes are too many`);
  const square = new Square(version);
  square.drawPatterns();
  square.drawData(interleaved(dataOf(bytes, version), version));
  const penalties = MASKS.map((_, mask) => {
    square.turn(mask);
    square.drawFormat(mask);
    const points = square.penalty();
    square.turn(mask);
    return points;
  });
  const best = penalties.indexOf(Math.min(...penalties));
  square.turn(best);
  square.drawFormat(best);
  return square.rows;
}

/** Draws a QR code: dark on light in dark surroundings too, with the quiet zone of four modules that readers ask for. */
export function drawQr(text, label) {
  const rows = qrCode(text);
  const size = rows.length + 8;
  const path = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + 4} ${y + 4}h1v1h-1z` : ''))).join('');
  return s('svg', { class: 'qr', viewBox: `0 0 ${size} ${size}`, role: 'img', 'aria-label': label, 'shape-rendering': 'crispEdges' },
    s('rect', { class: 'qr-light', width: size, height: size }), s('path', { class: 'qr-dark', d: path }));
}
