// Paper sheets of 32 secret bytes, one group, no passphrase. Source: SLIP-0039.
import { join } from "../envelope.js";
import { hmac, random, refuse } from "./core.js";
import list from "./words.txt";

const WORDS = list.trim().split("\n");
const GEN = [0xE0E040, 0x1C1C080, 0x3838100, 0x7070200, 0xE0E0009, 0x1C0C2412, 0x38086C24, 0x3090FC48, 0x21B1F890, 0x3F3F120];
const text = new TextEncoder();
const EXPONENT = 1, DIGEST = 254, SECRET = 255;

const polymod = values => {
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 20;
    sum = ((sum & 0xFFFFF) << 10 ^ value) >>> 0;
    for (let i = 0; i < 10; i++) if (top >>> i & 1) sum = (sum ^ GEN[i]) >>> 0;
  }
  return sum;
};
const custom = extendable => [...text.encode(extendable ? "shamir_extendable" : "shamir")];

const LOG = [], EXP = [];
for (let power = 0, value = 1; power < 255; power++) {
  EXP[power] = value;
  LOG[value] = power;
  value ^= value << 1 ^ (value & 0x80 ? 0x11b : 0);
  value &= 0xff;
}
const times = (left, right) => left && right ? EXP[(LOG[left] + LOG[right]) % 255] : 0;
const over = (left, right) => left ? EXP[(LOG[left] + 255 - LOG[right]) % 255] : 0;

// The value at `x` of the polynomials through the shares (place, bytes).
export const valueAt = (shares, x) => {
  const weights = shares.map(([place]) => shares.reduce((weight, [other]) =>
    other === place ? weight : over(times(weight, x ^ other), place ^ other), 1));
  return shares[0][1].map((_, at) => shares.reduce((sum, share, which) => sum ^ times(share[1][at], weights[which]), 0));
};

const stretch = async (password, salt, exponent, length) => {
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const asks = { name: "PBKDF2", hash: "SHA-256", salt, iterations: (10000 << exponent) / 4 };
  return new Uint8Array(await crypto.subtle.deriveBits(asks, key, 8 * length));
};
const feistel = async (secret, rounds, exponent, salt) => {
  const middle = secret.length / 2;
  let left = secret.slice(0, middle), right = secret.slice(middle);
  for (const round of rounds) {
    const f = await stretch(Uint8Array.of(round), join(salt, right), exponent, middle);
    [left, right] = [right, left.map((one, at) => one ^ f[at])];
  }
  return join(right, left);
};

const digits = (value, count, bits) =>
  Array.from({ length: count }, (_, at) => Number(value >> BigInt(bits * (count - 1 - at)) & (1n << BigInt(bits)) - 1n));
const number = (parts, bits) => parts.reduce((sum, part) => sum << BigInt(bits) | BigInt(part), 0n);
const big = bytes => number([...bytes], 8);

// The sheets: `count`, of which any `needed` bring the secret back.
export const sheets = async (secret, needed, count) => {
  if (!(needed >= 1 && needed <= count && count <= 16) || (needed === 1 && count > 1)) refuse("paper_numbers");
  const id = new DataView(random(2).buffer).getUint16(0) & 0x7fff;
  const sealed = await feistel(secret, [0, 1, 2, 3], EXPONENT, new Uint8Array());
  const shares = await split(sealed, needed, count);
  return shares.map(([place, value]) => {
    const head = BigInt(id) << 5n | 1n << 4n | BigInt(EXPONENT);
    const about = BigInt(place) << 4n | BigInt(needed - 1);
    const length = Math.ceil(8 * value.length / 10);
    const data = [...digits(head, 2, 10), ...digits(about, 2, 10), ...digits(big(value), length, 10)];
    const sum = polymod([...custom(true), ...data, 0, 0, 0]) ^ 1;
    return [...data, sum >>> 20 & 1023, sum >>> 10 & 1023, sum & 1023].map(one => WORDS[one]).join(" ");
  });
};
const split = async (secret, needed, count) => {
  if (needed === 1) return [[0, secret]];
  const own = Array.from({ length: needed - 2 }, (_, place) => [place, random(secret.length)]);
  const part = random(secret.length - 4);
  const digest = (await hmac(part, secret)).slice(0, 4);
  const base = [...own, [DIGEST, join(digest, part)], [SECRET, secret]];
  return Array.from({ length: count }, (_, place) => own[place] ?? [place, valueAt(base, place)]);
};

// The secret that the sheets bring back.
export const combine = async lines => {
  const read = lines.map(parse), [first] = read;
  const enough = first && read.length >= first.needed;
  const same = read.every(one => one.head === first.head && one.needed === first.needed);
  if (!enough || !same || new Set(read.map(one => one.place)).size !== read.length) refuse("paper_words");
  const shares = read.slice(0, first.needed).map(one => [one.place, one.value]);
  let sealed = shares[0][1];
  if (first.needed > 1) {
    sealed = valueAt(shares, SECRET);
    const proof = valueAt(shares, DIGEST);
    const digest = (await hmac(proof.slice(4), sealed)).slice(0, 4);
    if (digest.some((one, at) => one !== proof[at])) refuse("paper_words");
  }
  const salt = first.extendable ? new Uint8Array() : join(text.encode("shamir"), [first.id >>> 8, first.id & 255]);
  return feistel(sealed, [3, 2, 1, 0], first.exponent, salt);
};
const parse = line => {
  const data = line.trim().toLowerCase().split(/\s+/).map(word => WORDS.indexOf(word));
  const head = data.length === 33 && !data.includes(-1) ? Number(number(data.slice(0, 2), 10)) : refuse("paper_words");
  const extendable = head >>> 4 & 1;
  if (polymod([...custom(extendable), ...data]) !== 1) refuse("paper_words");
  const about = number(data.slice(2, 4), 10);
  const [group, threshold, groups, place, needed] = digits(about, 5, 4);
  const value = number(data.slice(4, -3), 10);
  if (group || threshold || groups || value >> 256n) refuse("paper_words");
  return { head, id: head >>> 5, extendable, exponent: head & 15, place, needed: needed + 1,
    value: Uint8Array.from(digits(value, 32, 8)) };
};
