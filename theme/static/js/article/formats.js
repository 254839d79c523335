// An article as citation styles and citation managers want it. Pure: from the page's own schema.org data to text.

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December"];
const MLA_MONTHS = ["Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."];
const PARTICLES = /^(?:al|bin|da|das|de|del|den|der|di|dos|du|el|ibn|la|le|ten|ter|van|von|y|zu)$/;
const SUFFIX = /^(?:Jr|Sr|II|III|IV)\.?$/;

/** Read what is cited out of a page's NewsArticle data. address: the page's own, where the data names none. */
export function itemOf(data, address) {
  const names = (people) => (people ?? []).map((person) => person.name);
  const [year, month, day] = (data.datePublished ?? "").slice(0, 10).split("-").map(Number);
  return {
    title: data.headline ?? data.name,
    authors: names(data.author),
    editors: names(data.editor),
    source: data.publisher?.name ?? "",
    date: year ? { year, month, day } : null,
    language: data.inLanguage ?? "",
    url: data.url ?? address,
  };
}

/** Split a name as printed: {given, family, suffix}, or {literal} where it is of one word or not in Latin letters. */
export function nameParts(name) {
  const words = name.trim().split(/\s+/);
  if (words.length < 2 || /[^\p{Script=Latin}\p{M}\s.'’,-]/u.test(name)) return { literal: name.trim() };
  const suffix = words.length > 2 && SUFFIX.test(words.at(-1)) ? words.pop() : "";
  let at = words.length - 1;
  while (at > 1 && PARTICLES.test(words[at - 1])) at--;
  return { given: words.slice(0, at).join(" "), family: words.slice(at).join(" ").replace(/,$/, ""), suffix };
}

const suffixed = ({ suffix }) => (suffix ? `, ${suffix}` : "");
const turned = (name) => {
  const parts = nameParts(name);
  return parts.literal ?? `${parts.family}, ${parts.given}${suffixed(parts)}`;
};
const initialled = (name) => {
  const parts = nameParts(name);
  if (parts.literal) return parts.literal;
  return `${parts.family}, ${parts.given.replace(/(\p{L})[\p{L}\p{M}'’.]*\s*/gu, "$1. ").trim().replace(/ -/g, "-")}${suffixed(parts)}`;
};
const closed = (text, end = ".") => (/[.?!…]$/.test(text) ? text : text + end);
const american = (date) => (date ? `${MONTHS[date.month - 1]} ${date.day}, ${date.year}` : "");
const listed = (names, last) =>
  names.length < 3 ? names.join(last) : `${names.slice(0, -1).join(", ")},${last}${names.at(-1)}`;

function note(item) {
  const who = item.authors.length > 3 ? `${item.authors[0]} et al.` : listed(item.authors, " and ");
  const parts = [`“${closed(item.title.replace(/[.,]$/, ""), ",")}”`, [item.source, american(item.date), item.url].filter(Boolean).join(", ")];
  return `${who && `${who}, `}${parts.join(" ")}.`;
}

function bibliography(item) {
  const [first, ...rest] = item.authors;
  const names = first ? [turned(first), ...rest] : [];
  const who = names.length > 1 ? `${names.slice(0, -1).join(", ")}, and ${names.at(-1)}` : (names[0] ?? "");
  const where = [item.source, american(item.date)].filter(Boolean).join(", ");
  return [who && closed(who), `“${closed(item.title)}”`, where && `${where}.`, `${item.url}.`].filter(Boolean).join(" ");
}

function mla(item) {
  const [first, ...rest] = item.authors;
  const who = !first ? "" : rest.length > 1 ? `${turned(first)}, et al.` : rest.length ? `${turned(first)}, and ${rest[0]}.` : closed(turned(first));
  const date = item.date ? `${item.date.day} ${MLA_MONTHS[item.date.month - 1]} ${item.date.year}` : "";
  return [who, `“${closed(item.title)}”`, `${[item.source, date, item.url.replace(/^https?:\/\//, "")].filter(Boolean).join(", ")}.`].filter(Boolean).join(" ");
}

function apa(item) {
  const names = item.authors.map(initialled);
  const who = names.length > 1 ? `${names.slice(0, -1).join(", ")}, & ${names.at(-1)}` : (names[0] ?? "");
  const { date } = item;
  const when = date ? `(${date.year}, ${MONTHS[date.month - 1]} ${date.day}).` : "(n.d.).";
  const parts = who ? [closed(who), when, closed(item.title)] : [closed(item.title), when];
  return [...parts, item.source && closed(item.source), item.url].filter(Boolean).join(" ");
}

const TEX = { "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };
const tex = (text) => text.replace(/[\\~^]|[&%$#_{}]/g, (sign) => TEX[sign] ?? `\\${sign}`);
const plainWord = (text) => (text ?? "").normalize("NFD").replace(/[^A-Za-z0-9]/g, "").toLowerCase();

/** The item's key in a bibliography: family name, year, first long word of the headline. */
export function keyOf(item) {
  const parts = nameParts(item.authors[0] ?? item.source ?? "");
  const word = item.title.split(/\s+/).map(plainWord).find((some) => some.length > 3);
  return [plainWord(parts.family ?? parts.literal), item.date?.year, word].filter(Boolean).join("") || "article";
}

function bibtex(item) {
  const author = (name) => {
    const parts = nameParts(name);
    if (parts.literal) return `{${tex(parts.literal)}}`;
    return [parts.family, parts.suffix, parts.given].filter(Boolean).map(tex).join(", ");
  };
  const fields = [
    ["author", item.authors.map(author).join(" and ")],
    ["editor", item.editors.map(author).join(" and ")],
    ["title", `{${tex(item.title)}}`],
    ["journal", tex(item.source)],
    ["year", item.date ? String(item.date.year) : ""],
    ["month", item.date ? MONTHS[item.date.month - 1].slice(0, 3).toLowerCase() : "", true],
    ["day", item.date ? String(item.date.day) : ""],
    ["url", item.url.replace(/[{}\\]/g, encodeURIComponent)],
    ["language", item.language],
  ];
  const lines = fields.filter(([, value]) => value).map(([name, value, bare]) => `  ${name} = ${bare ? value : `{${value}}`}`);
  return `@article{${keyOf(item)},\n${lines.join(",\n")}\n}\n`;
}

function ris(item) {
  const { date } = item;
  const two = (number) => String(number).padStart(2, "0");
  const rows = [
    ["TY", "NEWS"],
    ["TI", item.title],
    ...item.authors.map((name) => ["AU", turned(name)]),
    ...item.editors.map((name) => ["ED", turned(name)]),
    ["T2", item.source],
    ["PY", date ? String(date.year) : ""],
    ["DA", date ? `${date.year}/${two(date.month)}/${two(date.day)}` : ""],
    ["LA", item.language],
    ["UR", item.url],
  ];
  const lines = rows.filter(([, value]) => value).map(([tag, value]) => `${tag}  - ${value.replace(/\s+/g, " ")}`);
  return `${[...lines, "ER  - "].join("\r\n")}\r\n`;
}

function csl(item) {
  const person = (name) => {
    const { literal, given, family, suffix } = nameParts(name);
    return literal ? { literal } : { family, given, ...(suffix && { suffix }) };
  };
  const data = {
    id: keyOf(item),
    type: "article-newspaper",
    title: item.title,
    ...(item.authors.length && { author: item.authors.map(person) }),
    ...(item.editors.length && { editor: item.editors.map(person) }),
    ...(item.source && { "container-title": item.source }),
    ...(item.date && { issued: { "date-parts": [[item.date.year, item.date.month, item.date.day]] } }),
    ...(item.language && { language: item.language }),
    URL: item.url,
  };
  return `${JSON.stringify([data], null, 2)}\n`;
}

const N_ = (text) => text; // marks what is translated where it is shown

/** The forms: name, how it is made, and for a file its ending and type. */
export const FORMATS = [
  { name: N_("Chicago (note)"), make: note },
  { name: N_("Chicago (bibliography)"), make: bibliography },
  { name: N_("MLA"), make: mla },
  { name: N_("APA"), make: apa },
  { name: N_("BibTeX"), make: bibtex, ending: "bib", type: "application/x-bibtex" },
  { name: N_("RIS"), make: ris, ending: "ris", type: "application/x-research-info-systems" },
  { name: N_("CSL-JSON"), make: csl, ending: "json", type: "application/vnd.citationstyles.csl+json" },
  { name: N_("Permalink"), make: (item) => item.url },
];
