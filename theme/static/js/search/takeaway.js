// Taking the list away: as a table, as data, for reference managers. Loaded when it is asked for.

/**
 * @typedef {object} Row  what the tables say of an article
 * @property {string} title
 * @property {string} url     absolute
 * @property {string} day     ISO, "" when undated
 * @property {string} source
 * @property {string[]} reporter
 * @property {string[]} editor
 * @property {string[]} place
 * @property {string[]} organisation
 * @property {string[]} person
 * @property {string[]} topic
 */

const LISTS = ["reporter", "editor", "place", "organisation", "person", "topic"];

/** The forms: each with its ending, its type, and a function from rows to text. */
export const FORMS = {
  CSV: { ending: "csv", type: "text/csv", write: csv },
  JSON: { ending: "json", type: "application/json", write: json },
  BibTeX: { ending: "bib", type: "application/x-bibtex", write: bibtex },
  RIS: { ending: "ris", type: "application/x-research-info-systems", write: ris },
};

/** RFC 4180; several names in one cell are parted by semicolons. A cell that a spreadsheet would run gets an apostrophe. */
export function csv(rows) {
  const head = ["title", "date", "source", ...LISTS.map((list) => PLURALS[list]), "url"];
  const cell = (text) => {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const line = (row) => [row.title, row.day, row.source, ...LISTS.map((list) => row[list].join("; ")), row.url];
  return [head, ...rows.map(line)].map((cells) => `${cells.map(cell).join(",")}\r\n`).join("");
}

const PLURALS = {
  reporter: "reporters", editor: "editors", place: "places", organisation: "organisations", person: "people",
  topic: "topics",
};

/** An array of objects with the names of the front matter; what is empty is left out. */
export function json(rows) {
  const one = (row) => Object.fromEntries([
    ["title", row.title], ["date", row.day], ["source", row.source], ...LISTS.map((list) => [PLURALS[list], row[list]]),
    ["url", row.url],
  ].filter(([, value]) => value.length));
  return `${JSON.stringify(rows.map(one), null, 1)}\n`;
}

/** One @article a row; keys are the last part of the address, which is unique within a day, with the day before it. */
export function bibtex(rows) {
  const taken = new Map();
  return rows.map((row) => {
    const slug = decodeURIComponent(row.url.split("/").at(-1)).replace(/\.html$/, "");
    const base = `${row.day.replaceAll("-", "") || "undated"}-${slug.normalize("NFD").replace(/[^A-Za-z0-9-]/g, "") || "article"}`;
    const times = (taken.get(base) ?? 0) + 1;
    taken.set(base, times);
    const [year, month, day] = row.day.split("-");
    const fields = [
      ["author", row.reporter.map((name) => `{${tex(name)}}`).join(" and ")],
      ["title", `{${tex(row.title)}}`],
      ["journal", tex(row.source)],
      ["year", year], ["month", month && String(Number(month))], ["day", day && String(Number(day))],
      ["keywords", tex([...row.place, ...row.organisation, ...row.person, ...row.topic].join(", "))],
      ["url", row.url.replace(/[{}\\]/g, encodeURIComponent)],
    ].filter(([, value]) => value && value !== "{}");
    const key = times > 1 ? `${base}-${times}` : base;
    return `@article{${key},\n${fields.map(([name, value]) => `  ${name} = {${value}},\n`).join("")}}\n`;
  }).join("\n");
}

const TEX = { "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };

function tex(text) {
  return text.replace(/[\\~^]|[{}$&#_%]/g, (sign) => TEX[sign] ?? `\\${sign}`);
}

/** The RIS form of reference managers, a newspaper article (NEWS) each. */
export function ris(rows) {
  return rows.map((row) => {
    const lines = [
      ["TY", "NEWS"],
      ...row.reporter.map((name) => ["AU", name]),
      ...row.editor.map((name) => ["ED", name]),
      ["TI", row.title], ["T2", row.source], ["PY", row.day.slice(0, 4)], ["DA", row.day.replaceAll("-", "/")],
      ...[...row.place, ...row.organisation, ...row.person, ...row.topic].map((name) => ["KW", name]),
      ["UR", row.url],
    ].filter(([, value]) => value);
    return [...lines, ["ER", ""]].map(([tag, value]) => `${tag}  - ${value.replace(/\s+/g, " ")}\r\n`).join("");
  }).join("\r\n");
}

/** Save a list as a file. Returns the file's name. */
export function save(rows, form, name) {
  const { ending, type, write } = FORMS[form];
  const address = URL.createObjectURL(new Blob([write(rows)], { type: `${type};charset=utf-8` }));
  const link = Object.assign(document.createElement("a"), { href: address, download: `${name}.${ending}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
  return link.download;
}
