(() => {
  const broken = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const seen = (part) => part.checkVisibility({ visibilityProperty: true });
  const tell = (rule, part) => broken.push(`${rule}: ${part.outerHTML.slice(0, 160)}`);

  // Names: what can be used is called something.
  const label = (part) => part.labels?.[0]?.textContent ?? "";
  const named = (part) => (part.getAttribute("aria-label") ?? (label(part) || part.textContent)).trim();
  for (const part of all("a[href], button, input, summary")) if (seen(part) && !named(part)) tell("no name", part);
  for (const part of all("svg")) if (!part.querySelector(":scope > title")?.textContent) tell("no title", part);
  if (document.documentElement.lang !== "en") tell("no language", document.documentElement);
  if (!document.title) tell("no title", document.head);

  // Landmarks: one main, named navigation, and everything inside of one.
  if (all("main").length !== 1) tell("not one main", document.body);
  for (const part of all("nav")) if (!part.getAttribute("aria-label")) tell("unnamed navigation", part);
  for (const part of document.body.children) {
    if (seen(part) && !part.matches("header, main, nav, script, .skip")) tell("outside of landmarks", part);
  }

  // Structure: lists hold items, terms have definitions.
  for (const part of all("ul > *, ol > *")) if (part.tagName !== "LI") tell("no item", part);
  for (const part of all("dl > *")) if (!["DT", "DD"].includes(part.tagName)) tell("no term", part);
  let level = 0;
  for (const part of all("h1, h2, h3, h4, h5, h6")) {
    const its = Number(part.tagName[1]);
    if (its > level + 1) tell("heading skips a level", part);
    level = its;
  }

  // Contrast of text with what is behind it, as WCAG 2 computes it.
  const channels = (colour) => {
    const numbers = colour.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0, 0];
    return numbers.length === 3 ? [...numbers, 1] : numbers;
  };
  const behind = (part) => {
    for (let one = part; one; one = one.parentElement) {
      const style = getComputedStyle(one);
      const colour = channels(one instanceof SVGElement ? "rgba(0, 0, 0, 0)" : style.backgroundColor);
      if (colour[3] === 1) return colour;
    }
    return [255, 255, 255, 1];
  };
  const luminance = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const boxColour = () => {
    const box = all(".map .box").find(seen);
    return box && channels(getComputedStyle(box).fill);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const judged = new Map();
  while (walker.nextNode()) {
    const part = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || judged.has(part) || !seen(part) || part.closest("script, title, .self, .skip, label")) continue;
    const style = getComputedStyle(part);
    const isDrawn = part instanceof SVGElement;
    const ratio = contrast(channels(isDrawn ? style.fill : style.color), isDrawn ? boxColour() : behind(part));
    judged.set(part, ratio);
    if (ratio < 4.5) tell(`contrast ${ratio.toFixed(2)}`, part);
  }
  if (judged.size < 50) tell("too little text was judged", document.body);
  return broken.slice(0, 20);
})()
