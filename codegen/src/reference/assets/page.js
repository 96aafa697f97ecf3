(() => {
  "use strict";
  const root = document.documentElement;
  const one = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  for (const part of all(".theme, .find, .fold")) part.hidden = false;

  // Colours: what the system says, until somebody decides.
  const theme = one(".theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const key = "reference-theme";
  const stored = () => { try { return localStorage.getItem(key); } catch { return null; } };
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);
  const showTheme = () => theme.setAttribute("aria-pressed", String(isDark()));
  if (["light", "dark"].includes(stored())) root.dataset.theme = stored();
  theme.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem(key, root.dataset.theme); } catch { /* Not kept, then. */ }
    showTheme();
  });
  dark.addEventListener("change", showTheme);
  showTheme();

  // Copying.
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      const isDone = document.execCommand("copy");
      area.remove();
      if (!isDone) throw new Error("not allowed");
    }
  };
  for (const caption of all(".code > figcaption")) {
    const button = document.createElement("button");
    const name = caption.textContent.trim();
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy ${name}`);
    button.addEventListener("click", async () => {
      const text = caption.parentElement.querySelector("code").textContent;
      let said = "Copied";
      try { await copy(text); } catch { said = "Not allowed"; }
      button.textContent = said;
      setTimeout(() => { button.textContent = "Copy"; }, 1600);
    });
    caption.append(button);
  }

  // Folding.
  const fold = one(".fold");
  const folded = () => all("main details");
  fold.addEventListener("click", () => {
    const opens = fold.dataset.open !== "true";
    for (const part of folded()) part.open = opens;
    fold.dataset.open = String(opens);
    fold.textContent = opens ? "Fold everything" : "Unfold everything";
  });
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = folded().filter((part) => !part.open);
    for (const part of closed) part.open = true;
  });
  addEventListener("afterprint", () => { for (const part of closed) part.open = false; });
  const narrow = matchMedia("(max-width: 63.99rem)");
  const menu = one("nav > details");
  const showMenu = () => { menu.open = !narrow.matches; };
  narrow.addEventListener("change", showMenu);
  showMenu();

  // A link into a folded part unfolds it.
  const reveal = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) return;
    for (let part = target; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
    const own = target.querySelector(":scope > details");
    if (own) own.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  // Where the reader is.
  const links = new Map(all("nav a").map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const seen = new Set();
  const order = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) entry.isIntersecting ? seen.add(entry.target) : seen.delete(entry.target);
    const current = order.find((part) => seen.has(part));
    if (!current) return;
    for (const [id, link] of links) {
      if (id === current.id) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    }
  }, { rootMargin: "-10% 0px -70% 0px" });
  for (const part of order) watcher.observe(part);

  // Search: all words must be found; names that begin with the first one come first.
  const input = one("#search"), results = one("#results"), found = one("#found"), nav = one("nav");
  const most = 40;
  const weights = { change: 0, operation: 0, api: 1, type: 1, status: 2, parameter: 3, header: 3, field: 4 };
  let index;
  const entries = () => index ??= all("[data-find]").map((part) => {
    const { find, name, more } = part.dataset;
    const around = part.parentElement.closest("[data-title]");
    const where = around ? around.dataset.title : "";
    return { id: part.id, find, name, where, lower: name.toLowerCase(), text: `${find} ${name} ${more ?? ""} ${where}`.toLowerCase() };
  });
  const score = (entry, words) => {
    if (!words.every((word) => entry.text.includes(word))) return null;
    const at = entry.lower === words[0] ? 0 : entry.lower.startsWith(words[0]) ? 1 : entry.lower.includes(words[0]) ? 2 : 3;
    return at * 10 + (weights[entry.find] ?? 5);
  };
  const search = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    nav.hidden = words.length > 0;
    results.replaceChildren();
    found.textContent = "";
    if (!words.length) return;
    const hits = entries().map((entry) => [score(entry, words), entry]).filter(([rank]) => rank !== null);
    hits.sort(([a], [b]) => a - b);
    found.textContent = hits.length === 1 ? "1 result" : `${hits.length} results`;
    for (const [, entry] of hits.slice(0, most)) {
      const item = document.createElement("li"), link = document.createElement("a"), small = document.createElement("small");
      link.href = `#${entry.id}`;
      small.textContent = entry.where && entry.where !== entry.name ? `${entry.find} in ${entry.where}` : entry.find;
      link.append(entry.name, small);
      item.append(link);
      results.append(item);
    }
  };
  input.addEventListener("input", search);
  const move = (event, step) => {
    const stops = [input, ...results.querySelectorAll("a")];
    const next = stops[stops.indexOf(document.activeElement) + step];
    if (next) { event.preventDefault(); next.focus(); }
  };
  one(".find").addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") move(event, 1);
    if (event.key === "ArrowUp") move(event, -1);
    if (event.key === "Enter" && document.activeElement === input) results.querySelector("a")?.click();
    if (event.key === "Escape") { input.value = ""; search(); input.focus(); }
  });
  addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, textarea, [contenteditable]");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
    }
  });
})();
