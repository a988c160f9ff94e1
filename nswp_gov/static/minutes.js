// Minutes as they are spoken: every note saves itself, and nothing is lost. The page works without this file.
const doc = document, box = doc.getElementById("writing"), say = box.dataset;
const all = (what, where = doc) => [...where.querySelectorAll(what)];
const kept = doc.getElementById("kept"), stands = doc.getElementById("stands");
const phrases = Object.fromEntries(all("#phrases dt").map(dt => [dt.textContent, dt.nextElementSibling.textContent]));
const PAUSE = 700, LONGEST = 3000, POLL = 5000, SLOWEST = 15000, TRIED = 20;
const ours = "minutes:" + say.meeting, shelf = ours + (say.part && ":" + say.part);
const elsewhere = doc.getElementById("elsewhere");
let token = doc.querySelector("[name=csrf_token]").value, since = "", state = "", wait = 1000, over = false;

// What the text before has become in each of two hands: where theirs goes into mine, or null if both changed one place.
const half = (text, at) => /[\uD800-\uDBFF]/.test(text[at - 1] ?? "") ? at - 1 : at;
function change(base, text) {
  const most = Math.min(base.length, text.length);
  let from = 0, end = 0;
  while (from < most && base[from] === text[from]) from++;
  from = half(base, from);
  while (end < most - from && base[base.length - 1 - end] === text[text.length - 1 - end]) end++;
  if (/[\uDC00-\uDFFF]/.test(base[base.length - end] ?? "")) end--;
  return {from, to: base.length - end, text: text.slice(from, text.length - end)};
}
export function rebase(base, mine, theirs) {
  if (mine === theirs) return {from: 0, to: 0, text: ""};
  const own = change(base, mine), other = change(base, theirs);
  const moved = own.text.length - (own.to - own.from), line = /^\n/;
  if (own.from === own.to && other.from === other.to && own.from === other.from && own.text && other.text) {
    // Both went on writing at one place: whoever went on with the line that was there comes first.
    const after = {from: own.from + own.text.length, to: own.from + own.text.length};
    if (line.test(other.text) && !line.test(own.text)) return {...after, text: other.text};
    const gap = line.test(own.text) || /\n$/.test(other.text) ? "" : "\n";
    return {from: own.from, to: own.from, text: other.text + gap};
  }
  if (other.to <= own.from) return other;
  if (other.from >= own.to) return {from: other.from + moved, to: other.to + moved, text: other.text};
  return own.text || own.from !== own.to ? null : other;
}

const notes = all("form[data-note]").map(form => ({
  form, field: form.elements.words, out: form.querySelector("output"),
  place: form.action.match(/items\/([^/]+)\/note\/(\w+)$/).slice(1).join("/"),
  number: +form.elements.seen.value, base: form.elements.words.value,
  tried: [], busy: false, clash: null, refused: "", timer: 0, first: 0,
}));
const dirty = n => n.field.value !== n.base || n.tried.length > 0;

// What the device keeps, encrypted under a key that only this person's signed-in page knows.
const bytes = hex => Uint8Array.from(hex.match(/../g), two => parseInt(two, 16));
const secret = globalThis.crypto?.subtle?.importKey("raw", bytes(say.key), "AES-GCM", false, ["encrypt", "decrypt"]);
let keeping = Promise.resolve(), away = []; // kept of notes that are not on this page
function keep() {
  keeping = keeping.then(async () => {
    if (over || !secret) return;
    const open = notes.filter(dirty).map(n => ({
      place: n.place, words: n.field.value, base: n.base, number: n.number, tried: n.tried,
    })).concat(away);
    if (!open.length) return localStorage.removeItem(shelf);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(open));
    const sealed = await crypto.subtle.encrypt({name: "AES-GCM", iv}, await secret, plain);
    if (!over) localStorage.setItem(shelf, JSON.stringify([[...iv], [...new Uint8Array(sealed)]]));
    doc.dispatchEvent(new Event("saved"));
  }).catch(() => {});
  return keeping;
}
async function recall() {
  const found = localStorage.getItem(shelf);
  if (!found || !secret) return;
  try {
    const [iv, sealed] = JSON.parse(found).map(part => Uint8Array.from(part));
    const plain = await crypto.subtle.decrypt({name: "AES-GCM", iv}, await secret, sealed);
    for (const was of JSON.parse(new TextDecoder().decode(plain))) {
      const n = notes.find(one => one.place === was.place);
      if (!n) { away.push(was); continue; }
      const typed = n.field.value !== n.base ? n.field.value.slice(n.base.length) : "";
      [n.number, n.base, n.tried] = [was.number, was.base, was.tried];
      n.field.value = was.words + typed;
      unfold(n);
    }
  } catch { /* another person's: unreadable here, and theirs to come back for */ }
}
function wipe() {
  over = true;
  for (const key of Object.keys(localStorage)) if (key.startsWith("minutes:")) localStorage.removeItem(key);
}
all("form[action$='/sign-out'], form.leave").forEach(form => form.addEventListener("submit", wipe));

// What is said of it, once for the page and briefly at each note.
const unfold = n => { const fold = n.field.closest("details"); if (fold && dirty(n)) fold.open = true; };
function tell(now = state) {
  state = now;
  const open = notes.some(dirty), clash = notes.some(n => n.clash);
  const key = clash ? "clash" : state === "offline" ? secret ? "offline" : "bare" : state || (open ? "storing" : "stored");
  if (kept.dataset.now !== key) {
    kept.dataset.now = key;
    kept.textContent = say[key];
    if (key === "out") {
      const a = doc.createElement("a");
      [a.href, a.textContent] = [say.signIn, say.enter];
      kept.append(" ", a);
    }
  }
  if (elsewhere) elsewhere.hidden = !Object.keys(localStorage).some(one => one.startsWith(ours) && one !== shelf);
  for (const n of notes) n.out.textContent = n.clash ? say.clash : n.refused || (n.busy ? say.storing : "");
}

// Storing.
const writing = n => n.composing || n.clash;
function soon(n, pause = PAUSE) {
  const now = Date.now();
  n.first ||= now;
  clearTimeout(n.timer);
  n.timer = setTimeout(() => store(n), Math.max(0, Math.min(pause, n.first + LONGEST - now)));
}
async function store(n, leaving = false) {
  clearTimeout(n.timer);
  if (over || n.busy || writing(n) || !dirty(n)) return;
  const words = n.field.value;
  n.busy = true;
  n.first = 0;
  if (!n.tried.includes(words)) n.tried = [...n.tried, words].slice(-TRIED);
  keep();
  let answer = null, told = null;
  try {
    answer = await fetch(n.form.action, {
      method: "POST", redirect: "manual", keepalive: leaving && words.length < 20000, headers: {Accept: "application/json"},
      body: new URLSearchParams({csrf_token: token, words, seen: n.number}),
    });
    told = await answer.json();
  } catch { /* no connection, or no JSON: `told` says nothing */ }
  n.busy = false;
  settle(n, words, answer, told);
  keep();
  tell();
  if (dirty(n) && !n.clash) soon(n, state ? wait : PAUSE);
}
function settle(n, words, answer, told) {
  n.refused = "";
  if (answer?.ok && told) {
    [n.number, n.base, n.tried] = [told.number, words, []];
    reached();
  } else if (answer?.status === 409 && told?.theirs !== undefined) {
    if (n.tried.includes(told.own)) n.base = told.own;
    take(n, told.theirs, told.number);
    reached();
  } else if (answer && (answer.type === "opaqueredirect" || [400, 401, 403].includes(answer.status))) {
    tell("out");
    slower();
    look();
  } else if (answer && answer.status < 500 && answer.status !== 429) {
    n.refused = told?.detail ? `${say.refused} ${told.detail}` : say.refused;
    slower();
  } else {
    tell("offline");
    slower();
  }
}
const reached = () => { wait = 1000; tell(""); };
const slower = () => { wait = Math.min(wait * 2, SLOWEST); };

// Somebody else wrote: both texts become one, or both are shown.
function take(n, theirs, number) {
  const mine = n.field.value, at = rebase(n.base, mine, theirs);
  if (!at) return clash(n, theirs, number);
  if (at.text || at.from !== at.to) n.field.setRangeText(at.text, at.from, at.to, "preserve");
  [n.number, n.base, n.tried] = [number, theirs, []];
  unfold(n);
}
function clash(n, theirs, number) {
  const shown = doc.getElementById("clash").content.firstElementChild.cloneNode(true);
  n.clash?.remove();
  n.clash = shown;
  shown.querySelector(".said").textContent = theirs;
  shown.addEventListener("click", e => {
    const choice = e.target.name;
    if (!choice) return;
    if (choice === "both") n.field.value = theirs + "\n\n" + n.field.value;
    if (choice === "theirs") n.field.value = theirs;
    [n.number, n.base, n.tried, n.clash] = [number, theirs, [], null];
    shown.remove();
    n.field.focus();
    keep();
    store(n);
    tell();
  });
  n.form.append(shown);
  tell();
}

// What others wrote, how the quorum stands, and whether there is a connection at all.
async function look() {
  try {
    const answer = await fetch(`${say.live}?after=${encodeURIComponent(since)}`, {redirect: "manual"});
    if (answer.type === "opaqueredirect" || answer.status === 403) return tell("out");
    if (!answer.ok) return;
    const told = await answer.json(), was = state;
    [token, since] = [told.token, told.at];
    for (const field of all("[name=csrf_token]")) field.value = token;
    if (stands.textContent !== told.quorum) stands.textContent = told.quorum;
    for (const note of told.notes) {
      const n = notes.find(one => one.place === note.place);
      if (n && note.number > n.number && !n.busy && !n.tried.length && !writing(n)) take(n, note.words, note.number);
    }
    if (was) reached(), notes.forEach(n => store(n));
    tell();
  } catch {
    tell("offline");
  }
}

// Keys: a code and a blank bring a phrase; Alt with arrows goes through the items.
for (const n of notes) {
  n.field.addEventListener("compositionstart", () => { n.composing = true; });
  n.field.addEventListener("compositionend", () => { n.composing = false; soon(n); });
  n.field.addEventListener("input", () => {
    const end = n.field.selectionStart, typed = /(?:^|\s)(;\w)(\s)$/.exec(n.field.value.slice(Math.max(0, end - 4), end));
    if (typed && phrases[typed[1]]) n.field.setRangeText(phrases[typed[1]], end - 3, end - 1, "preserve");
    keep();
    soon(n);
    tell();
  });
  n.form.addEventListener("submit", e => { e.preventDefault(); n.first = 0; store(n); });
  n.field.addEventListener("blur", () => store(n));
}
const lines = all("textarea[id^=t-]");
doc.addEventListener("keydown", e => {
  if (!e.altKey || e.ctrlKey || e.metaKey) return;
  const here = lines.indexOf(doc.activeElement), to = {ArrowDown: here + 1, ArrowUp: here - 1}[e.key];
  const turn = here >= 0 && doc.querySelector(`[data-parts] [rel=${e.key === "ArrowUp" ? "prev" : "next"}]`);
  if (to !== undefined && (lines[to] || !turn)) lines[Math.max(0, Math.min(to, lines.length - 1))]?.focus();
  else if (to !== undefined) turn.click();
  else if (e.key === "Home") doc.getElementById("who")?.focus();
  else if (e.key === "Enter" && here >= 0) lines[here].closest("section").querySelector("form[action$='/take']")?.requestSubmit();
  else return;
  e.preventDefault();
});

// Who comes and goes, which item is open: done without leaving what is being written.
const names = where => all("section[id]", where).map(one => one.id).join();
const QUICK = /\/(attendance|apologies|items\/[^/]+\/(take|leave))$/;
doc.addEventListener("submit", e => {
  const by = e.submitter, action = by?.formAction || e.target.action;
  if (e.defaultPrevented || !QUICK.test(action)) return;
  e.preventDefault();
  const data = new FormData(e.target);
  if (by?.name) data.set(by.name, by.value);
  data.set("csrf_token", token);
  const held = doc.activeElement?.id, request = new XMLHttpRequest();
  request.open("POST", action);
  request.responseType = "document";
  request.onerror = () => tell("offline");
  request.onload = () => {
    const fresh = request.response;
    if (!fresh?.getElementById("writing")) return location.reload();
    const parts = all("[data-facts], section h2"), made = all("[data-facts], section h2", fresh);
    if (parts.length !== made.length || names() !== names(fresh)) return location.reload();
    parts.forEach((part, i) => part.replaceWith(made[i]));
    doc.getElementById(held)?.focus();
    delete e.target.dataset.sent;
    look();
  };
  request.send(new URLSearchParams(data));
});

// To another part of a long agenda: what is typed is stored first, or waits on the device.
for (const a of all("[data-parts] a")) a.addEventListener("click", async e => {
  if (!notes.some(dirty)) return;
  e.preventDefault();
  await Promise.race([Promise.all(notes.map(n => store(n))), new Promise(done => setTimeout(done, 1500))]);
  location.href = a.href;
});
addEventListener("pagehide", () => { keep(); notes.forEach(n => store(n, true)); });
addEventListener("online", look);
doc.getElementById("keys").hidden = false;
recall().then(() => { keep(); look(); notes.forEach(n => store(n)); tell(); setInterval(look, POLL); });
