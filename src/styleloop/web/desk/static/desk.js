// The desk's keys, bound from the page's own list, so that the list cannot be wrong. Everything works without this file.
const page = document.body.dataset;
const bound = new Map([...document.querySelectorAll("#keys kbd[data-action]")].map(k => [k.dataset.key, k.dataset.action]));
const lines = [...document.querySelectorAll(".line")];
const form = document.getElementById("deciding");
const writing = document.getElementById("writing");
const wording = document.querySelector(".wording");
const opened = performance.now();
const CALM = 300; // ms in which a page that has only just come takes no decision: a key pressed twice decides once
let sent = false;
let at = Math.max(0, lines.findIndex(l => l.dataset.line === sessionStorage.getItem("line")));

function go(address) { if (address) location.href = address; }
function piece(id) { return id && "/variants/" + encodeURIComponent(id) + (page.query ?? ""); }
function hint(words) { document.getElementById("hint").textContent = words; }

function look(i) {
  if (!lines.length) return;
  at = Math.min(lines.length - 1, Math.max(0, i));
  lines.forEach((l, n) => l.classList.toggle("here", n === at));
  sessionStorage.setItem("line", lines[at].dataset.line);
  lines[at].querySelector("a.open").focus({ preventScroll: true });
  lines[at].scrollIntoView({ block: "nearest" });
}

// Facts: a key presses a button of the line that is looked at; the next line waits where it stood.
function rule(action) {
  const line = lines[at];
  if (!line || sent || performance.now() - opened < CALM) return;
  if (action === "change") return line.querySelector("[name=label]")?.select();
  const button = line.querySelector(action === "approve" ? "[value=confirm]" : "[value=drop]");
  if (!button) return;
  sent = true;
  sessionStorage.setItem("line", (lines[at + 1] ?? lines[at - 1])?.dataset.line ?? "");
  button.form.requestSubmit(button);
}

function decide(action) {
  if (page.page === "facts") return rule(action);
  if (!form || sent || performance.now() - opened < CALM) return;
  if (wording?.classList.contains("editing")) {
    wording.querySelector("textarea").focus();
    const unsaved = document.getElementById("unsaved");
    unsaved.textContent = "These words are not saved yet: Ctrl+Enter saves them, Escape leaves the line as it was. Then decide.";
    return;
  }
  const { reason, who, role } = form.elements;
  const picture = document.getElementById("picture");
  if (action === "approve" && !(picture.complete && picture.naturalWidth)) return hint("The picture has not been shown yet.");
  const unsaid = [who, role].find(field => field && !field.value.trim());
  if (unsaid) { unsaid.focus(); return hint("Say who you are first; then press the key again."); }
  if (action !== "approve" && !reason.value.trim()) {
    reason.dataset.then = action;
    reason.focus();
    return hint(`Why ${action === "reject" ? "reject" : "change"} it? Enter sends, Escape leaves.`);
  }
  sent = true;
  form.requestSubmit(form.querySelector(`button[value="${action}"]`));
}

function setAside(key) {
  const aside = document.querySelectorAll(".aside input")[key - 1];
  if (!aside) return;
  aside.click();
  if (!aside.checked || !aside.closest(".block") || form.elements.reason.value.trim()) return;
  form.elements.reason.dataset.then = "aside";
  form.elements.reason.focus();
  hint("Why set it aside? Enter leaves the field; then decide.");
}

function leave() {
  wording.classList.remove("editing");
  wording.querySelector("a.edit").focus();
}

const does = {
  next: () => form ? go(piece(page.next)) : look(at + 1),
  previous: () => form ? go(piece(page.previous)) : look(at - 1),
  open: () => lines.length && go(lines[at].querySelector("a.open").href),
  approve: () => decide("approve"),
  change: () => decide("change"),
  reject: () => decide("reject"),
  remark: key => setAside(key),
  fix() {
    const fix = document.querySelector("button[name=fix]");
    if (!fix) return form && hint("No remark here suggests other words.");
    if (sent || performance.now() - opened < CALM) return;
    sent = true;
    hint("Drawing it again, and checking it again ...");
    fix.form.requestSubmit(fix);
  },
  edit() {
    if (!wording || !writing.elements.text) return form && hint("It was posted: what has left keeps its words.");
    wording.classList.add("editing");
    wording.querySelector("textarea").focus();
    wording.scrollIntoView({ block: "nearest" });
  },
  size() {
    const sizes = [...document.querySelectorAll(".sizes a")];
    if (sizes.length) go(sizes[(sizes.findIndex(a => a.ariaCurrent) + 1) % sizes.length].href);
  },
  compare() {
    const ways = [...document.querySelectorAll("input[name=way]")];
    const way = ways[(ways.findIndex(w => w.checked) + 1) % ways.length];
    if (way) way.click();
  },
  versions: () => go(document.querySelector(".versions-of")?.href),
  group: () => (lines[at]?.closest(".group") ?? document).querySelector(".all button")?.focus(),
  undo() {
    const facts = document.querySelector("form.undo button");
    if (facts) return facts.click();
    const last = document.getElementById("undo");
    if (!last) return form && hint("Nothing was decided here that could be taken back.");
    if (sent || performance.now() - opened < CALM) return;
    sent = true;
    last.requestSubmit();
  },
  queue: () => go("/" + (page.query ?? "")),
  keys: () => document.getElementById("keys").showModal(),
};

function inField(event, field) {
  if (field.form === writing) {
    if (event.key === "Escape") leave();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); writing.requestSubmit(); }
    return;
  }
  if (event.key === "Escape") { delete field.dataset.then; field.blur(); hint(""); }
  if (event.key !== "Enter" || event.shiftKey || !field.dataset.then) return;
  event.preventDefault();
  if (field.dataset.then !== "aside") return decide(field.dataset.then);
  delete field.dataset.then;
  field.blur();
  hint("");
}

document.addEventListener("keydown", event => {
  const field = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select");
  if (field) return form ? inField(event, field) : event.key === "Escape" && field.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || document.querySelector("dialog[open]")) return;
  const action = /^[1-9]$/.test(event.key) ? bound.get("1") : bound.get(event.key);
  if (!action || (action === "open" && event.target.closest("a, button, summary, label, input"))) return;
  event.preventDefault();
  does[action](event.key);
});
document.querySelectorAll("[data-do]").forEach(b => b.addEventListener("click", event => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (b.dataset.do === "leave") leave(); else does[b.dataset.do]();
}));
lines.forEach((line, n) => line.addEventListener("focusin", () => { if (n !== at) look(n); }));
document.addEventListener("submit", event => {
  if (event.target.method === "post") document.querySelectorAll("button").forEach(b => setTimeout(() => { b.disabled = true; }));
});
addEventListener("pageshow", () => {
  sent = false;
  document.querySelectorAll("button:not([data-never])").forEach(b => { b.disabled = false; });
});

// What a page says once is said aloud too: a part that changes after the page has come is read out.
const told = document.querySelector(".told [role=status]");
if (told) setTimeout(() => told.replaceChildren(...told.childNodes), 150);

// Editing: how long each part is, as the tightest format counts. The desk counts again when it is saved.
const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const LIGHT = /^[\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]$/u;
const signs = text => [...new Intl.Segmenter().segment(text)].map(s => s.segment);
const COUNTS = {
  graphemes: text => signs(text).length,
  double: text => signs(text).reduce((n, sign) => n + (WIDE.test(sign) ? 2 : 1), 0),
  weighted: text => 23 * (text.match(/https?:\/\/\S+/gi) ?? []).length
    + signs(text.replace(/https?:\/\/\S+/gi, "")).reduce((n, sign) => n + (LIGHT.test(sign) ? 1 : 2), 0),
};
document.querySelectorAll(".slot textarea").forEach(field => {
  const count = document.getElementById(field.getAttribute("aria-describedby"));
  const tell = () => {
    const size = COUNTS[count.dataset.count](field.value), most = Number(count.dataset.most);
    count.querySelector(".n").textContent = size;
    count.classList.toggle("too-long", most > 0 && size > most);
  };
  field.addEventListener("input", tell);
  tell();
});

// How a piece is held against the one before it: kept from line to line.
const ways = [...document.querySelectorAll("input[name=way]")];
if (form) ways.forEach(way => {
  if (way.value === sessionStorage.getItem("way")) way.checked = true;
  way.addEventListener("change", () => sessionStorage.setItem("way", way.value));
});

const alarm = document.querySelector("[role=alert]");
if (alarm) alarm.focus();
else if (["queue", "facts"].includes(page.page) && lines.length) look(at);

// Versions: how much of the newer one is seen.
const onion = document.getElementById("onion");
onion?.addEventListener("input", () => (document.querySelector(".stack") ?? document.querySelector(".frame")).style.setProperty("--seen", onion.value / 100));

// New: how many pictures the choice makes.
const wish = document.querySelector("form.wish");
const sum = document.getElementById("sum");
if (sum) wish.addEventListener("input", () => {
  const ticked = name => wish.querySelectorAll(`[name=${name}]:checked`).length;
  sum.textContent = (ticked("markets") * ticked("placements") * wish.elements.lines.value) || 0;
});

// What is being made looks again by itself, until it is done.
const live = document.getElementById("live");
async function lookAgain() {
  if (!live.dataset.live) return;
  try {
    const answer = await fetch(location.href);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live");
    if (fresh && fresh.innerHTML !== live.innerHTML) live.innerHTML = fresh.innerHTML;
    if (fresh) live.dataset.live = fresh.dataset.live;
  } catch { /* the desk is away for a moment; look again */ }
  setTimeout(lookAgain, 1500);
}
if (live) setTimeout(lookAgain, 1500);
