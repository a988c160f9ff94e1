// Answers keep themselves, each alone, and again when the line is back. The page works without this file.
const doc = document, form = doc.getElementById("reply"), line = doc.getElementById("kept"), say = line.dataset;
const all = (what, where = doc) => [...where.querySelectorAll(what)];
const PAUSE = 800, SLOWEST = 15000, shelf = "consultation:" + say.shelf;
const hidden = (kind, b) => form.elements[`${kind}-${b.id}`];
const read = b => JSON.stringify([...new FormData(form)].filter(([name]) => name.startsWith(b.id)));
const boxes = all("[data-question]", form).map(box => ({id: box.dataset.question})).filter(b => hidden("seen", b));
for (const b of boxes) b.kept = read(b);
const dirty = b => read(b) !== b.kept && read(b) !== b.refused;
let token = form.elements.csrf_token.value, wait = 1000, timer = 0, busy = false, over = false, found = new Set();

// What the device keeps, encrypted under a key that only this person's signed-in page knows.
const bytes = hex => Uint8Array.from(hex.match(/../g), two => parseInt(two, 16));
const secret = globalThis.crypto?.subtle?.importKey("raw", bytes(say.key), "AES-GCM", false, ["encrypt", "decrypt"]);
let keeping = Promise.resolve();
const keep = () => keeping = keeping.then(async () => {
  if (over || !secret) return;
  const open = boxes.filter(dirty).map(b => [b.id, read(b), hidden("seen", b).value, hidden("was", b).value]);
  if (!open.length) return localStorage.removeItem(shelf);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify([form.elements.pen.value, open]));
  const sealed = await crypto.subtle.encrypt({name: "AES-GCM", iv}, await secret, plain);
  if (!over) localStorage.setItem(shelf, JSON.stringify([[...iv], [...new Uint8Array(sealed)]]));
  doc.dispatchEvent(new Event("saved"));
}).catch(() => {});
function write(b, entries) {
  const given = JSON.parse(entries);
  for (const field of all(`[name^="${b.id}"]`, form)) {
    const mine = given.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") field.checked = mine.includes(field.value);
    else field.value = mine[0] ?? "";
  }
}
async function recall() {
  const was = localStorage.getItem(shelf);
  if (!was || !secret) return;
  try {
    const [iv, sealed] = JSON.parse(was).map(part => Uint8Array.from(part));
    const plain = await crypto.subtle.decrypt({name: "AES-GCM", iv}, await secret, sealed);
    const [pen, open] = JSON.parse(new TextDecoder().decode(plain));
    form.elements.pen.value = pen;
    for (const [id, entries, seen, before] of open) {
      const b = boxes.find(one => one.id === id);
      if (!b) continue;
      write(b, entries);
      [hidden("seen", b).value, hidden("was", b).value] = [seen, before];
      b.kept = "";
    }
  } catch { /* another person's: unreadable here, and theirs to come back for */ }
}
function wipe() {
  over = true;
  for (const key of Object.keys(localStorage)) if (key.startsWith("consultation:")) localStorage.removeItem(key);
}
all("form[action$='/sign-out'], form.leave").forEach(one => one.addEventListener("submit", wipe));

const later = pause => { clearTimeout(timer); timer = setTimeout(send, pause); };
const again = words => { line.textContent = words; later(wait = Math.min(wait * 2, SLOWEST)); };
async function send() {
  const open = boxes.filter(dirty);
  if (busy || over || !open.length) return;
  busy = true;
  const sent = open.map(b => [b, read(b)]), body = new FormData();
  body.set("csrf_token", token);
  body.set("pen", form.elements.pen.value);
  for (const [b, entries] of sent) {
    for (const kind of ["seen", "was"]) body.set(`${kind}-${b.id}`, hidden(kind, b).value);
    for (const [name, value] of JSON.parse(entries)) body.append(name, value);
  }
  try {
    const answer = await fetch(say.save, {method: "POST", body, headers: {Accept: "application/json"}});
    const told = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : null;
    if (told?.token) { token = told.token; again(say.keeping); }
    else if (told?.said) { line.textContent = told.said; over = true; }
    else if (answer.ok && told?.kept) took(sent, told);
    else again(answer.redirected || answer.status === 403 || answer.status === 400 ? say.out : say.cut);
  } catch { again(say.cut); }
  busy = false;
  keep();
}
function took(sent, told) {
  wait = 1000;
  told.differs.forEach(id => found.add(id));
  for (const [b, entries] of sent) {
    const now = told.kept[b.id];
    if (told.refused[b.id]) b.refused = entries;
    else b.kept = entries;
    if (now && !told.differs.includes(b.id)) [hidden("seen", b).value, hidden("was", b).value] = now;
  }
  const more = say.all.split(" ").some(id => told.asked.includes(id) && !boxes.some(b => b.id === id) && !doc.getElementById("q" + id + "-box"));
  const words = Object.values(told.refused)[0];
  line.textContent = words || (found.size ? say.differs : more ? say.more : say.kept);
  line.className = words || found.size ? "late" : "soft";
  if (boxes.some(dirty)) later(PAUSE);
  else if (!words) doc.dispatchEvent(new Event("saved"));
}
form.addEventListener("input", () => { line.textContent = say.keeping; keep(); later(PAUSE); });
addEventListener("online", () => later(0));
recall().then(() => { if (boxes.some(dirty)) later(0); });
