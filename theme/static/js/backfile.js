// On every page: `/` goes to the search box. An article opened from a search shows what was searched for, and what few
// readers ask for (citations, evidence, links to paragraphs) is loaded when it is asked for.
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
  story?.querySelector(".cite button")?.addEventListener("click", (event) => {
    const button = event.currentTarget;
    import(new URL("article/cite.js", here)).then(({ toggleCite }) => toggleCite(button));
  });
  const evidence = story?.querySelector("a.evidence");
  evidence?.setAttribute("role", "button");
  evidence?.setAttribute("aria-expanded", "false");
  evidence?.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // in a tab of its own: the data themselves
    event.preventDefault();
    import(new URL("article/evidence.js", here)).then(({ toggleEvidence }) => toggleEvidence(evidence));
  });
  evidence?.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    evidence.click();
  });
  story?.querySelector(".body")?.addEventListener("pointerover", (event) => {
    if (event.pointerType === "mouse") import(new URL("article/pins.js", here)).then(({ addPins }) => addPins());
  }, { once: true });
  const terms = asked.flatMap((part) => part.getAll("highlight"));
  if (terms.length && story) {
    const isExact = asked.some((part) => part.get("words") === "exact");
    import(new URL("search/marks.js", here)).then(({ showMarks }) => showMarks(story, terms, isExact));
  }
})();
