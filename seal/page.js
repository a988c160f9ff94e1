// The ballot sealed on the voter's device: the same page, the same envelope. What is marked here
// never leaves the page; where anything is missing the page works without this file, and says so.
import { b64, isAble, readManifest, sealBallot } from "./envelope.js";

const doc = document;
const form = doc.querySelector("form[data-seal]");
const all = (what, where = doc) => [...where.querySelectorAll(what)];
const load = (method, address, body, type) => new Promise((done, fail) => {
  const request = new XMLHttpRequest();
  request.open(method, address);
  request.responseType = type;
  request.onload = () => done(request);
  request.onerror = fail;
  request.send(body);
});

const ranks = () => all("[data-rank] input", form);
const marks = () => all("[name=mark]", form);
const say = (input, words) => {
  const line = input.closest("li"), id = input.id + "-error";
  doc.getElementById(id)?.remove();
  input.removeAttribute("aria-invalid");
  if (!words) return;
  const told = doc.createElement("p");
  told.className = "msg";
  told.id = id;
  told.textContent = words;
  line.querySelector("h3").after(told);
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", id);
};

// Places have to be 1, 2, 3 … each once; a fault is said beside its line, as the server says it.
const isFaulty = () => {
  const given = ranks().map(one => [one, one.value.trim()]);
  const numbers = given.map(([, value]) => /^[1-9]\d*$/.test(value) ? +value : 0);
  let first;
  given.forEach(([input, value], at) => {
    const own = numbers[at], words = form.dataset;
    let fault = "";
    if (value && !own) fault = words.number;
    else if (own && numbers.indexOf(own) !== numbers.lastIndexOf(own)) fault = words.twice;
    else if (own && Array.from({ length: Math.min(own, given.length + 1) - 1 }, (_, k) => k + 1).some(k => !numbers.includes(k))) fault = words.gap;
    say(input, fault);
    if (fault) first ??= input;
  });
  first?.focus();
  return !!first;
};
const chosen = () => ranks().length
  ? ranks().filter(one => one.value.trim()).sort((a, b) => a.value - b.value).map(one => one.name.slice(5))
  : marks().filter(one => one.checked).map(one => one.value);
const nameOf = option => {
  const input = doc.getElementById("rank-" + option) || marks().find(one => one.value === option);
  return input.closest("[data-name]").dataset.name;
};

const preview = doc.getElementById("sealed-preview");
const show = on => {
  preview.hidden = !on;
  form.hidden = on;
  (on ? preview : form).querySelector("h2,legend").scrollIntoView();
  if (on) preview.focus();
};
const look = () => {
  if (isFaulty()) return;
  const list = preview.querySelector("[data-list]");
  const order = chosen();
  list.replaceChildren(...order.map(option => {
    const line = doc.createElement("li"), name = doc.createElement("b");
    name.dir = "auto";
    name.textContent = nameOf(option);
    line.append(name);
    return line;
  }));
  preview.querySelector("[data-blank]").hidden = order.length > 0;
  show(true);
};

const cast = async manifest => {
  const button = preview.querySelector("[data-cast]");
  button.disabled = true;
  try {
    const made = await sealBallot(manifest, form.dataset.seal, chosen());
    const sent = new FormData();
    for (const name of ["csrf_token", "for"]) sent.append(name, form.elements[name].value);
    sent.append("cast", "1");
    sent.append("envelope", b64(made.envelope));
    const answer = await load("POST", location.href, sent, "document");
    const page = answer.response;
    const is = page?.querySelector("[data-receipt]")?.dataset.receipt === made.seal;
    if (is) page.querySelector("[data-tracker]").textContent = made.tracker;
    if (answer.status === 200 && !is) throw new Error("receipt");
    doc.title = page.title;
    doc.querySelector("main").replaceWith(doc.adoptNode(page.querySelector("main")));
    scrollTo(0, 0);
    doc.querySelector("h1").tabIndex = -1;
    doc.querySelector("h1").focus();
  } catch {
    preview.querySelector("[data-failed]").hidden = false;
    button.disabled = false;
  }
};

const begin = async () => {
  const got = await load("GET", form.dataset.manifest, null, "arraybuffer");
  const manifest = got.status === 200 && await readManifest(new Uint8Array(got.response), form.dataset.hash);
  if (!manifest) return;
  for (const one of all("[data-by-server]")) one.hidden = true;
  for (const one of all("[data-by-device]")) one.hidden = false;
  form.addEventListener("submit", event => {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.submitter?.name === "clear") {
      for (const one of ranks()) { one.value = ""; say(one, ""); }
      for (const one of marks()) one.checked = false;
      ranks()[0]?.dispatchEvent(new Event("input", { bubbles: true }));
    } else look();
  }, true);
  preview.querySelector("[data-cast]").addEventListener("click", () => cast(manifest));
  preview.querySelector("[data-change]").addEventListener("click", () => show(false));
  form.dataset.ready = "yes";
};
if (form) isAble().then(able => able && begin()).catch(() => {});
