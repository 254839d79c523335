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
  const asked = [location.search, location.hash].flatMap((part) => new URLSearchParams(part.slice(1)).getAll("highlight"));
  const story = document.querySelector("article.story");
  if (asked.length && story) {
    import(new URL("search/mark.js", here)).then(({ markTerms }) => {
      const parts = [story.querySelector("h1"), story.querySelector(".body")].filter(Boolean);
      markTerms(parts, asked, document.documentElement.lang);
    });
  }
})();
