// On every page: `/` goes to the search box, and an article opened from a search shows what was searched for.
(() => {
  "use strict";
  const here = document.currentScript.src;

  const isTyping = (element) => element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const box = document.querySelector("#q") ?? document.querySelector("input[type=search]");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  // The hash is where our search page puts the words: nobody else learns them, and the page keeps one address.
  const asked = [location.search, location.hash].map((part) => new URLSearchParams(part.slice(1)));
  const story = document.querySelector("article.story");
  const terms = asked.flatMap((part) => part.getAll("highlight"));
  if (terms.length && story) {
    const isExact = asked.some((part) => part.get("words") === "exact");
    import(new URL("search/marks.js", here)).then(({ showMarks }) => showMarks(story, terms, isExact));
  }
})();
