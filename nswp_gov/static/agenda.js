// Items of an agenda are dragged into another order, by mouse or finger. The page works without this file.
const doc = document, list = doc.getElementById("agenda"), say = doc.getElementById("moved");
const rows = () => [...list.children];
const number = row => rows().indexOf(row) + 1;
const EDGE = 60; // pixels from the edge of the screen where the page goes along
let queue = Promise.resolve(), held = null;

const renumber = () => rows().forEach((row, at) => { row.querySelector(".big").textContent = at + 1; });

// The same act as the buttons: one item gets another number; the others close up.
async function store(row, to) {
  const form = row.querySelector("form");
  const body = new URLSearchParams({csrf_token: form.elements.csrf_token.value, to});
  const answer = await fetch(form.action, {method: "POST", redirect: "manual", body}).catch(() => null);
  if (answer?.type !== "opaqueredirect") { location.reload(); return; } // what stands on the server counts
  say.textContent = say.dataset.said.replace("{title}", row.dataset.name).replace("{number}", to);
}

const back = () => {
  if (!held) return;
  list.insertBefore(held.row, held.next);
  held.row.classList.remove("drag");
  held = null;
  renumber();
};

for (const row of rows()) {
  const grip = doc.createElement("span"), head = row.querySelector("h2");
  row.dataset.name = head.textContent;
  grip.className = "move";
  grip.textContent = "⠿";
  grip.ariaHidden = "true";
  head.prepend(grip);
  grip.onpointerdown = e => {
    if (e.button || held) return;
    e.preventDefault();
    held = {row, id: e.pointerId, from: number(row), next: row.nextElementSibling};
    row.classList.add("drag");
  };
}

// On the document: a row that moves in the page lets go of a captured pointer.
doc.addEventListener("pointermove", e => {
  if (e.pointerId !== held?.id) return;
  if (e.clientY < EDGE) scrollBy(0, -EDGE / 4);
  else if (e.clientY > innerHeight - EDGE) scrollBy(0, EDGE / 4);
  const others = rows().filter(one => one !== held.row);
  const next = others.find(one => {
    const box = one.getBoundingClientRect();
    return e.clientY < box.top + box.height / 2;
  }) || null;
  if (next === held.row.nextElementSibling) return;
  list.insertBefore(held.row, next);
  renumber();
});
doc.addEventListener("pointerup", e => {
  if (e.pointerId !== held?.id) return;
  const {row, from} = held, to = number(row);
  row.classList.remove("drag");
  held = null;
  if (to !== from) queue = queue.then(() => store(row, to));
});
doc.addEventListener("pointercancel", back);
doc.addEventListener("keydown", e => { if (e.key === "Escape") back(); });
