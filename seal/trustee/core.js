// What everything else stands on: canonical JSON, HPKE in both suites, Ed25519, AES-256-GCM.
import { MlKem768 } from "mlkem";
import { sha3_256, shake256 } from "../../node_modules/mlkem/esm/src/sha3/sha3.js";
import { b64, hex, join, sha256 } from "../envelope.js";

export { b64, grouped, hex, join, sha256 } from "../envelope.js";

const { subtle } = crypto;
export const text = new TextEncoder();
export const random = length => crypto.getRandomValues(new Uint8Array(length));
export const X25519 = "DHKEM-X25519/HKDF-SHA256/AES-256-GCM";
export const XWING = "X-Wing/HKDF-SHA256/AES-256-GCM";
const MLKEM = 1184, ENCAPSULATED = 1088;

export class Refused extends Error {
  constructor(code, values = {}) {
    super(code);
    this.code = code;
    this.values = values;
  }
}
export const refuse = (code, values) => { throw new Refused(code, values); };

export const fromHex = said => /^([0-9a-f]{2})*$/.test(said) ? Uint8Array.from(said.match(/../g) ?? [], two => parseInt(two, 16)) : refuse("not_hex");
export const unB64 = said => {
  try {
    const made = Uint8Array.from(atob(said), sign => sign.charCodeAt(0));
    return b64(made) === said ? made : refuse("not_base64");
  } catch {
    return refuse("not_base64");
  }
};
export const encode64 = bytes => {
  let made = "";
  for (let at = 0; at < bytes.length; at += 0x6000) made += b64(bytes.subarray(at, at + 0x6000));
  return made;
};

// One byte string for one value (RFC 8785, over a smaller set of values).
const spell = value => {
  if (Array.isArray(value)) return `[${value.map(spell).join(",")}]`;
  if (typeof value === "string") return JSON.stringify(value.normalize("NFC"));
  if (typeof value === "number") return Number.isSafeInteger(value) ? String(value) : refuse("not_canonical_form");
  if (value === null || typeof value === "boolean") return String(value);
  const names = Object.keys(value).sort();
  return `{${names.map(name => `${JSON.stringify(name)}:${spell(value[name])}`).join(",")}}`;
};
export const canonical = value => text.encode(spell(value));
export const isSame = (left, right) => left.length === right.length && left.every((one, at) => one === right[at]);
export const parse = data => {
  let value;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data));
  } catch {
    refuse("not_json");
  }
  return isSame(canonical(value), data) ? value : refuse("not_canonical_form");
};
export const exactly = (plain, names, code) => {
  const is = plain && typeof plain === "object" && Object.keys(plain).sort().join() === names.split(" ").sort().join();
  return is ? plain : refuse(code);
};

export const hmac = async (key, ...parts) => {
  const made = await subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await subtle.sign("HMAC", made, join(...parts)));
};
export const seal = async (raw, iv, message, additionalData) => {
  const key = await subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
  return new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, message));
};
export const unseal = async (raw, iv, sealed, additionalData) => {
  const key = await subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
  return new Uint8Array(await subtle.decrypt({ name: "AES-GCM", iv, additionalData }, key, sealed));
};
export const hkdf = async (secret, info) => {
  const key = await subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const asks = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  return new Uint8Array(await subtle.deriveBits(asks, key, 256));
};

// A private key of 32 bytes in the one wrapping that browsers read (RFC 8410, section 7).
const wrapped = (name, raw) => join(
  [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, name === "X25519" ? 0x6e : 0x70, 4, 0x22, 4, 0x20], raw);
const privateKey = (name, raw, uses) => subtle.importKey("pkcs8", wrapped(name, raw), { name }, true, uses);
const publicOf = async key => {
  const { x } = await subtle.exportKey("jwk", key);
  return unB64(x.replaceAll("-", "+").replaceAll("_", "/").padEnd(44, "="));
};
const agree = async (key, theirs) => {
  const other = await subtle.importKey("raw", theirs, { name: "X25519" }, false, []);
  return new Uint8Array(await subtle.deriveBits({ name: "X25519", public: other }, key, 256));
};

// HPKE in base mode, one message. Source: RFC 9180, sections 4.1, 5.1 and 5.2.
const VERSION = text.encode("HPKE-v1");
const kem = suite => suite === XWING ? [0x64, 0x7a] : [0, 0x20];
const extract = (id, salt, label, value) => hmac(salt, VERSION, id, text.encode(label), value);
const expand = async (id, key, label, info, length) =>
  (await hmac(key, [0, length], VERSION, id, text.encode(label), info, [1])).slice(0, length);
const NONE = new Uint8Array(32), NOTHING = new Uint8Array();

const schedule = async (suite, shared, info) => {
  const id = join(text.encode("HPKE"), kem(suite), [0, 1, 0, 2]);
  const context = join([0], await extract(id, NONE, "psk_id_hash", NOTHING), await extract(id, NONE, "info_hash", info));
  const secret = await extract(id, shared, "secret", NOTHING);
  return [await expand(id, secret, "key", context, 32), await expand(id, secret, "base_nonce", context, 12)];
};
const dhShared = async (secret, enc, mine) => {
  const id = join(text.encode("KEM"), kem(X25519));
  return expand(id, await extract(id, NONE, "eae_prk", secret), "shared_secret", join(enc, mine), 32);
};
// Source: draft-connolly-cfrg-xwing-kem, sections 5.2 to 5.4.
const wingShared = (inner, outer, enc, mine) => sha3_256(join(inner, outer, enc, mine, text.encode("\\.//^\\")));

export const sealTo = async (suite, key, message, info) => {
  const own = await subtle.generateKey({ name: "X25519" }, true, ["deriveBits"]);
  const eph = new Uint8Array(await subtle.exportKey("raw", own.publicKey));
  let enc = eph, shared;
  if (suite === XWING) {
    const [ct, inner] = await new MlKem768().encap(key.slice(0, MLKEM));
    enc = join(ct, eph);
    shared = wingShared(inner, await agree(own.privateKey, key.slice(MLKEM)), eph, key.slice(MLKEM));
  } else shared = await dhShared(await agree(own.privateKey, key), eph, key);
  const [aes, nonce] = await schedule(suite, shared, info);
  return join(enc, await seal(aes, nonce, message, NOTHING));
};

// The key that opens what is sealed to a trustee.
export const sealKeyOf = async (suite, secret) => {
  const seeds = suite === XWING ? shake256(secret, { dkLen: 96 }) : join(new Uint8Array(64), secret);
  const outer = await privateKey("X25519", seeds.slice(64), ["deriveBits"]);
  const head = suite === XWING ? await new MlKem768().deriveKeyPair(seeds.slice(0, 64)) : [NOTHING, NOTHING];
  const mine = await publicOf(outer);
  return { suite, outer, mine, inner: head[1], public: join(head[0], mine) };
};
export const openWith = async (key, sealed, info) => {
  const wing = key.suite === XWING, length = wing ? ENCAPSULATED + 32 : 32;
  const enc = sealed.slice(0, length), eph = enc.slice(-32);
  const secret = await agree(key.outer, eph);
  const shared = wing
    ? wingShared(await new MlKem768().decap(enc.slice(0, ENCAPSULATED), key.inner), secret, eph, key.mine)
    : await dhShared(secret, enc, key.mine);
  const [aes, nonce] = await schedule(key.suite, shared, info);
  return unseal(aes, nonce, sealed.slice(length), NOTHING);
};

// Statements: Ed25519 over the purpose and the canonical form.
const bound = (purpose, says) => join(text.encode(`nswp-sign-1|${purpose}|`), canonical(says));
export const signKeyOf = async raw => {
  const key = await privateKey("Ed25519", raw, ["sign"]);
  return { key, public: await publicOf(key) };
};
export const sign = async (key, purpose, says) => {
  const made = new Uint8Array(await subtle.sign("Ed25519", key.key, bound(purpose, says)));
  return canonical({ purpose, says, signature: b64(made) });
};
export const claimed = (purpose, data) => {
  const plain = exactly(parse(data), "purpose says signature", "signature");
  return plain.purpose === purpose ? plain.says : refuse("signature");
};
export const said = async (publicKey, purpose, data) => {
  const says = claimed(purpose, data), signature = unB64(parse(data).signature);
  const key = await subtle.importKey("raw", publicKey, { name: "Ed25519" }, false, ["verify"]);
  const held = await subtle.verify("Ed25519", key, signature, bound(purpose, says));
  return held ? says : refuse("signature");
};
export const digest = async data => hex(await sha256(data));
