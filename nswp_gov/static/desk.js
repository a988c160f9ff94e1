// A translation keeps itself while it is written. The page works without this file.
const doc = document, form = doc.getElementById("bench"), out = doc.getElementById("kept"), say = out.dataset;
const words = form.elements.words, number = form.elements.number, machine = form.elements.is_machine_assisted;
const PAUSE = 1200, SLOWEST = 20000;
let base = words.value, timer = 0, wait = PAUSE, busy = false, over = false, tried = null;

async function store(leaving = false) {
  clearTimeout(timer);
  const now = words.value;
  if (over || busy || now === base) return;
  busy = true;
  out.textContent = say.storing;
  const data = new URLSearchParams(new FormData(form));
  data.delete("act");
  let answer = null, told = null;
  try {
    answer = await fetch(form.action, {
      method: "POST", redirect: "manual", keepalive: leaving && now.length < 20000,
      headers: {Accept: "application/json"}, body: data,
    });
    told = await answer.json();
  } catch { /* no connection, or no JSON: `told` says nothing */ }
  busy = false;
  if (answer?.ok && told) {
    [base, wait, tried] = [now, PAUSE, null];
    number.value = told.number;
    if (words.value === base) { out.textContent = say.stored; doc.dispatchEvent(new Event("saved")); }
  } else if (answer?.status === 409 && told?.theirs !== undefined && told.theirs === tried) {
    [base, number.value, tried] = [tried, told.number, null]; // an answer was lost on the way
  } else if (answer?.status === 409 && told?.theirs !== undefined) {
    over = true;
    out.textContent = say.moved;
  } else if (answer && answer.status < 500 && answer.status !== 429 && answer.type !== "opaqueredirect") {
    out.textContent = `${say.refused} ${told?.detail || ""}`;
    wait = Math.min(wait * 2, SLOWEST);
    tried = now;
  } else {
    out.textContent = say.offline;
    wait = Math.min(wait * 2, SLOWEST);
    tried = now;
  }
  if (words.value !== base && !over) timer = setTimeout(store, wait);
}
words.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(store, wait); });
machine.addEventListener("change", () => { if (words.value !== base) store(); });
form.addEventListener("submit", () => { over = true; clearTimeout(timer); });
addEventListener("pagehide", () => store(true));
addEventListener("online", () => store());
