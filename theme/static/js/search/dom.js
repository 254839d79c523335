// Building elements. Text goes in as text, never as HTML.

/**
 * Make an element.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {object} [properties]  set as such; `aria-…` and what is no property by its name in `attributes`
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function make(name, properties = {}, ...children) {
  const { attributes = {}, ...rest } = properties;
  const element = Object.assign(document.createElement(name), rest);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/**
 * Make the nodes of pieces of text.
 * @param {[text: string, isMarked: boolean][]} pieces
 */
export function markedText(pieces) {
  return pieces.map(([text, isMarked]) => (isMarked ? make("mark", { textContent: text }) : text));
}
