// Keyboard: a figure's note shows as soon as the figure has the focus; Escape closes it, as the browser does anyway.
// Without this script a click, a touch or the Enter key opens the note; browsers that know no popover need it for those.
const known = "popover" in HTMLElement.prototype;
const figure = (event) => event.target.closest?.("button[popovertarget]");
const noteOf = (button) => document.getElementById(button.getAttribute("popovertarget"));
addEventListener("focusin", (event) => {
  const button = figure(event);
  if (!button || !noteOf(button) || !button.matches(":focus-visible")) return;
  button.setAttribute("popovertargetaction", "show");
  if (known && !noteOf(button).matches(":popover-open")) noteOf(button).showPopover({ source: button });
  if (!known) noteOf(button).classList.add("open");
});
addEventListener("focusout", (event) => {
  const button = figure(event);
  if (!button || !noteOf(button)) return;
  button.removeAttribute("popovertargetaction");
  if (known && !noteOf(button).contains(event.relatedTarget) && event.relatedTarget) noteOf(button).hidePopover();
  if (!known) noteOf(button).classList.remove("open");
});
if (!known) {
  addEventListener("click", (event) => { const button = figure(event); if (button) noteOf(button)?.classList.add("open"); });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") for (const note of document.querySelectorAll(".source-note.open")) note.classList.remove("open");
  });
}
