// The desk's keys: bound from the page's own list, so that the list cannot be wrong.
const page = document.body.dataset.page || "";
const keys = new Map([...document.querySelectorAll("#keys kbd[data-action]")].map(k => [k.dataset.key, k.dataset.action]));
const lines = [...document.querySelectorAll(".line")];
let at = Math.max(0, lines.findIndex(l => l.dataset.line === sessionStorage.getItem("line")));

function look(i) {
  if (!lines.length) return;
  at = Math.min(lines.length - 1, Math.max(0, i));
  lines.forEach((l, n) => l.classList.toggle("here", n === at));
  sessionStorage.setItem("line", lines[at].dataset.line);
  lines[at].querySelector("a.open").focus({ preventScroll: true });
  lines[at].scrollIntoView({ block: "nearest" });
}
function go(address) { if (address) location.href = address; }
function decide(action) {
  const form = document.querySelector("form.decide");
  if (!form) return;
  const reason = form.elements.reason;
  if (action !== "approve" && !reason.value.trim()) { reason.focus(); reason.dataset.then = action; return; }
  form.querySelector(`button[value="${action}"]`).click();
}
const does = {
  next: () => page === "queue" ? look(at + 1) : go(document.body.dataset.next && "/variants/" + document.body.dataset.next),
  previous: () => page === "queue" ? look(at - 1) : go(document.body.dataset.previous && "/variants/" + document.body.dataset.previous),
  open: () => page === "queue" && lines.length && go(lines[at].querySelector("a.open").href),
  approve: () => decide("approve"), change: () => decide("change"), reject: () => decide("reject"),
  size: () => { const s = [...document.querySelectorAll(".sizes a")]; if (s.length) go(s[(s.findIndex(a => a.ariaCurrent) + 1) % s.length].href); },
  queue: () => go("/"),
  keys: () => document.getElementById("keys").showModal(),
};
document.addEventListener("keydown", event => {
  const field = event.target.closest("input, textarea, select");
  if (field) {
    if (event.key === "Escape") field.blur();
    if (event.key === "Enter" && field.dataset.then) { event.preventDefault(); decide(field.dataset.then); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const action = keys.get(event.key);
  if (action === "open" && event.target.closest("a, button, summary")) return;
  if (action) { event.preventDefault(); does[action](); }
});
document.querySelectorAll("[data-do]").forEach(b => b.addEventListener("click", () => does[b.dataset.do]()));
if (page === "queue" && lines.length) look(at);
