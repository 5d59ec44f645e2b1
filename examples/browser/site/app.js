import { el, plain, said } from "./dom.js";
import { Engine } from "./engine.js";
import { readFolder } from "./folder.js";
import { script } from "./scripts.js";
import { pending, render } from "./view.js";

const $ = (id) => document.getElementById(id);
const largest = 24 << 20; // bytes of a file that is read
const pictures = { png: "image/png", svg: "image/svg+xml" };

const engine = new Engine();
const folders = { trust: { files: [], problems: [] }, status: { files: [], problems: [] } };
const dropped = { trust: [], status: [] }; // for this visit
let shown = null; // what the reader gave last: { name, bytes, picture, answer }
let turn = 0; // of the last check; older answers are not shown

const folderRead = Promise.all(["trust", "status"].map(async (name) => {
  folders[name] = await readFolder(name);
}));

const settings = () => ({
  trust: [...folders.trust.files, ...dropped.trust],
  status: [...folders.status.files, ...dropped.status],
  recipient: $("recipient").value.trim(),
});

// ask has bytes looked at.
async function ask(bytes) {
  await folderRead;
  const answer = await engine.check(bytes, settings());
  answer.problems = [...folders.trust.problems, ...folders.status.problems, ...(answer.problems ?? [])];
  return answer;
}

// announce says something to who does not see the page.
function announce(text) {
  $("status").textContent = plain(text);
}

// tell says something that is no verdict.
function tell(text) {
  $("message").textContent = plain(text);
  $("message").hidden = !text;
  if (text) announce(text);
}

function busy(on) {
  document.body.toggleAttribute("data-busy", on);
  $("form").setAttribute("aria-busy", String(on));
  if (on) announce("Checking …");
}

// take looks at everything the reader gave at once: documents and lists first, since a badge may need them. While the reader
// is asked about a document it takes nothing, or the answer could be about another one.
async function take(given) {
  if ($("trust").open) return;
  const mine = ++turn;
  tell("");
  busy(true);
  const wait = setTimeout(() => mine === turn && expectAnswer(given[0]), shown ? 400 : 0);
  try {
    const badges = [];
    let learned = "";
    for (const item of given) {
      const answer = await ask(item.bytes);
      if (answer.kind !== "badge") withdraw(wait);
      if (answer.kind === "issuer") learned = (await offered(item, answer)) || learned;
      else if (answer.kind === "list") learned = keepList(item, answer);
      else badges.push({ item, answer });
    }
    const [badge] = badges;
    const item = badge?.item ?? (learned && shown);
    const answer = learned && item ? await ask(item.bytes) : badge?.answer;
    if (mine !== turn) return;
    if (answer) present(item, answer);
    if (learned) tell(learned);
    if (badges.length > 1) tell(`One badge at a time: ${plain(item.name, 80)} was checked, ${badges.length - 1} more were not.`);
  } catch (err) {
    if (mine === turn) fail(given[0], err);
  } finally {
    clearTimeout(wait);
    if (mine === turn) busy(false);
    relied();
  }
}

// expectAnswer shows that there will be one.
function expectAnswer(item) {
  $("result").replaceChildren(pending(item));
  result(true);
}

// withdraw takes that back, when what was given is no badge.
function withdraw(wait) {
  clearTimeout(wait);
  if (!$("result").querySelector('[data-state="pending"]')) return;
  $("result").replaceChildren(...(shown ? rendered() : []));
  result(Boolean(shown));
}

// result shows or hides the place where answers are.
function result(on) {
  $("result").hidden = !on;
  document.body.toggleAttribute("data-answered", on);
  $("ask-title").textContent = on ? "Check another badge" : "Your badge";
}

const rendered = () => render(shown.answer, shown, dropped.trust.map((d) => d.id));

function present(item, answer) {
  if (shown?.picture && shown !== item) URL.revokeObjectURL(shown.picture);
  shown = item;
  shown.answer = answer;
  $("result").replaceChildren(...rendered());
  result(true);
  performance.mark("answered");
  announce(answer.headline);
  document.title = `${plain(answer.headline, 80)} Badge check`;
  $("result").scrollIntoView({ block: "start", behavior: "auto" });
}

function fail(item, err) {
  present(item ?? { name: "The page" }, {
    state: "unknown", headline: "Could not be checked: the verifier gave no answer.",
    problem: `Look whether there is a network, and try again (${err.message})`,
  });
}

// offered asks the reader about an issuer's document, and says what came of it.
async function offered(item, answer) {
  const name = plain(item.name, 80);
  if (answer.problem) return tell(`${name} cannot be used as an issuer’s document: ${answer.problem}`);
  if (answer.known === "same") return `${answer.id} is trusted already.`;
  if (answer.known === "differs") return tell(`There is another document of ${answer.id}. Neither would count if both were there, so this one is left out.`);
  if (!(await confirmed(item, answer))) return tell(`${answer.id} is not trusted.`);
  dropped.trust.push({ name, text: new TextDecoder().decode(item.bytes), id: answer.id });
  return `${answer.id} is trusted for this visit.`;
}

function confirmed(item, answer) {
  const dialog = $("trust");
  $("trust-id").textContent = plain(answer.id, 300);
  $("trust-file").textContent = plain(item.name, 80);
  dialog.returnValue = "no";
  dialog.showModal();
  $("trust-no").focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

// keepList needs no question: a list is believed only when its issuer has signed it.
function keepList(item, answer) {
  dropped.status.push({ name: `${dropped.status.length + 1} ${plain(item.name, 80)}`, text: new TextDecoder().decode(item.bytes), id: answer.id });
  return `The status list ${plain(answer.id, 200)} is known for this visit.`;
}

// relied shows what this page trusts and knows.
function relied() {
  ask(new Uint8Array()).then((answer) => {
    const lists = folders.status.files.length + dropped.status.length;
    const count = (n, one, many) => `${n} ${n === 1 ? one : many}`;
    $("knows-summary").textContent = `This page trusts ${count(answer.trusted.length, "issuer", "issuers")} and has ${count(lists, "status list", "status lists")}`;
    const mine = new Set(dropped.trust.map((d) => d.id));
    $("knows-list").replaceChildren(
      el("h3", {}, "Trusted issuers"),
      el("ul", {}, ...answer.trusted.map((id) => el("li", {}, said(id, 200), mine.has(id) && el("span.hint", {}, " for this visit")))),
      el("h3", {}, "Status lists"),
      el("ul", {}, ...[...folders.status.files, ...dropped.status].map((f) => el("li", {}, said(f.name, 120)))),
      el("p.hint", {}, "Whoever publishes this page chooses them. They are the files in its folders trust and status."),
      ...answer.problems.map((p) => el("p.message", {}, said(p))));
  }, () => {});
}

// Ways in: files, text, links.

async function readFiles(list) {
  const given = [];
  for (const file of list) {
    if (file.size > largest) tell(`${plain(file.name, 80)} is too large to be a badge.`);
    else given.push({ name: file.name || "a file", bytes: new Uint8Array(await file.arrayBuffer()), picture: picture(file) });
  }
  if (given.length) {
    forget();
    await take(given);
  }
}

// picture is an address of the file itself, for an img, in which an SVG runs no script.
function picture(file) {
  const type = pictures[file.name.split(".").pop().toLowerCase()] ?? (Object.values(pictures).includes(file.type) ? file.type : "");
  return type && URL.createObjectURL(new Blob([file], { type }));
}

async function readText(text, name = "the text you pasted") {
  if (!text.trim()) {
    tell("Choose a file, or paste a badge first.");
    $("text").focus();
    return;
  }
  forget();
  await take([{ name, bytes: new TextEncoder().encode(text.trim()) }]);
}

async function readLink() {
  if (location.hash.length > 1) await take([{ name: "the badge in the link", bytes: new TextEncoder().encode(location.hash) }]);
}

// forget takes a badge out of the address, which is not the one that is shown any more.
function forget() {
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
}

$("file").addEventListener("change", async (event) => {
  const files = [...event.target.files];
  event.target.value = ""; // or the same file could not be chosen again
  await readFiles(files);
});

$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});

async function submit() {
  if (!$("recipient").checkValidity()) {
    tell("That is not an e-mail address.");
    $("recipient").focus();
    return;
  }
  const text = $("text").value;
  if (text.trim() || !shown) await readText(text);
  else await take([shown]);
  if (text.trim() || shown) $("verdict")?.focus({ preventScroll: true }); // from where the details are the next thing
}

$("form").noValidate = true;

$("recipient").addEventListener("change", () => {
  if (shown && !$("text").value.trim() && $("recipient").checkValidity()) take([shown]);
});

document.addEventListener("paste", (event) => {
  if (event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement) return;
  const files = [...(event.clipboardData?.files ?? [])];
  if (files.length) readFiles(files);
  else readText(event.clipboardData?.getData("text/plain") ?? "");
});

let over = 0; // elements that the drag is over
const dragging = (n) => document.body.toggleAttribute("data-dragging", (over = n) > 0);
document.addEventListener("dragenter", (event) => { event.preventDefault(); dragging(over + 1); });
document.addEventListener("dragleave", () => dragging(Math.max(0, over - 1)));
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  dragging(0);
  const files = [...event.dataTransfer.files];
  if (files.length) readFiles(files);
  else readText(event.dataTransfer.getData("text/plain"));
});

addEventListener("hashchange", readLink);

engine.ready.catch((err) => turn || fail(null, err)); // or who asked is told
readLink().then(relied);

// The service worker waits until the page has what it needs.
engine.ready.then(() => navigator.serviceWorker?.register(script("sw.js"))).catch(() => {});
