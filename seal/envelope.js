// The envelope "fv1" (docs/sealing.md), byte for byte as nswp_gov/sealing makes it.
import { MlKem768 } from "mlkem";
import { sha3_256 } from "../node_modules/mlkem/esm/src/sha3/sha3.js";

const { subtle } = crypto;
const text = new TextEncoder();
const SUITE = "X-Wing/HKDF-SHA256/AES-256-GCM";
const MLKEM = 1184;
const X25519 = { name: "X25519" };

export const join = (...parts) => {
  const made = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { made.set(part, at); at += part.length; }
  return made;
};
export const hex = bytes => Array.from(bytes, one => one.toString(16).padStart(2, "0")).join("");
export const b64 = bytes => btoa(String.fromCharCode(...bytes));
const unB64 = said => Uint8Array.from(atob(said), sign => sign.charCodeAt(0));
const random = length => crypto.getRandomValues(new Uint8Array(length));
export const sha256 = async (...parts) => new Uint8Array(await subtle.digest("SHA-256", join(...parts)));

// HPKE base mode, one message. Source: RFC 9180, sections 4, 5.1 and 5.2.
const ID = join(text.encode("HPKE"), [0x64, 0x7a, 0, 1, 0, 2]);
const VERSION = text.encode("HPKE-v1");
const hmac = async (key, ...parts) => {
  const made = await subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await subtle.sign("HMAC", made, join(...parts)));
};
const extract = (salt, label, value) => hmac(salt, VERSION, ID, text.encode(label), value);
const expand = async (key, label, info, length) =>
  (await hmac(key, [0, length], VERSION, ID, text.encode(label), info, [1])).slice(0, length);

// X-Wing. Source: draft-connolly-cfrg-xwing-kem, section 5.4.
const encapsulate = async key => {
  const theirs = key.slice(MLKEM);
  const [ct, inner] = await new MlKem768().encap(key.slice(0, MLKEM));
  const own = await subtle.generateKey(X25519, false, ["deriveBits"]);
  const mine = new Uint8Array(await subtle.exportKey("raw", own.publicKey));
  const to = await subtle.importKey("raw", theirs, X25519, false, []);
  const outer = new Uint8Array(await subtle.deriveBits({ name: "X25519", public: to }, own.privateKey, 256));
  const shared = sha3_256(join(inner, outer, mine, theirs, text.encode("\\.//^\\")));
  return [join(ct, mine), shared];
};
const sealTo = async (key, message, info) => {
  const [enc, shared] = await encapsulate(key);
  const none = new Uint8Array(32); // no salt is as many zeroes
  const nothing = new Uint8Array();
  const context = join([0], await extract(none, "psk_id_hash", nothing), await extract(none, "info_hash", info));
  const secret = await extract(shared, "secret", nothing);
  const aes = await expand(secret, "key", context, 32);
  const nonce = await expand(secret, "base_nonce", context, 12);
  return join(enc, await encrypt(aes, nonce, message, nothing));
};
const encrypt = async (raw, iv, message, additionalData) => {
  const key = await subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
  return new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, message));
};

// Shamir over GF(256), polynomial 0x11b.
const times = (left, right) => {
  let product = 0;
  for (; right; right >>= 1) {
    if (right & 1) product ^= left;
    left = left << 1 ^ (left & 0x80 ? 0x11b : 0);
  }
  return product;
};
export const split = (secret, count, needed) => {
  const terms = [secret, ...Array.from({ length: needed - 1 }, () => random(secret.length))];
  return Array.from({ length: count }, (_, at) => {
    const value = secret.map((_, place) => terms.reduceRight((sum, term) => times(sum, at + 1) ^ term[place], 0));
    return join(value, [at + 1]);
  });
};

export const isAble = async () => {
  try {
    return !!await subtle.generateKey(X25519, false, ["deriveBits"]);
  } catch {
    return false;
  }
};

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
export const grouped = bytes => {
  const bits = Array.from(bytes, one => one.toString(2).padStart(8, "0")).join("");
  return bits.match(/.{5}/g).map(five => LETTERS[parseInt(five, 2)]).join("").match(/.{4}/g).join("-");
};

// The manifest as published, if it is the one whose hash the page shows.
export const readManifest = async (bytes, hash) => {
  const plain = JSON.parse(new TextDecoder().decode(bytes));
  const fits = hex(await sha256(bytes)) === hash && plain.level === "1b" && plain.suite === SUITE;
  return fits ? { plain, digest: await sha256(bytes) } : null;
};

export const sealBallot = async (manifest, paper, choices) => {
  const { plain, digest } = manifest;
  const place = plain.papers.findIndex(one => one.id === paper);
  const [contest] = plain.papers[place].contests;
  const tracker = grouped(random(10));
  const ballot = JSON.stringify({ choices: { [contest.id]: choices }, level: "1b", tracker });
  const padded = text.encode(ballot.padEnd(plain.padded_length));
  if (padded.length !== plain.padded_length) throw new Error("length");
  const key = random(32);
  const commitment = await sha256(text.encode("fv1-cek"), key);
  const bound = join(text.encode("fv1|"), digest, [place]);
  const body = await encrypt(key, new Uint8Array(12), padded, bound);
  const shares = split(key, plain.trustees.length, plain.needed);
  const wraps = await Promise.all(plain.trustees.map((one, at) =>
    sealTo(unB64(one.seal_key), shares[at], join(bound, commitment, [at + 1]))));
  const envelope = join([1, place], commitment, body, ...wraps);
  return { envelope, tracker, seal: hex(await sha256(envelope)) };
};
