// On the front page: what the archive has of the reader's own day, and a way to an article by chance.

import { make } from "./search/dom.js";
import { words } from "./text.js";

const root = new URL("../../../", import.meta.url);
let loading;
const days = () => (loading ??= fetch(new URL("dates/days.json", root)).then((response) => response.json()));
const two = (number) => String(number).padStart(2, "0");
const total = (of) => Object.values(of).reduce((sum, count) => sum + count, 0);

/** Days of other years with the reader's month and day, newest first: [year, count]. */
export function sameDay(years, today) {
  const key = two(today.getMonth() + 1) + two(today.getDate());
  const own = String(today.getFullYear());
  return Object.keys(years).sort().reverse().filter((year) => year !== own && years[year][key]).map((year) => [year, years[year][key]]);
}

/** The day, and the place in it, of the article with a number counted over the whole archive from 0. */
export function dayOf(years, number) {
  for (const year of Object.keys(years).sort()) {
    const count = total(years[year]);
    if (number >= count) {
      number -= count;
      continue;
    }
    for (const day of Object.keys(years[year]).sort()) {
      if (number < years[year][day]) return { url: `${year}/${day.slice(0, 2)}/${day.slice(2)}/`, place: number };
      number -= years[year][day];
    }
  }
  return null;
}

async function showToday(section) {
  const today = new Date();
  const [found, _] = [sameDay(await days(), today), await words()];
  if (!found.length) {
    section.append(make("p", { className: "meta", textContent: _("Nothing was filed on this day of another year.") }));
    return;
  }
  const name = new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "long" }).format(today);
  const list = make("ul", { className: "terms" });
  for (const [year, count] of found) {
    const link = make("a", { href: new URL(`${year}/${two(today.getMonth() + 1)}/${two(today.getDate())}/`, root).href, textContent: `${name} ${year}` });
    list.append(make("li", {}, link, make("span", { className: "num", textContent: _(count === 1 ? "{count} article" : "{count} articles", { count }) })));
  }
  section.append(list);
}

async function goAnywhere(button) {
  const status = button.nextElementSibling;
  try {
    const years = await days();
    const all = Object.values(years).reduce((sum, of) => sum + total(of), 0);
    const { url, place } = dayOf(years, Math.floor(Math.random() * all));
    const day = new URL(url, root);
    const page = new DOMParser().parseFromString(await (await fetch(day)).text(), "text/html");
    location.href = new URL(page.querySelectorAll(".paper h2 a, .paper .others a")[place].getAttribute("href"), day).href;
  } catch {
    loading = undefined;
    const _ = await words();
    status.textContent = _("The archive could not be reached. Try again.");
  }
}

const section = document.querySelector(".today");
const whenIdle = window.requestIdleCallback ?? ((task) => setTimeout(task, 200));
if (section) whenIdle(() => showToday(section).catch(() => {})); // without it the page is as it was
document.querySelector(".random")?.addEventListener("click", (event) => goAnywhere(event.currentTarget));
