// The page of the trustees' tool: one form for each thing a trustee, officer or agent does.
import { Refused, digest, refuse } from "./core.js";
import {
  counted, destroyed, drawn, fingerprint, keyOf, lock, newKey, openBox, placeIn, publicFile, readBox, readManifest,
  readPublic, shareFile, unlock, verify,
} from "./formats.js";
import { XWING } from "./core.js";
import { combine, sheets } from "./slip39.js";

const doc = document;
const NAMES = { en: "English", fr: "Français", es: "Español", ru: "Русский", zh_Hans: "简体中文" };
const TAGS = { zh_Hans: "zh-Hans" };
let language = Object.keys(NAMES).find(one => navigator.language.startsWith(one.slice(0, 2))) ?? "en";
const _ = (id, values = {}) => (TEXTS[language][id] ?? id).replace(/%\((\w+)\)[sd]/g, (_all, name) => values[name]);
const cap = said => said.charAt(0).toLocaleUpperCase(TAGS[language] ?? language) + said.slice(1);

const REFUSALS = {
  passphrase_short: values => _("The passphrase needs at least %(least)d characters.", values),
  passphrase_or_file: () => _("The passphrase is another one, or the key file was altered."),
  not_a_key_file: () => _("This is not a key file."),
  not_a_trustee_here: () => _("The manifest of this election does not name your key."),
  not_a_witness_here: () => _("The manifest of this election does not name your key."),
  not_an_opener: () => _("The manifest does not name your key as an opener’s."),
  too_few_shares: () => _("There are too few share files of different trustees."),
  share_file_repeated: () => _("Two of the share files are of the same trustee."),
  share_of_another_box: () => _("A share file belongs to another box or election."),
  share_for_others: () => _("A share file was not made for you."),
  signature: () => _("A signature does not fit: the file was altered, or somebody else made it."),
  not_a_box: () => _("This is not a box file, or it is not complete."),
  box_root: () => _("This box is not the one that was announced."),
  paper_words: () => _("These words do not bring a key back. Check each word and the sheets."),
  passphrases_differ: () => _("The two passphrases differ."),
  day: () => _("Write the day as YYYY-MM-DD."),
  not_a_result: () => _("This is not the result file of an election."),
  another_election: () => _("This belongs to another election."),
  missing: () => _("Choose every file and fill every field in."),
  not_a_manifest: () => _("This is not the manifest of an election."),
};
const CHECKS = {
  manifest: () => _("the manifest is complete and in its canonical form"),
  manifest_announced: () => _("the manifest is the one announced before the vote"),
  seals: () => _("the list of seals is sorted and names none twice"),
  box_signed: () => _("the server signed what it closed"),
  box_election: () => _("the box belongs to this election"),
  box_root: () => _("the list of seals gives the box root"),
  box_count: () => _("there are as many seals as envelopes"),
  my_seal: () => _("your seal is in the list"),
  box_file: () => _("the box file holds the envelopes of the list"),
  ballots: () => _("every opened ballot is valid or flagged, and no tracker occurs twice"),
  trackers: () => _("the list of trackers is sorted and names none twice"),
  trackers_of_ballots: () => _("the trackers are those of the opened ballots"),
  unreadable_in_box: () => _("the unreadable ballots are in the list of seals"),
  paper_count: () => _("each paper has as many opened ballots as envelopes"),
  opening_signed: () => _("an opener signed the opening"),
  two_openers: () => _("at least two openers signed"),
  openers_agree: () => _("the openers found the same ballots"),
  openings_of_box: () => _("the openers opened this box, all of it"),
  openings_of_trackers: () => _("the openers signed this list of trackers"),
  openings_of_ballots: () => _("the openers signed this file of ballots"),
  ballots_count: () => _("there are as many opened ballots as sealed ones"),
  destroyed_signed: () => _("a trustee signed that the key was destroyed"),
  recounted_signed: () => _("a trustee signed this result after counting again"),
  witness_signed: () => _("the returning officer or an agent signed what they saw"),
};

// Fields: what they are called and what they are; a form reads them into an object.
const FIELDS = {
  name: ["text", () => _("name to show beside the key")],
  words: ["area", () => _("Words of the paper backup, one sheet a line; leave it empty for a new key")],
  needed: ["number", () => _("Paper backup: how many sheets bring the key back"), "2"],
  count: ["number", () => _("Paper backup: how many sheets there are"), "3"],
  passphrase: ["password", () => _("Passphrase: ")],
  again: ["password", () => _("Passphrase again: ")],
  public: ["file", () => _("public key file or manifest")],
  key: ["file", () => `${_("key file")} (secret.key)`],
  manifest: ["file", () => `${_("manifest of the election")} (manifest.json)`],
  box: ["file", () => `${_("box file")} (box.bin)`],
  root: ["text", () => _("box root as announced; another box is refused")],
  shares: ["files", () => _("share files of different trustees")],
  folder: ["files", () => _("all files of the unpacked record")],
  announced: ["text?", () => _("hash of the manifest as announced before the vote")],
  seal: ["text?", () => _("your seal, or its beginning")],
  result: ["file", () => _("result of the observers’ record: result.json")],
  lot: ["file", () => _("the lot as it was typed in: drawn-lot.json")],
  day: ["text", () => _("day on which the key was destroyed, as YYYY-MM-DD")],
};

const bytes = async file => new Uint8Array(await file.arrayBuffer());
const held = async (given, tell) => {
  const manifest = await readManifest(await bytes(given.manifest));
  tell(_("Manifest: %(hash)s", { hash: manifest.told }));
  const key = await unlock(await bytes(given.key), given.passphrase);
  return [manifest, key];
};
const boxOf = async (manifest, given, tell) => {
  const box = await readBox(manifest, await bytes(given.box));
  tell(_("Box root: %(root)s", { root: box.root }));
  tell(_("Sealed ballots in the box: %(count)d", { count: box.ballots }));
  if (given.root.trim().toLowerCase() !== box.root) refuse("box_root");
  if (box.isAlarm) tell(_("Alarm: the box holds the same envelope more than once. Tell the returning officer before you go on."), true);
  return box;
};

const ACTS = {
  keygen: {
    called: () => _("make a key, or bring one back from paper"),
    takes: "name words needed count passphrase again",
    async act(given, tell, give) {
      if (given.passphrase !== given.again) refuse("passphrases_differ");
      const lines = given.words.split("\n").filter(line => line.trim());
      const key = lines.length ? await keyOf(XWING, await combine(lines)) : await newKey(XWING);
      give("secret.key", await lock(key, given.passphrase));
      const own = await publicFile(key, given.name.trim());
      give("public.json", own);
      tell(_("Fingerprint: %(code)s", { code: await fingerprint(XWING, await readPublic(own)) }));
      tell(_("Read it aloud to the returning officer. It must be the same there."));
      if (lines.length) return;
      const [needed, count] = [+given.needed, +given.count];
      const made = await sheets(key.secret, needed, count);
      tell(_("Paper backup: any %(needed)d of %(count)d sheets bring the key back. Write each on its own sheet and keep them apart.", { needed, count }));
      made.forEach((words, at) => tell(_("Sheet %(number)d: %(words)s", { number: at + 1, words })));
    },
  },
  fingerprint: {
    called: () => _("show the code that fixes a public key"),
    takes: "public",
    async act(given, tell) {
      const data = await bytes(given.public);
      if (!new TextDecoder().decode(data).includes("nswp-manifest-")) {
        const says = await readPublic(data);
        return tell(_("Fingerprint: %(code)s", { code: await fingerprint(says.suite, says) }));
      }
      const manifest = await readManifest(data);
      tell(_("Manifest: %(hash)s", { hash: manifest.told }));
      for (const [at, one] of manifest.trustees.entries()) {
        tell(_("Trustee %(place)d: %(name)s", { place: at + 1, name: one.name }));
        tell(_("Fingerprint: %(code)s", { code: await fingerprint(manifest.suite, one) }));
      }
    },
  },
  share: {
    called: () => _("make the share file for a closed box"),
    takes: "manifest box root key passphrase",
    async act(given, tell, give) {
      const [manifest, key] = await held(given, tell);
      const made = await shareFile(manifest, await boxOf(manifest, given, tell), key);
      give(`shares-${placeIn(manifest, key)}.json`, made.file);
      tell(_("Shares that could not be read: %(count)d", { count: made.missing }));
    },
  },
  open: {
    called: () => _("put share files together and open the box"),
    takes: "manifest box root shares key passphrase",
    async act(given, tell, give) {
      const [manifest, key] = await held(given, tell);
      const box = await boxOf(manifest, given, tell);
      const { file, says, statement } = await openBox(manifest, box, await Promise.all(given.shares.map(bytes)), key);
      give("ballots.jsonl", file);
      give(`opening-${says.opener}.json`, statement);
      tell(_("Ballots: %(ballots)d; spoilt: %(spoilt)d; unreadable: %(unreadable)d", says));
      tell(_("SHA-256 of the ballots: %(hash)s", { hash: says.ballots_sha256 }));
      tell(_("Compare it with the other opener before you send anything."));
    },
  },
  verify: {
    called: () => _("check a published folder"),
    takes: "folder announced seal",
    async act(given, tell) {
      const files = new Map(await Promise.all(given.folder.map(async one => [one.name, await bytes(one)])));
      const { checks, absent } = await verify(files, { manifest: given.announced.trim(), seal: given.seal.trim() });
      for (const [code, is] of checks) tell(`${is ? _("holds") : _("FAILED")} · ${CHECKS[code]()}`, !is);
      if (absent.length) tell(_("Not in this folder, and so not checked: %(names)s", { names: absent.join(", ") }));
      const all = checks.every(([, is]) => is);
      tell(all ? _("VERIFIED: hashes, signatures and counts. The votes were not recounted here; verify.py in the folder does that.")
        : _("FAILED: this folder is not an unaltered record of the election."), !all);
    },
  },
  lot: {
    called: () => _("sign the lot that was drawn"),
    takes: "manifest lot key passphrase",
    async act(given, tell, give) {
      const [manifest, key] = await held(given, tell);
      const [name, made, order] = await drawn(manifest, key, await bytes(given.lot));
      for (const [contest, ids] of Object.entries(order)) tell(`${contest}: ${ids.join(", ")}`);
      give(name, made);
    },
  },
  recount: {
    called: () => _("sign that you counted the ballots again and came to this result"),
    takes: "manifest result key passphrase",
    async act(given, tell, give) {
      const [manifest, key] = await held(given, tell);
      give(...await counted(manifest, key, await bytes(given.result)));
      tell(_("You say with it that verify.py counted the ballots again with you and held."));
    },
  },
  destroy: {
    called: () => _("sign that the key was destroyed"),
    takes: "manifest key passphrase day",
    async act(given, tell, give) {
      const [manifest, key] = await held(given, tell);
      give(`destroyed-${placeIn(manifest, key)}.json`, await destroyed(manifest, key, given.day.trim()));
      tell(_("Now destroy the key file and every sheet of the paper backup."));
    },
  },
};

const make = (tag, given = {}, ...inside) => {
  const made = Object.assign(doc.createElement(tag), given);
  made.append(...inside);
  return made;
};
const control = (act, name) => {
  const [kind, called, value = ""] = FIELDS[name], plain = kind.replace("?", "");
  const id = `${act}-${name}`;
  const box = plain === "area" ? make("textarea", { id, name, rows: 4, spellcheck: false })
    : make("input", { id, name, type: { files: "file" }[plain] ?? plain, multiple: plain === "files", value: plain.startsWith("file") ? "" : value });
  box.autocomplete = "off";
  return make("label", { htmlFor: id }, cap(called().replace(/\s*[:：]\s*$/, "")), make("br"), box);
};
const read = (form, act) => {
  const given = {};
  for (const name of ACTS[act].takes.split(" ")) {
    const [kind] = FIELDS[name], box = form.elements[name];
    given[name] = kind === "file" ? box.files[0] : kind === "files" ? [...box.files] : box.value;
    const isFree = kind.endsWith("?") || kind === "area";
    if (!isFree && (kind === "files" ? !given[name].length : !given[name])) refuse("missing");
  }
  return given;
};
const run = async (form, act, out, button) => {
  out.replaceChildren(make("p", {}, _("Please wait: this takes some seconds.")));
  button.disabled = true;
  const lines = [];
  const tell = (words, isBad) => lines.push(make("p", { className: isBad ? "bad" : "" }, words));
  const give = (name, data) => lines.push(make("p", {}, make("a", {
    download: name, href: URL.createObjectURL(new Blob([data], { type: "application/octet-stream" })),
  }, _("Save %(name)s", { name }))));
  await new Promise(done => setTimeout(done, 30)); // so that the words above are seen
  try {
    await ACTS[act].act(read(form, act), tell, give);
  } catch (fault) {
    const code = fault instanceof Refused ? fault.code : "unexpected";
    const said = REFUSALS[code] ?? (() => _("Refused: %(code)s.", { code }));
    lines.splice(0, lines.length, make("p", { className: "bad" }, said(fault.values ?? {})));
  }
  out.replaceChildren(...lines);
  button.disabled = false;
};

const form = act => {
  const out = make("output", { id: `${act}-out` }), button = make("button", { type: "submit" }, _("Do it"));
  const fields = ACTS[act].takes.split(" ").map(name => control(act, name));
  const made = make("form", { id: act, noValidate: true }, ...fields, make("p", {}, button), out);
  made.addEventListener("submit", event => {
    event.preventDefault();
    run(made, act, out, button);
  });
  return make("details", {}, make("summary", {}, make("h2", {}, cap(ACTS[act].called()))), made);
};
const show = () => {
  doc.documentElement.lang = TAGS[language] ?? language;
  doc.getElementById("language-label").textContent = _("Language");
  doc.getElementById("main").replaceChildren(
    make("h1", {}, _("The trustees’ tool")),
    make("p", {}, _("It works without a network: switch it off. Nothing that you type or choose leaves this page; what it makes, you save as files.")),
    ...Object.keys(ACTS).map(form));
};
const begin = async () => {
  const choice = doc.getElementById("language");
  for (const [code, name] of Object.entries(NAMES)) {
    choice.append(make("option", { value: code, lang: TAGS[code] ?? code, selected: code === language }, name));
  }
  choice.addEventListener("change", () => {
    language = choice.value;
    show();
  });
  show();
  try {
    await crypto.subtle.generateKey({ name: "Ed25519" }, true, ["sign"]);
    await crypto.subtle.generateKey({ name: "X25519" }, true, ["deriveBits"]);
    doc.documentElement.dataset.ready = await digest(new Uint8Array());
  } catch {
    doc.getElementById("main").prepend(make("p", { className: "bad" }, _("This browser lacks what the tool needs. Take a newer one: Chrome or Edge 137, Firefox 130, Safari 17, or newer.")));
  }
};
begin();
