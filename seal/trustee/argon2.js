// Argon2id as the key file needs it: version 1.3, one lane after the other. Source: RFC 9106.
import { join } from "../envelope.js";

const MASK = (1n << 64n) - 1n;
const IV = [
  0x6a09e667f3bcc908n, 0xbb67ae8584caa73bn, 0x3c6ef372fe94f82bn, 0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n, 0x9b05688c2b3e6c1fn, 0x1f83d9abfb41bd6bn, 0x5be0cd19137e2179n,
];
const SIGMA = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4], [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13], [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11], [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5], [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];
const turn = (word, by) => (word >> by | word << 64n - by) & MASK;

// BLAKE2b without a key; it hashes a few hundred kilobytes here at most. Source: RFC 7693.
export const blake2b = (data, length) => {
  const state = IV.slice();
  state[0] ^= 0x01010000n ^ BigInt(length);
  const blocks = Math.max(1, Math.ceil(data.length / 128));
  const padded = new Uint8Array(blocks * 128);
  padded.set(data);
  const words = new BigUint64Array(padded.buffer);
  for (let block = 0; block < blocks; block++) {
    const is_last = block === blocks - 1, m = words.subarray(block * 16, block * 16 + 16);
    const v = [...state, ...IV];
    v[12] ^= BigInt(is_last ? data.length : (block + 1) * 128);
    if (is_last) v[14] ^= MASK;
    const mix = (a, b, c, d, x, y) => {
      v[a] = v[a] + v[b] + x & MASK; v[d] = turn(v[d] ^ v[a], 32n);
      v[c] = v[c] + v[d] & MASK; v[b] = turn(v[b] ^ v[c], 24n);
      v[a] = v[a] + v[b] + y & MASK; v[d] = turn(v[d] ^ v[a], 16n);
      v[c] = v[c] + v[d] & MASK; v[b] = turn(v[b] ^ v[c], 63n);
    };
    for (let round = 0; round < 12; round++) {
      const s = SIGMA[round % 10];
      for (let i = 0; i < 4; i++) mix(i, 4 + i, 8 + i, 12 + i, m[s[2 * i]], m[s[2 * i + 1]]);
      for (let i = 0; i < 4; i++) {
        mix(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4, m[s[8 + 2 * i]], m[s[9 + 2 * i]]);
      }
    }
    for (let i = 0; i < 8; i++) state[i] ^= v[i] ^ v[i + 8];
  }
  return new Uint8Array(BigUint64Array.from(state).buffer).slice(0, length);
};

const le32 = (...numbers) => new Uint8Array(Uint32Array.from(numbers).buffer);

const long = (data, length) => {
  if (length <= 64) return blake2b(join(le32(length), data), length);
  const parts = [];
  let last = blake2b(join(le32(length), data), 64), left = length;
  for (; left > 64; left -= 32) {
    parts.push(last.slice(0, 32));
    last = blake2b(last, left - 32 > 64 ? 64 : left - 32);
  }
  return join(...parts, last);
};

// A block is 128 words of 64 bits: the low half of word n at 2n, the high half at 2n + 1.
const R = new Uint32Array(256), Z = new Uint32Array(256);

const addMul = (v, a, b) => {
  const x = v[a], y = v[b], xl = x & 0xffff, xh = x >>> 16, yl = y & 0xffff, yh = y >>> 16;
  const ll = Math.imul(xl, yl) >>> 0, lh = Math.imul(xl, yh) >>> 0, hl = Math.imul(xh, yl) >>> 0;
  const middle = (ll >>> 16) + (lh & 0xffff) + (hl & 0xffff);
  const low = (middle << 16 | ll & 0xffff) >>> 0;
  const high = (Math.imul(xh, yh) >>> 0) + (lh >>> 16) + (hl >>> 16) + (middle >>> 16);
  const sum = x + y + (low << 1 >>> 0);
  v[a] = sum;
  v[a + 1] = v[a + 1] + v[b + 1] + (high << 1 | low >>> 31) + Math.floor(sum / 0x100000000);
};
const half = (v, a, b, c, d) => {
  addMul(v, a, b);
  const low = v[d] ^ v[a]; // by 32
  v[d] = v[d + 1] ^ v[a + 1]; v[d + 1] = low;
  addMul(v, c, d);
  const x = v[b] ^ v[c], y = v[b + 1] ^ v[c + 1]; // by 24
  v[b] = x >>> 24 | y << 8; v[b + 1] = y >>> 24 | x << 8;
};
const mix = (v, a, b, c, d) => {
  half(v, a, b, c, d);
  addMul(v, a, b);
  const x = v[d] ^ v[a], y = v[d + 1] ^ v[a + 1]; // by 16
  v[d] = x >>> 16 | y << 16; v[d + 1] = y >>> 16 | x << 16;
  addMul(v, c, d);
  const p = v[b] ^ v[c], q = v[b + 1] ^ v[c + 1]; // by 63
  v[b] = p << 1 | q >>> 31; v[b + 1] = q << 1 | p >>> 31;
};
const permute = at => {
  for (let i = 0; i < 4; i++) mix(Z, at(i), at(4 + i), at(8 + i), at(12 + i));
  for (let i = 0; i < 4; i++) mix(Z, at(i), at(4 + (i + 1) % 4), at(8 + (i + 2) % 4), at(12 + (i + 3) % 4));
};
const ROWS = Array.from({ length: 8 }, (_, row) => Int32Array.from({ length: 16 }, (_, i) => 2 * (16 * row + i)));
const COLUMNS = Array.from({ length: 8 }, (_, column) =>
  Int32Array.from({ length: 16 }, (_, i) => 2 * (16 * (i >> 1) + 2 * column + (i & 1))));

const compress = (memory, out, left, right, adds) => {
  for (let i = 0; i < 256; i++) Z[i] = R[i] = left[i] ^ right[i];
  for (const places of ROWS) permute(i => places[i]);
  for (const places of COLUMNS) permute(i => places[i]);
  for (let i = 0; i < 256; i++) memory[out + i] = (adds ? memory[out + i] : 0) ^ Z[i] ^ R[i];
};

// A tag of `length` bytes; `memory` in KiB. Nothing is shown meanwhile: it takes seconds.
export const argon2id = (password, salt, { length, iterations, lanes, memory: kib }) => {
  const columns = Math.floor(kib / (4 * lanes)) * 4, part = columns / 4, blocks = columns * lanes;
  const memory = new Uint32Array(blocks * 256);
  const first = blake2b(join(le32(lanes, length, kib, iterations, 0x13, 2, password.length), password,
    le32(salt.length), salt, le32(0, 0)), 64);
  const block = (lane, column) => 256 * (lane * columns + column);
  for (let lane = 0; lane < lanes; lane++) {
    for (let column = 0; column < 2; column++) {
      memory.set(new Uint32Array(long(join(first, le32(column, lane)), 1024).buffer), block(lane, column));
    }
  }
  const asked = new Uint32Array(256), found = new Uint32Array(256), none = new Uint32Array(256);
  const segment = (pass, slice, lane) => {
    const is_blind = pass === 0 && slice < 2;
    asked.fill(0);
    for (const [place, value] of [pass, lane, slice, blocks, iterations, 2].entries()) asked[2 * place] = value;
    const more = () => {
      asked[12]++;
      compress(found, 0, none, asked, false);
      compress(found, 0, none, found.slice(), false);
    };
    const begin = pass === 0 && slice === 0 ? 2 : 0;
    if (is_blind && begin) more();
    for (let index = begin; index < part; index++) {
      const column = slice * part + index;
      const before = block(lane, (column + columns - 1) % columns);
      if (is_blind && index % 128 === 0) more();
      const low = is_blind ? found[2 * (index % 128)] : memory[before];
      const high = is_blind ? found[2 * (index % 128) + 1] : memory[before + 1];
      const from = pass === 0 && slice === 0 ? lane : high % lanes;
      const edge = from === lane ? index - 1 : index === 0 ? -1 : 0;
      const size = (pass === 0 ? slice * part : columns - part) + edge;
      const x = Number(BigInt(low) * BigInt(low) >> 32n);
      const back = Number(BigInt(size) * BigInt(x) >> 32n);
      const start = pass === 0 || slice === 3 ? 0 : (slice + 1) * part;
      const at = block(from, (start + size - 1 - back) % columns);
      compress(memory, block(lane, column), memory.subarray(before, before + 256),
        memory.subarray(at, at + 256), pass > 0);
    }
  };
  for (let pass = 0; pass < iterations; pass++) {
    for (let slice = 0; slice < 4; slice++) {
      for (let lane = 0; lane < lanes; lane++) segment(pass, slice, lane);
    }
  }
  const last = memory.slice(block(0, columns - 1), block(0, columns - 1) + 256);
  for (let lane = 1; lane < lanes; lane++) {
    for (let i = 0; i < 256; i++) last[i] ^= memory[block(lane, columns - 1) + i];
  }
  memory.fill(0);
  return long(new Uint8Array(last.buffer), length);
};
