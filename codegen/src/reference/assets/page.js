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
    const show = (text) => {
      button.textContent = text;
      button.setAttribute("aria-label", `${text} ${name}`);
    };
    button.addEventListener("click", async () => {
      let said = "Copied";
      try { await copy(caption.parentElement.querySelector("code").textContent); } catch { said = "Cannot copy"; }
      show(said);
      one(".said").textContent = `${said} ${name}`;
      setTimeout(() => { show("Copy"); one(".said").textContent = ""; }, 1600);
    });
    caption.append(button);
  }

  // The reader's own values, which fill the samples and nothing else: they are neither kept nor sent.
  const slots = all("[data-fill]").map((slot) => ({ slot, shown: slot.textContent, isShell: slot.closest("figure").querySelector("figcaption").textContent.startsWith("curl") }));
  const fill = (name, value) => {
    for (const { slot, shown, isShell } of slots) {
      if (slot.dataset.fill !== name) continue;
      const isWhole = ["server", "region", "tokens"].includes(name);
      const quoted = isWhole ? value
        : isShell ? encodeURIComponent(value).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
        : value.replace(/["\\\p{C}]/gu, "");
      slot.textContent = value ? quoted : shown;
    }
  };
  one("#values").hidden = false;
  one('nav a[href="#values"]').parentElement.hidden = false;
  for (const field of all("[data-value]")) {
    field.addEventListener("input", () => {
      const value = field.value.trim();
      fill(field.dataset.value, value);
      if (field.tagName !== "SELECT") return;
      const chosen = field.selectedOptions[0];
      fill("region", chosen.dataset.region ?? "");
      fill("tokens", chosen.dataset.tokens ?? "");
    });
  }

  // Folding. Of the forms of a body, one is open.
  const fold = one(".fold");
  const folded = () => all("main details:not([name])");
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

  // Going back leads to where the reader was, not to the title above it.
  addEventListener("click", (event) => {
    if (event.target.closest?.('a[href^="#"]')) history.replaceState({ top: scrollY }, "");
  }, true);
  addEventListener("popstate", ({ state }) => {
    if (state) requestAnimationFrame(() => scrollTo({ top: state.top, behavior: "instant" }));
  });

  // A link into a folded part unfolds it.
  const reveal = () => {
    const id = location.hash.slice(1);
    const target = id && document.getElementById(id);
    if (!target) return;
    const wasHidden = !target.checkVisibility();
    for (let part = target; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
    const own = target.querySelector(":scope > details");
    if (own) own.open = true;
    // A change that the filter hides is there when it is asked for.
    if (target.hidden) one('.filter [data-severity=""]')?.click();
    if (wasHidden) target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  // The changes of one severity.
  for (const filter of all(".filter")) {
    filter.hidden = false;
    filter.addEventListener("click", ({ target }) => {
      const wanted = target.closest("button")?.dataset.severity;
      if (wanted === undefined) return;
      for (const button of filter.children) button.setAttribute("aria-pressed", String(button.dataset.severity === wanted));
      for (const change of all(".toc tbody tr, .changes > li")) change.hidden = wanted !== "" && !change.classList.contains(wanted);
    });
  }

  // Where the reader is.
  const sections = all("nav a").filter((link) => !link.closest(".more") && !link.classList.contains("mark"));
  const links = new Map(sections.map((link) => [link.hash.slice(1), link]));
  const seen = new Set();
  const side = one(".side");
  const follow = (link) => {
    const [own, around] = [link.getBoundingClientRect(), side.getBoundingClientRect()];
    if (own.top < around.top) side.scrollTop -= around.top - own.top + 40;
    if (own.bottom > around.bottom) side.scrollTop += own.bottom - around.bottom + 40;
  };
  const order = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  const mark = (current) => {
    for (const link of all("nav a[aria-current]")) if (link !== current) link.removeAttribute("aria-current");
    current.setAttribute("aria-current", "true");
    if (!narrow.matches) follow(current);
  };
  // What an address leads to is marked, be it in the middle of its section or too low to be scrolled to, until
  // the reader moves on.
  const ways = new Map(all("nav a[href^='#']").map((link) => [link.hash.slice(1), link]));
  let held = null;
  const hold = () => {
    held = null;
    for (let part = document.getElementById(location.hash.slice(1)); part && !held; part = part.parentElement) held = ways.get(part.id) ?? null;
    if (!held) return;
    held.closest(".more")?.setAttribute("open", "");
    mark(held);
  };
  for (const moved of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(moved, () => { held = null; }, { passive: true });
  addEventListener("hashchange", hold);
  const watcher = new IntersectionObserver((changed) => {
    for (const entry of changed) entry.isIntersecting ? seen.add(entry.target) : seen.delete(entry.target);
    const current = order.find((part) => seen.has(part));
    if (current && !held) mark(links.get(current.id));
  }, { rootMargin: "-10% 0px -70% 0px" });
  for (const part of order) watcher.observe(part);
  hold();

  // Search: all words must be found, in names first, then in what stands beside them, then in texts.
  const input = one("#search"), results = one("#results"), found = one("#found"), nav = one("nav");
  const most = 40;
  const weights = { change: 0, operation: 0, api: 1, type: 1, status: 2, parameter: 3, header: 3, field: 4 };
  const plain = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

  // The texts of every part, each word where it is most at home.
  const texts = () => {
    const told = new Map();
    const walker = document.createTreeWalker(one("main"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const around = walker.currentNode.parentElement;
      if (around.closest("pre, svg, .self")) continue;
      const part = around.closest("[data-find]");
      if (part) told.set(part, `${told.get(part) ?? ""} ${walker.currentNode.data}`);
    }
    return told;
  };
  // Where a part stands, such as "createPairingKey, response, user".
  const path = (part) => {
    const names = [];
    for (let around = part.parentElement; around; around = around.parentElement) {
      if (around.dataset.find && around.dataset.find !== "status") names.unshift(around.dataset.name);
      else if (around.dataset.title && !around.dataset.find) names.unshift(around.dataset.title);
    }
    const place = part.id.split(".")[2];
    if (["request", "response", "path", "query", "header"].includes(place)) names.splice(1, 0, place);
    return names.join(", ");
  };
  let index;
  const entries = () => {
    if (index) return index;
    const told = texts();
    index = all("[data-find]").map((part) => {
      const { find, name, show, kind, more } = part.dataset;
      const beside = `${find} ${kind ?? ""} ${show ?? ""} ${more ?? ""} ${path(part)}`.toLowerCase();
      const lower = name.toLowerCase();
      return {
        id: part.id, show: show ?? name, where: kind ?? [find, path(part)].filter(Boolean).join(" in "),
        weight: weights[find] ?? 5, lower, plainName: plain(name),
        beside, plainBeside: plain(beside), text: (told.get(part) ?? "").toLowerCase(),
      };
    });
    return index;
  };
  const rank = (entry, word) => {
    const bare = plain(word);
    if (entry.lower === word || (bare && entry.plainName === bare)) return 0;
    if (entry.lower.startsWith(word) || (bare && entry.plainName.startsWith(bare))) return 1;
    if (entry.lower.includes(word) || (bare && entry.plainName.includes(bare))) return 2;
    if (entry.beside.includes(word) || (bare.length > 2 && entry.plainBeside.includes(bare))) return 3;
    return entry.text.includes(word) ? 4 : null;
  };
  const score = (entry, words, judge) => {
    const ranks = words.map((word) => judge(entry, word));
    if (ranks.includes(null)) return null;
    const worst = Math.max(...ranks);
    // Among texts, the shortest one is about the word.
    const weight = worst === 4 ? Math.min(entry.text.length / 200, 9) : entry.weight;
    return ranks[0] * 100 + worst * 10 + weight;
  };
  // One letter too many, too few, other or swapped.
  const isTypo = (name, word) => {
    if (word.length < 4 || Math.abs(name.length - word.length) > 1) return false;
    let start = 0;
    while (start < word.length && name[start] === word[start]) start += 1;
    const rest = (text, skipped) => text.slice(start + skipped);
    return rest(name, 1) === rest(word, 1) || rest(name, 1) === rest(word, 0) || rest(name, 0) === rest(word, 1)
      || (name[start] === word[start + 1] && name[start + 1] === word[start] && rest(name, 2) === rest(word, 2));
  };
  const typoRank = (entry, word) => rank(entry, word) ?? (isTypo(entry.plainName, plain(word)) ? 5 : null);
  const hits = (words, judge) => {
    const scored = entries().map((entry) => [score(entry, words, judge), entry]).filter(([its]) => its !== null);
    return scored.sort(([a], [b]) => a - b).map(([, entry]) => entry);
  };
  const told = (count) => {
    if (count === 0) return "0 results";
    if (count > most) return `${count} results, the best ${most}:`;
    return count === 1 ? "1 result" : `${count} results`;
  };
  const search = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    nav.hidden = words.length > 0;
    results.replaceChildren();
    found.textContent = "";
    if (!words.length) return;
    let list = hits(words, rank);
    if (!list.length) list = hits(words, typoRank);
    found.textContent = told(list.length);
    for (const entry of list.slice(0, most)) {
      const item = document.createElement("li"), link = document.createElement("a"), small = document.createElement("small");
      link.href = `#${entry.id}`;
      small.textContent = entry.where;
      link.append(entry.show, small);
      item.append(link);
      results.append(item);
    }
  };
  const leave = () => { input.value = ""; search(); };
  results.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    // The browser follows the link first.
    setTimeout(() => {
      leave();
      const target = document.getElementById(link.hash.slice(1));
      if (!target) return;
      target.tabIndex = -1;
      target.focus({ preventScroll: true });
    });
  });
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
    if (event.key === "Escape") { leave(); input.focus(); }
  });
  addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, textarea, [contenteditable]");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
    }
  });
})();
