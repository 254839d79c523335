// Building elements. Text goes in as text, never as HTML.

/** Make an element. Properties are set as such, `data` and `aria` and other attributes by their names in `attributes`. */
export function make(name, { attributes = {}, ...properties } = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Make the nodes of pieces [text, isMarked]. */
export function markedText(pieces) {
  return pieces.map(([text, isMarked]) => (isMarked ? make("mark", { textContent: text }) : text));
}
