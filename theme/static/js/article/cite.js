// "Cite this article": every form, to copy or to keep as a file. Loaded when it is asked for.

import { make } from "../search/dom.js";
import { words } from "../text.js";
import { numberParagraphs } from "./pins.js";
import { FORMATS, itemOf, keyOf } from "./formats.js";

/** Open the panel under a button, or close it. */
export async function toggleCite(button) {
  const isOpen = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!isOpen));
  const panel = button.nextElementSibling ?? (await build(button));
  panel.hidden = isOpen;
  if (!isOpen) panel.querySelector("select").focus();
}

async function build(button) {
  const _ = await words();
  const data = JSON.parse(document.querySelector('script[type="application/ld+json"]').textContent);
  const item = itemOf(data, location.href.replace(/[?#].*$/, ""));
  const choice = make("select", { attributes: { "aria-label": _("Form of the citation") } });
  for (const format of FORMATS) choice.append(make("option", { textContent: _(format.name) }));
  const shown = make("pre", { tabIndex: 0, attributes: { role: "region", "aria-label": _("Citation") } });
  const copy = make("button", { type: "button", textContent: _("Copy") });
  const keep = make("a", { className: "keep", textContent: _("Save as a file") });
  const pins = make("button", { type: "button", textContent: _("Number the paragraphs"), attributes: { "aria-pressed": "false" } });
  const status = make("span", { className: "meta", attributes: { role: "status" } });

  function show() {
    const format = FORMATS[choice.selectedIndex];
    shown.textContent = format.make(item);
    status.textContent = "";
    keep.hidden = !format.ending;
    URL.revokeObjectURL(keep.href);
    if (!format.ending) return;
    keep.href = URL.createObjectURL(new Blob([shown.textContent], { type: format.type }));
    keep.download = `${keyOf(item)}.${format.ending}`;
  }
  choice.addEventListener("change", show);
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(shown.textContent.trimEnd());
      status.textContent = _("Copied");
    } catch {
      getSelection().selectAllChildren(shown); // the browser refuses: the reader copies what is selected
      status.textContent = _("Selected: copy it with the keyboard");
    }
  });
  pins.addEventListener("click", () => {
    const isOn = pins.getAttribute("aria-pressed") === "false";
    pins.setAttribute("aria-pressed", String(isOn));
    numberParagraphs(isOn);
  });
  show();
  const panel = make("div", { className: "panel" }, choice, shown, make("p", {}, copy, keep, pins, status));
  button.after(panel);
  return panel;
}
