// The desk's keys, bound from the page's own list, so that the list cannot be wrong. Everything works without this file.
const page = document.body.dataset;
const bound = new Map([...document.querySelectorAll("#keys kbd[data-action]")].map(k => [k.dataset.key, k.dataset.action]));
const lines = [...document.querySelectorAll(".line")];
const form = document.querySelector("form.evidence");
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

const does = {
  next: () => form ? go(piece(page.next)) : look(at + 1),
  previous: () => form ? go(piece(page.previous)) : look(at - 1),
  open: () => lines.length && go(lines[at].querySelector("a.open").href),
  approve: () => decide("approve"),
  change: () => decide("change"),
  reject: () => decide("reject"),
  remark: key => document.querySelectorAll(".aside input")[key - 1]?.click(),
  fix() {
    const fix = document.querySelector(".fix");
    if (!fix) return;
    const said = fix.dataset.said;
    form.elements.reason.value = (said ? `“${said}” -> ` : "") + `“${fix.textContent}”`;
    form.elements.reason.dataset.then = "change";
    form.elements.reason.focus();
  },
  size() {
    const sizes = [...document.querySelectorAll(".sizes a")];
    if (sizes.length) go(sizes[(sizes.findIndex(a => a.ariaCurrent) + 1) % sizes.length].href);
  },
  compare: () => document.querySelector(".piece")?.classList.toggle("by-itself"),
  versions: () => go(document.querySelector(".versions-of")?.href),
  group: () => (lines[at]?.closest(".group") ?? document).querySelector(".all button")?.focus(),
  back() {
    const undo = document.querySelector("form.undo button");
    if (undo) undo.click(); else go(piece(page.back));
  },
  queue: () => go("/" + (page.query ?? "")),
  keys: () => document.getElementById("keys").showModal(),
};

function inField(event, field) {
  if (event.key === "Escape") { delete field.dataset.then; field.blur(); hint(""); }
  if (event.key === "Enter" && !event.shiftKey && field.dataset.then) { event.preventDefault(); decide(field.dataset.then); }
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
document.querySelectorAll("[data-do]").forEach(b => b.addEventListener("click", () => does[b.dataset.do]()));
lines.forEach((line, n) => line.addEventListener("focusin", () => { if (n !== at) look(n); }));
document.addEventListener("submit", () => document.querySelectorAll("form button").forEach(b => setTimeout(() => { b.disabled = true; })));
addEventListener("pageshow", () => {
  sent = false;
  document.querySelectorAll("form button:not([data-never])").forEach(b => { b.disabled = false; });
});

const alarm = document.querySelector("[role=alert]");
if (alarm) alarm.focus();
else if (["queue", "facts"].includes(page.page) && lines.length) look(at);

// Versions: how much of the newer one is seen.
const onion = document.getElementById("onion");
onion?.addEventListener("input", () => document.querySelector(".stack").style.setProperty("--seen", onion.value / 100));

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
