// A table or a drawing that fits its place is no region and takes no focus. Without this script each says it may scroll.
const regions = [...document.querySelectorAll(".scroll[role]")];
const told = ["role", "aria-label", "tabindex"];
const kept = new Map(regions.map((box) => [box, told.map((name) => [name, box.getAttribute(name)])]));
const watch = new ResizeObserver((seen) => {
  for (const box of new Set(seen.map((entry) => entry.target.closest(".scroll")))) {
    const wider = box.scrollWidth > box.clientWidth;
    for (const [name, value] of kept.get(box)) wider ? box.setAttribute(name, value) : box.removeAttribute(name);
  }
});
for (const box of regions) for (const part of [box, box.firstElementChild]) if (part) watch.observe(part);
