// Every page works without this file.
const doc = document, root = doc.documentElement;
const all = (what, where = doc) => [...where.querySelectorAll(what)];
let unsaved = false;

// Leave this page: empty the screen first, then send.
const leave = doc.querySelector(".leave");
leave?.addEventListener("submit", e => {
  e.preventDefault();
  unsaved = false;
  root.classList.add("left");
  doc.title = "\u2009";
  doc.body.replaceChildren();
  const go = answer => location.replace(answer?.url || leave.action);
  const wait = new Promise(done => setTimeout(done, 700));
  Promise.race([fetch(leave.action, {method: "POST", keepalive: true}), wait]).then(go, () => go());
});
addEventListener("pageshow", e => {
  if (e.persisted && (root.className || doc.querySelector(".in"))) location.reload();
});

// Unsaved text; and no form twice.
doc.addEventListener("input", e => { if (e.target.form?.hasAttribute("data-guard")) unsaved = true; });
doc.addEventListener("saved", () => { unsaved = false; });
doc.addEventListener("submit", e => {
  const form = e.target, now = Date.now();
  if (form.method == "post" && now - form.dataset.sent < 3000) e.preventDefault();
  else form.dataset.sent = now;
  unsaved = false;
});
addEventListener("beforeunload", e => { if (unsaved) e.preventDefault(); });

// To what is wrong; the current place in view; unfolded where there is room.
doc.getElementById("errors")?.focus();
for (const a of all("nav ul [aria-current]")) {
  const ul = a.closest("ul");
  ul.scrollLeft += a.getBoundingClientRect().left - ul.getBoundingClientRect().left - 16;
}
if (matchMedia("(min-width:56rem)").matches) for (const d of all(".fold")) d.open = true;

// A list that follows its filters.
const live = doc.querySelector("form[data-live]"), results = doc.getElementById("results");
let timer, request;
if (results) live?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const to = new URL(live.getAttribute("action") || "", location);
    to.search = new URLSearchParams(new FormData(live));
    request?.abort();
    request = new XMLHttpRequest();
    request.open("GET", to);
    request.responseType = "document";
    request.onerror = () => live.submit();
    request.onload = () => {
      const page = request.response, found = page?.getElementById("results");
      if (!found) return live.submit();
      results.replaceChildren(...found.childNodes);
      doc.getElementById("status").textContent = page.getElementById("status").textContent;
      history.replaceState(null, "", to);
    };
    request.send();
  }, 350);
});

// Copy.
for (const b of all("[data-copy]")) {
  b.hidden = false;
  b.onclick = () => {
    const field = doc.getElementById(b.dataset.copy);
    field.select();
    navigator.clipboard ? navigator.clipboard.writeText(field.value) : doc.execCommand("copy");
    b.textContent = b.dataset.done;
  };
}

// Rank: numbers decide; rows follow.
for (const list of all("[data-rank]")) {
  const rows = [...list.children], form = list.closest("form"), line = form.querySelector("[data-order]");
  const box = row => row.querySelector("input");
  const ranked = () => rows.filter(r => +box(r).value).sort((a, b) => box(a).value - box(b).value);
  const tell = () => {
    if (line) line.textContent = ranked().map(r => box(r).value + " " + r.dataset.name).join(", ") || "–";
  };
  const show = order => {
    for (const r of rows) box(r).value = order.indexOf(r) + 1 || "";
    list.append(...order, ...rows.filter(r => !order.includes(r)));
    unsaved = true;
    tell();
  };
  list.addEventListener("input", tell);
  list.addEventListener("click", e => {
    const button = e.target.closest("[name=up],[name=down]");
    if (!button) return;
    e.preventDefault();
    const row = button.closest("li"), order = ranked(), at = order.indexOf(row), up = button.name == "up";
    if (at < 0) up && order.push(row);
    else if (!up && at == order.length - 1) order.pop();
    else if (!up || at) order.splice(at, 1), order.splice(at + (up ? -1 : 1), 0, row);
    show(order);
    button.focus();
  });
  for (const row of rows) {
    const grip = doc.createElement("span");
    grip.className = "move";
    grip.textContent = "⠿";
    grip.ariaHidden = "true";
    row.querySelector("h3").prepend(grip);
    grip.onpointerdown = e => { grip.setPointerCapture(e.pointerId); row.classList.add("drag"); };
    grip.onpointercancel = () => row.classList.remove("drag");
    grip.onpointerup = e => {
      row.classList.remove("drag");
      const over = doc.elementFromPoint(e.clientX, e.clientY)?.closest("li");
      if (!rows.includes(over) || over == row) return;
      const before = ranked(), to = before.indexOf(over), order = before.filter(r => r != row);
      order.splice(to < 0 ? order.length : to, 0, row);
      show(order);
    };
  }
}
