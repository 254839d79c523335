// The words that scripts show, in the archive's language. English stands in the scripts themselves; other languages
// come from strings.json, which the build makes from the theme's translations.

let loading;

/** Wait for the words. Returns a function: text in English and the values for its {names} to text as shown. */
export async function words() {
  const lang = document.documentElement.lang.split("-")[0];
  loading ??= lang === "en" ? Promise.resolve({}) : load();
  const known = await loading;
  return (text, values = {}) =>
    (known[text] || text).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

async function load() {
  try {
    const response = await fetch(new URL("../../../strings.json", import.meta.url));
    return response.ok ? await response.json() : {};
  } catch {
    return {}; // in English, then
  }
}
