// The files of an election as nswp_gov/sealing reads and writes them (docs/sealing.md).
import { argon2id } from "./argon2.js";
import {
  Refused, X25519, XWING, b64, canonical, claimed, digest, encode64, exactly, fromHex, grouped, hex, hkdf, isSame,
  join, openWith, parse, random, refuse, said, seal, sealKeyOf, sealTo, sha256, sign, signKeyOf, text, unB64, unseal,
} from "./core.js";
import { valueAt } from "./slip39.js";

export const SHORTEST = 12;
const COST = { length: 32, iterations: 3, lanes: 4, memory: 65536 };
const SHARE = 33, HEAD = 34, TAG = 16, LOTS = 255, ESCROW = 254;
const NONCE = new Uint8Array(12);
const HASH = /^[0-9a-f]{64}$/, TRACKER = /^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$/;
const isSuite = suite => [X25519, XWING].includes(suite);

// A trustee's key: 32 secret bytes and what follows from them.
export const keyOf = async (suite, secret) => {
  const derive = use => hkdf(secret, text.encode(`nswp-trustee-1|${use}`));
  const opens = await sealKeyOf(suite, await derive("seal"));
  return { suite, secret, opens, signs: await signKeyOf(await derive("sign")) };
};
export const newKey = suite => keyOf(suite, random(32));
export const publicFile = (key, name) => sign(key.signs, "trustee-key",
  { name, suite: key.suite, seal_key: b64(key.opens.public), sign_key: b64(key.signs.public) });
export const readPublic = async data => {
  const says = exactly(claimed("trustee-key", data), "name suite seal_key sign_key", "signature");
  await said(unB64(says.sign_key), "trustee-key", data);
  return says;
};
export const fingerprint = async (suite, one) => grouped((await sha256(
  text.encode(`nswp-fingerprint-1|${suite}|`), unB64(one.seal_key), unB64(one.sign_key))).slice(0, 20));

const stretch = (passphrase, salt) => argon2id(canonical(passphrase), salt, COST);
export const lock = async (key, passphrase) => {
  if ([...passphrase].length < SHORTEST) refuse("passphrase_short", { least: SHORTEST });
  const salt = random(16), nonce = random(12);
  const head = { format: "nswp-trustee-secret-1", suite: key.suite, salt: b64(salt) };
  const sealed = await seal(stretch(passphrase, salt), nonce, key.secret, canonical(head));
  return canonical({ ...head, nonce: b64(nonce), sealed: b64(sealed) });
};
export const unlock = async (data, passphrase) => {
  let plain;
  try {
    plain = exactly(parse(data), "format suite salt nonce sealed", "not_a_key_file");
  } catch {
    refuse("not_a_key_file");
  }
  const { nonce, sealed, ...head } = plain;
  if (head.format !== "nswp-trustee-secret-1" || !isSuite(head.suite)) refuse("not_a_key_file");
  let secret;
  try {
    secret = await unseal(stretch(passphrase, unB64(head.salt)), unB64(nonce), unB64(sealed), canonical(head));
  } catch {
    refuse("passphrase_or_file");
  }
  return keyOf(head.suite, secret);
};

export const readManifest = async data => {
  let plain;
  try {
    plain = parse(data);
  } catch {
    refuse("not_a_manifest");
  }
  const { trustees, papers, openers, needed, suite } = plain;
  const is = plain.format === "nswp-manifest-1" && isSuite(suite) && [trustees, papers, openers].every(Array.isArray)
    && needed >= 2 && openers.length >= 2 && plain.padded_length > 0;
  if (!is) refuse("not_a_manifest");
  const hash = await sha256(data), wrap = SHARE + TAG + (suite === XWING ? 1088 + 32 : 32);
  const length = HEAD + plain.padded_length + TAG + trustees.length * wrap;
  return { ...plain, witnesses: plain.witnesses ?? [], hash, told: hex(hash), wrap, length };
};
export const placeIn = (manifest, key) => {
  const place = manifest.suite === key.suite ? manifest.trustees.findIndex(one =>
    one.seal_key === b64(key.opens.public) && one.sign_key === b64(key.signs.public)) : -1;
  return place < 0 ? refuse("not_a_trustee_here") : place + 1;
};
export const witnessIn = (manifest, key) =>
  manifest.witnesses.findIndex(one => one.sign_key === b64(key.signs.public)) + 1;

const compare = (left, right) => {
  for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return left[at] - right[at];
  return 0;
};
export const rootOf = seals => digest(join(text.encode("nswp-box-1|"), ...seals));
export const readBox = async (manifest, data) => {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const isBox = data.length >= 16 && isSame(data.slice(0, 8), text.encode("nswpbox1"));
  const [count, length] = isBox ? [view.getUint32(8), view.getUint32(12)] : refuse("not_a_box");
  if (data.length !== 16 + count * length || !count !== !length) refuse("not_a_box");
  const envelopes = Array.from({ length: count }, (_, at) => data.slice(16 + at * length, 16 + (at + 1) * length));
  const seals = await Promise.all(envelopes.map(one => sha256(one)));
  if (seals.some((one, at) => at && compare(seals[at - 1], one) > 0)) refuse("not_a_box");
  const fits = one => one.length === manifest.length && one[0] === 1 && (one[1] < manifest.papers.length || one[1] === LOTS);
  if (!envelopes.every(fits)) refuse("share_of_another_box");
  const ballots = envelopes.filter(one => one[1] !== LOTS).length;
  const isAlarm = seals.some((one, at) => at && isSame(seals[at - 1], one));
  return { envelopes, seals, ballots, isAlarm, root: await rootOf(seals) };
};

const boundTo = (manifest, paper) => join(text.encode("fv1|"), manifest.hash, [paper]);
const unwrap = async (manifest, envelope, place, key) => {
  const from = HEAD + manifest.padded_length + TAG + (place - 1) * manifest.wrap;
  const info = join(boundTo(manifest, envelope[1]), envelope.slice(2, HEAD), [place]);
  try {
    const share = await openWith(key.opens, envelope.slice(from, from + manifest.wrap), info);
    if (share.length === SHARE && share[32] === place) return share;
  } catch { /* counted as missing */ }
  return new Uint8Array(SHARE);
};
const shareBound = (manifest, root, place) => join(text.encode("nswp-share-1|"), manifest.hash, fromHex(root), [place]);

export const shareFile = async (manifest, box, key) => {
  const place = placeIn(manifest, key), shares = [];
  for (const envelope of box.envelopes) shares.push(await unwrap(manifest, envelope, place, key));
  const content = random(32), bound = shareBound(manifest, box.root, place), wraps = {};
  for (const opener of manifest.openers) {
    const theirs = unB64(manifest.trustees[opener - 1].seal_key);
    wraps[opener] = b64(await sealTo(manifest.suite, theirs, content, join(bound, text.encode(String(opener)))));
  }
  const missing = shares.filter(one => !one[32]).length;
  const body = encode64(await seal(content, NONCE, join(...shares), bound));
  const says = { manifest_hash: manifest.told, root: box.root, trustee: place, shares: shares.length, missing, wraps, body };
  return { file: await sign(key.signs, "share", says), missing };
};
const readShares = async (manifest, box, data, opener, key) => {
  const claims = exactly(claimed("share", data), "manifest_hash root trustee shares missing wraps body", "signature");
  const trustee = manifest.trustees[claims.trustee - 1] ?? refuse("signature");
  const says = await said(unB64(trustee.sign_key), "share", data), place = says.trustee;
  if (says.manifest_hash !== manifest.told || says.root !== box.root) refuse("share_of_another_box");
  const bound = shareBound(manifest, box.root, place);
  const wrap = says.wraps[opener] ?? refuse("share_for_others");
  let body;
  try {
    const content = await openWith(key.opens, unB64(wrap), join(bound, text.encode(String(opener))));
    body = await unseal(content, NONCE, unB64(says.body), bound);
  } catch {
    refuse("share_for_others");
  }
  if (body.length !== SHARE * box.envelopes.length || says.shares !== box.envelopes.length) refuse("share_of_another_box");
  const parts = box.envelopes.map((_, at) => body.slice(at * SHARE, (at + 1) * SHARE));
  return [place, parts.map(one => one[32] === place ? one : null)];
};

const chosen = function* (from, count) {
  if (!count) { yield []; return; }
  for (let at = 0; at + count <= from.length; at++) {
    for (const rest of chosen(from.slice(at + 1), count - 1)) yield [from[at], ...rest];
  }
};
const openEnvelope = async (manifest, envelope, shares) => {
  for (const some of chosen(shares, manifest.needed)) {
    const key = valueAt(some.map(one => [one[32], one.slice(0, 32)]), 0);
    if (!isSame(await sha256(text.encode("fv1-cek"), key), envelope.slice(2, HEAD))) continue;
    const body = envelope.slice(HEAD, HEAD + manifest.padded_length + TAG);
    try {
      return await unseal(key, NONCE, body, boundTo(manifest, envelope[1]));
    } catch {
      return null;
    }
  }
  return null;
};
const stripped = data => {
  let end = data.length;
  while (end && data[end - 1] === 32) end--;
  return data.slice(0, end);
};
const tryParse = data => {
  try {
    return parse(stripped(data));
  } catch {
    return undefined;
  }
};

const cleanWord = word => word.normalize("NFC").trim().split(/\s+/u).join(" ");
const isPlain = value => value && typeof value === "object" && !Array.isArray(value);
const marksOf = (contest, marks) => {
  const ids = contest.options.map(one => one.id);
  if (!Array.isArray(marks)) return "marks_form";
  if (!marks.every(one => ids.includes(one))) return "option_unknown";
  if (new Set(marks).size !== marks.length) return "option_twice";
  const most = contest.kind === "yesno" ? 1 : contest.kind === "plurality" ? contest.seats : ids.length;
  if (marks.length > most) return "too_many_marks";
  if (!marks.length && !contest.blank_allowed) return "blank_not_allowed";
  return contest.kind === "ranked" ? marks : ids.filter(one => marks.includes(one));
};
const readBallot = (paper, plaintext) => {
  const plain = tryParse(plaintext), spoilt = (reason, tracker) =>
    ({ paper: paper.id, state: "spoilt", reason, ...(tracker ? { tracker } : {}) });
  if (plain === undefined) return spoilt("not_a_ballot");
  const tracker = isPlain(plain) && typeof plain.tracker === "string" && TRACKER.test(plain.tracker) ? plain.tracker : null;
  const names = isPlain(plain) ? Object.keys(plain) : [];
  const fits = ["choices", "level", "tracker"].every(one => names.includes(one))
    && names.every(one => ["choices", "level", "tracker", "word"].includes(one));
  if (!tracker || !fits) return spoilt("not_a_ballot", tracker);
  if (!isPlain(plain.choices)) return spoilt("contests_differ", tracker);
  if ("word" in plain) {
    const { word } = plain;
    if (typeof word !== "string") return spoilt("word_signs", tracker);
    if ([...cleanWord(word)].length > 24) return spoilt("word_too_long", tracker);
    if (!word || cleanWord(word) !== word || !/^[\p{L}\p{M}\p{N} -]+$/u.test(word)) return spoilt("word_signs", tracker);
  }
  if (!["1", "1b"].includes(plain.level)) return spoilt("level_unknown", tracker);
  const ids = paper.contests.map(one => one.id);
  if (Object.keys(plain.choices).sort().join() !== ids.slice().sort().join()) return spoilt("contests_differ", tracker);
  const choices = {};
  for (const contest of paper.contests) {
    choices[contest.id] = marksOf(contest, plain.choices[contest.id]);
    if (typeof choices[contest.id] === "string") return spoilt(choices[contest.id], tracker);
  }
  const word = "word" in plain ? { word: plain.word } : {};
  return { paper: paper.id, state: "valid", tracker, level: plain.level, choices, ...word };
};

const inOrder = ballots => {
  const lines = ballots.map(one => [one.tracker ?? "", canonical(one)]);
  lines.sort(([a, one], [b, two]) => a < b ? -1 : a > b ? 1 : byBytes(one, two));
  return join(...lines.flatMap(([, line]) => [line, [10]]));
};
const byBytes = (one, two) => {
  for (let at = 0; at < Math.min(one.length, two.length); at++) if (one[at] !== two[at]) return one[at] - two[at];
  return one.length - two.length;
};
const trackersOf = ballots => text.encode(
  ballots.map(one => one.tracker).filter(one => one).sort().map(one => `${one}\n`).join(""));

export const openBox = async (manifest, box, files, key) => {
  const opener = placeIn(manifest, key);
  if (!manifest.openers.includes(opener)) refuse("not_an_opener");
  const shares = new Map();
  for (const file of files) {
    const [place, found] = await readShares(manifest, box, file, opener, key);
    if (shares.has(place)) refuse("share_file_repeated");
    shares.set(place, found);
  }
  if (shares.size < manifest.needed) refuse("too_few_shares");
  let ballots = [], lost = 0;
  const seeds = [], columns = [...shares.values()];
  for (const [at, envelope] of box.envelopes.entries()) {
    const plain = await openEnvelope(manifest, envelope, columns.map(one => one[at]).filter(one => one));
    if (envelope[1] === LOTS) {
      const seed = plain && tryParse(plain);
      const is = isPlain(seed) && Object.keys(seed).join() === "seed" && HASH.test(seed.seed);
      if (is) seeds.push(seed.seed); else lost++;
      continue;
    }
    const paper = manifest.papers[envelope[1]];
    ballots.push(plain ? readBallot(paper, plain) : { paper: paper.id, state: "unreadable", seal: hex(box.seals[at]) });
  }
  const times = new Map();
  for (const { tracker } of ballots) if (tracker) times.set(tracker, (times.get(tracker) ?? 0) + 1);
  ballots = ballots.map(one => times.get(one.tracker) > 1 ? { paper: one.paper, state: "spoilt", reason: "tracker_repeated" } : one);
  const file = inOrder(ballots), count = state => ballots.filter(one => one.state === state).length;
  const says = {
    manifest_hash: manifest.told, box_root: box.root, opener, trustees: [...shares.keys()].sort((a, b) => a - b),
    ballots_sha256: await digest(file), trackers_sha256: await digest(trackersOf(ballots)), ballots: ballots.length,
    spoilt: count("spoilt"), unreadable: count("unreadable"), seeds: seeds.sort(), lost_seeds: lost,
  };
  return { file, says, statement: await sign(key.signs, "opening", says) };
};

// What is signed besides: that the key is gone, that the count gave this result, that this lot was drawn.
export const destroyed = (manifest, key, day) => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) refuse("day");
  return sign(key.signs, "destroyed", { manifest_hash: manifest.told, trustee: placeIn(manifest, key), day });
};
export const counted = async (manifest, key, result) => {
  let about;
  try {
    about = parse(result).manifest_sha256;
  } catch { /* it is none */ }
  if (!about) refuse("not_a_result");
  if (about !== manifest.told) refuse("another_election");
  const says = { manifest_hash: manifest.told, result_sha256: await digest(result) }, witness = witnessIn(manifest, key);
  if (witness) return [`observed-${witness}.json`, await sign(key.signs, "observed", { ...says, witness })];
  const trustee = placeIn(manifest, key);
  return [`recounted-${trustee}.json`, await sign(key.signs, "recounted", { ...says, trustee })];
};
export const drawn = async (manifest, key, lot) => {
  const witness = witnessIn(manifest, key) || refuse("not_a_witness_here");
  const plain = exactly(parse(lot), "manifest_hash order", "not_a_lot");
  if (plain.manifest_hash !== manifest.told) refuse("another_election");
  return [`lot-${witness}.json`, await sign(key.signs, "lot", { ...plain, witness }), plain.order];
};

// The checks of a published folder, as nswp-trustee verify makes them: code and whether it held.
export const verify = async (files, asked) => {
  const checks = [], absent = [];
  const hold = (code, held) => { checks.push([code, !!held]); };
  const run = async (code, act) => {
    try {
      const found = await act();
      hold(code, true);
      return found;
    } catch {
      hold(code, false);
      return null;
    }
  };
  const manifest = await run("manifest", () => readManifest(files.get("manifest.json")));
  if (!manifest) return { checks, absent };
  if (asked.manifest) hold("manifest_announced", manifest.told === asked.manifest.toLowerCase());
  const lines = name => new TextDecoder().decode(files.get(name)).split("\n").filter(one => one);
  const inRow = (list, form) => list.every((one, at) => form.test(one) && (!at || list[at - 1] < one)) || refuse("order");
  const seals = await run("seals", () => { const list = lines("seals.txt"); inRow(list, HASH); return list; });
  const box = await run("box_signed", () => said(unB64(manifest.signing_key), "box", files.get("box.json")));
  if (!seals || !box) return { checks, absent };
  const root = await rootOf(seals.map(fromHex));
  hold("box_election", box.manifest_hash === manifest.told);
  hold("box_root", box.box_root === root);
  hold("box_count", box.envelopes === seals.length);
  if (asked.seal) hold("my_seal", seals.some(one => one.startsWith(asked.seal.toLowerCase())));
  const held = files.has("box.bin") ? await run("box_file", async () => {
    const found = await readBox(manifest, files.get("box.bin"));
    return isSame(found.seals.map(hex), seals) ? found : refuse("not_a_box");
  }) : absent.push("box.bin") && null;
  const ballots = files.has("ballots.jsonl") ? await run("ballots", () => readLines(manifest, files.get("ballots.jsonl")))
    : absent.push("ballots.jsonl") && null;
  if (files.has("trackers.txt")) {
    const list = await run("trackers", () => { const found = lines("trackers.txt"); inRow(found, TRACKER); return found; });
    if (list && ballots) hold("trackers_of_ballots", isSame(trackersOf(ballots), files.get("trackers.txt")));
  }
  if (ballots) hold("unreadable_in_box", ballots.every(one => !one.seal || seals.includes(one.seal)));
  if (held && ballots) {
    hold("paper_count", manifest.papers.every((paper, place) =>
      ballots.filter(one => one.paper === paper.id).length === held.envelopes.filter(one => one[1] === place).length));
  }
  await openings(manifest, files, { root, box, ballots, hold, run });
  await statements(manifest, files, run);
  return { checks, absent };
};
const readLines = (manifest, data) => {
  const told = new TextDecoder("utf-8", { fatal: true }).decode(data).split("\n");
  if (told.pop() !== "") refuse("order");
  const ballots = told.map(line => parse(text.encode(line))), seen = ballots.map(one => one.tracker).filter(one => one);
  if (!isSame(inOrder(ballots), data) || new Set(seen).size !== seen.length) refuse("order");
  for (const [at, one] of ballots.entries()) {
    const paper = manifest.papers.find(each => each.id === one.paper) ?? refuse("order");
    const { choices, level, tracker, word } = one, inner = { choices, level, tracker, ...(word ? { word } : {}) };
    const names = Object.keys(one).sort().join();
    const valid = () => isSame(canonical(readBallot(paper, canonical(inner))), text.encode(told[at]));
    const flagged = () => ["paper,reason,state", "paper,reason,state,tracker"].includes(names);
    const lost = () => names === "paper,seal,state" && HASH.test(one.seal);
    const fits = { valid, spoilt: flagged, unreadable: lost }[one.state];
    if (!fits || !fits()) refuse("order");
  }
  return ballots;
};
const openings = async (manifest, files, { root, box, ballots, hold, run }) => {
  const found = [];
  for (const place of manifest.openers) {
    const data = files.get(`opening-${place}.json`);
    if (data) found.push(await run("opening_signed", () => about(manifest, manifest.trustees[place - 1], "opening", data)) ?? {});
  }
  hold("two_openers", found.length >= 2);
  if (files.has("trackers.txt")) {
    const listed = await digest(files.get("trackers.txt"));
    hold("openings_of_trackers", found.every(one => one.trackers_sha256 === listed));
  }
  const alike = found.map(one => new TextDecoder().decode(canonical({ ...one, opener: 0, trustees: 0 })));
  hold("openers_agree", alike.length && alike.every(one => one === alike[0]));
  hold("openings_of_box", found.every(one => one.box_root === root && one.ballots === box.ballots));
  if (!ballots) return;
  const listed = await digest(files.get("ballots.jsonl"));
  hold("openings_of_ballots", found.every(one => one.ballots_sha256 === listed));
  hold("ballots_count", ballots.length === box.ballots);
};
const about = async (manifest, one, purpose, data) => {
  const says = await said(unB64(one.sign_key), purpose, data);
  return says.manifest_hash === manifest.told ? says : refuse("another_election");
};
const statements = async (manifest, files, run) => {
  const result = files.has("result.json") && await digest(files.get("result.json"));
  const kinds = [["destroyed", manifest.trustees], ["recounted", manifest.trustees], ["lot", manifest.witnesses],
    ["observed", manifest.witnesses]];
  for (const [purpose, people] of kinds) {
    for (const [at, one] of people.entries()) {
      const data = files.get(`${purpose}-${at + 1}.json`);
      if (!data) continue;
      const code = purpose === "destroyed" || purpose === "recounted" ? `${purpose}_signed` : "witness_signed";
      await run(code, async () => {
        const says = await about(manifest, one, purpose, data);
        if ("result_sha256" in says && says.result_sha256 !== result) refuse("another_election");
      });
    }
  }
};
export { Refused };
