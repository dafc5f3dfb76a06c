// What a script adds to a page of texts to print: a button, a count, and an address that brings the
// same choice back. Choosing and printing work without it.

const boxes = [...document.querySelectorAll(".cb-part__box")];
const tools = document.querySelector(".cb-paper__tools");

/** The address of a page with these parts chosen. */
export function addressOf(address, parts) {
  const url = new URL(address);
  url.search = new URLSearchParams(parts.map((part) => ["part", part])).toString();
  return url.href;
}

function tell() {
  const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
  // Ids are plain letters, which no browser writes otherwise; anything else leads to no part.
  const led = document.getElementById(location.hash.slice(1));
  const count = new Set(led?.matches(".cb-part") ? [...chosen, led.id] : chosen).size;
  tools.querySelector("[role=status]").textContent = count
    ? `${count} of ${boxes.length} will be printed`
    : `All ${boxes.length} will be printed`;
  return chosen;
}

if (tools) {
  const asked = new Set(new URLSearchParams(location.search).getAll("part"));
  for (const box of boxes) box.checked = asked.has(box.value);
  tools.hidden = false;
  tell();
  document.querySelector(".cb-parts").addEventListener("change", () => {
    history.replaceState(null, "", addressOf(location.href, tell()));
  });
  addEventListener("hashchange", tell);
  tools.querySelector("button").addEventListener("click", () => print());
}
