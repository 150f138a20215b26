/* Lists that a reader can narrow and sort: modules, showcase and changes, which are whole without this script.
   Every item has its words in `data-is`, as `facet:value`; a long index has them in a file of its own, and the rows
   of a very long one stand on several pages, which are loaded when a reader first looks for something. What is chosen stands in the address:
   ?find=text&stage=S0&kind=backend&kind=tuner&owner=ana&sort=-since. Not `q` or `h`, which are the theme's. */
(() => {
  "use strict";

  const LONGEST = 60;
  const MOST = 250; // As many rows of a very long index as show at once.
  const compare = new Intl.Collator("en", { numeric: true }).compare;

  const simple = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");

  /** A message with its values in place. */
  const say = (message, values) => message.replace(/\{(\w+)\}/g, (slot, name) => values[name] ?? slot);

  const facetOf = (word) => word.slice(0, word.indexOf(":"));
  const valueOf = (word) => word.slice(word.indexOf(":") + 1);

  /** Levenshtein distance of two short words, for "nearest by spelling". */
  const distance = (a, b) => {
    let row = Array.from({ length: b.length + 1 }, (_, index) => index);
    for (let i = 1; i <= a.length; i += 1) {
      const next = [i];
      for (let j = 1; j <= b.length; j += 1) {
        next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      }
      row = next;
    }
    return row[b.length];
  };

  /** Words for those who hear the page. */
  const unseen = (text) => {
    const span = document.createElement("span");
    span.className = "mc-unseen";
    span.textContent = text;
    return span;
  };

  const fetched = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.statusText);
    return answer;
  };

  /** The rows of another page of the index, with links that lead from here where they led from there. */
  const rowsOf = async (link) => {
    const page = new DOMParser().parseFromString(await (await fetched(link.href)).text(), "text/html");
    return [...page.querySelectorAll(".mc-index tbody tr")].map((row) => {
      row.querySelectorAll("a[href]").forEach((one) => { one.href = new URL(one.getAttribute("href"), link.href).href; });
      return document.adoptNode(row);
    });
  };

  /** The first time that a reader turns to a form, unless the address says already what to look for. */
  const use = (form) => new Promise((done) => {
    if (location.search) done();
    else form.addEventListener("focusin", done, { once: true });
  });

  /** The items of the page, and of each its words and what else it is found by. */
  const listed = async (file, links) => {
    if (!file) return [...document.querySelectorAll("[data-is]")].map((one) => [one, one.dataset.is, one.dataset.find ?? ""]);
    const [words, ...pages] = await Promise.all([fetched(file.href).then((answer) => answer.json()), ...links.map(rowsOf)]);
    const rows = links.length ? pages.flat() : [...document.querySelectorAll(".mc-index tbody tr")];
    if (rows.length !== words.length) throw new Error("rows and words are of two builds");
    return rows.map((row, place) => [row, ...words[place]]);
  };

  /** The items in their order, with the text and the words each is found by. */
  const read = (given, names) => given.map(([element, is, find], place) => {
    const words = is.split(" ");
    const owners = words.filter((word) => facetOf(word) === "owner").map((word) => `@${valueOf(word)} ${names[word] ?? ""}`);
    const text = [element.textContent, find, ...owners].join(" ");
    return { element, place, words: new Set(words), text: simple(text), isShown: true };
  });

  /** The items by what they say in a column: in the order it names, else as text; those that say nothing last. */
  const sorted = (items, button, turn) => {
    const column = button.parentElement.cellIndex;
    const texts = items.map((item) => item.element.cells[column].querySelector("a, span").textContent.trim());
    const order = button.dataset.order ? JSON.parse(button.dataset.order) : [...new Set(texts)].sort(compare);
    const ranks = new Map(order.map((text, rank) => [text, rank]));
    const ranked = items.map((item, index) => ({ item, rank: ranks.get(texts[index]) ?? turn * Infinity }));
    return ranked.sort((a, b) => turn * (a.rank - b.rank) || a.item.place - b.item.place).map(({ item }) => item);
  };

  /** Set when the page has a list: shows what the address says. */
  let restore = () => {};

  const start = async () => {
    const form = document.querySelector(".mc-facets");
    if (!form || form.dataset.ready) return;
    form.dataset.ready = "yes";
    const names = JSON.parse(form.dataset.names);
    const file = form.querySelector(".mc-words");
    const links = file ? [...document.querySelectorAll(".mc-pages a")] : [];
    const isSpread = links.length > 0;
    if (isSpread) await use(form);
    const given = await listed(file, links).catch(() => null);
    if (!given) {
      // Without what it works on, it does nothing: the list is whole.
      form.hidden = true;
      return;
    }
    const items = read(given, names);
    const table = document.querySelector(".mc-index");
    if (isSpread) table.append(...Array.from({ length: MOST / 25 }, () => document.createElement("tbody")));
    const sorters = new Map([...document.querySelectorAll(".mc-index th > button")].map((button) => [button.value, button]));
    const boxes = new Map([...form.querySelectorAll("input[type=checkbox]")].map((box) => [`${box.name}:${box.value}`, box]));
    const lists = new Set(isSpread ? table.tBodies : items.map((item) => item.element.parentElement));
    const folds = new Map([...lists].map((list) => list.closest("details")).filter(Boolean).map((one) => [one, one.open]));
    const sections = [...document.querySelectorAll("[data-section]")];
    const numbers = new Map([...boxes].map(([word, box]) => [word, box.nextElementSibling.querySelector("small")]));
    const parts = [...document.querySelectorAll(".mc-index tbody")];
    const size = isSpread ? 25 : parts[0]?.rows.length;
    const known = new Set(items.flatMap((item) => [...item.words]));
    const find = form.elements.namedItem("find");
    const count = form.querySelector("output");
    const chips = form.querySelector(".mc-chips");
    const clear = form.querySelector("button[type=reset]");
    const fold = form.querySelector(".mc-fold");
    const empty = document.querySelector(".mc-nothing");
    let chosen = new Set();
    let sort = "";
    let ordered = items;

    /** What is chosen, by facet. */
    const facets = () => {
      const groups = new Map();
      chosen.forEach((word) => groups.set(facetOf(word), [...(groups.get(facetOf(word)) ?? []), word]));
      return [...groups];
    };

    /** Say at each choice how many it would show: items that fit the text and what is chosen in the other facets. */
    const number = (counts) => {
      numbers.forEach((small, word) => {
        const count = counts.get(word) ?? 0;
        const shown = count.toLocaleString("en");
        if (small.textContent === shown) return;
        small.textContent = shown;
        boxes.get(word).parentElement.classList.toggle("mc-none", !count);
      });
    };

    /** The page comes in the order of names. */
    const arrange = () => {
      const by = sorters.get((sort || "name").replace("-", ""));
      const turn = sort.startsWith("-") ? -1 : 1;
      ordered = sort ? sorted(items, by, turn) : items;
      sorters.forEach((button) => {
        button.parentElement.setAttribute("aria-sort", button !== by ? "none" : turn > 0 ? "ascending" : "descending");
      });
    };

    /** The column that a reader sorted by, in words. */
    const order = () => {
      const by = sorters.get(sort.replace("-", ""));
      return by ? `, ${say(sort.startsWith("-") ? count.dataset.down : count.dataset.up, { column: by.textContent })}` : "";
    };

    const tell = () => {
      const shown = items.filter((item) => item.isShown).length;
      const first = isSpread && shown > MOST ? `. ${say(table.dataset.says, { n: MOST })}` : "";
      count.textContent = say(count.dataset.says, { shown: shown.toLocaleString("en"), all: items.length.toLocaleString("en") }) + order() + first;
    };

    /** Open what is folded where something in it was looked for, and hide the sections without anything that was. */
    const unfold = (isNarrowed) => {
      folds.forEach((wasOpen, one) => {
        const held = [...one.querySelectorAll("[data-is]")].filter((element) => !element.hidden).length;
        one.hidden = !held;
        one.open = isNarrowed || wasOpen;
        one.querySelector("summary small").textContent = held;
      });
      sections.forEach((section) => {
        section.hidden = isNarrowed && !section.querySelector("[data-is]:not([hidden])");
      });
    };

    /** Spread the rows over the parts of the table in their order: a browser lays out only the parts that it shows. */
    const spread = () => {
      const rows = isSpread ? ordered.filter((item) => item.isShown).slice(0, MOST) : ordered;
      parts.forEach((part, place) => {
        const own = rows.slice(place * size, (place + 1) * size);
        const isSame = own.every((item, index) => part.children[index] === item.element);
        if (isSpread && !(isSame && part.children.length === own.length)) part.replaceChildren(...own.map((item) => item.element));
        else if (!isSpread && !isSame) part.append(...own.map((item) => item.element));
      });
      fit();
    };

    /** Hide the lists in which nothing shows; a part of the table that is not laid out yet is as high as what would. */
    const fit = () => {
      const held = new Map([...lists].map((list) => [list, isSpread ? list.rows.length : 0]));
      if (!isSpread) items.filter((item) => item.isShown).forEach((item) => held.set(item.element.parentElement, held.get(item.element.parentElement) + 1));
      held.forEach((number, list) => {
        list.hidden = !number;
        if (size) list.style.setProperty("--mc-n", number);
      });
    };

    /** Say what was looked for, and the two names nearest to it. */
    const suggest = (text) => {
      const [title, near] = empty.children;
      title.textContent = say(!text ? empty.dataset.choice : chosen.size ? empty.dataset.both : empty.dataset.text, { text });
      near.hidden = !text;
      if (!text) return;
      const wanted = simple(text);
      const found = items.map((item) => item.element.querySelector("td:nth-child(2) a, h2 a, p > a"));
      const links = [...new Map(found.map((link) => [link.textContent, link])).values()];
      const far = new Map(links.map((link) => [link, distance(wanted, simple(link.textContent).slice(0, LONGEST))]));
      const nearest = links.sort((a, b) => far.get(a) - far.get(b)).slice(0, 2);
      const [before, after] = empty.dataset.near.split("{names}");
      near.replaceChildren(before, ...nearest.flatMap((link, index) => [index ? ", " : "", link.cloneNode(true)]), after);
    };

    const called = (word) => boxes.get(word)?.nextElementSibling.firstChild.textContent.trim() ?? names[word] ?? valueOf(word);

    const chip = (word) => {
      const button = document.createElement("button");
      button.type = "button";
      const [before, after] = chips.dataset.says.split("{choice}").map(unseen);
      button.append(before, called(word), after);
      button.addEventListener("click", () => {
        const place = [...chips.children].indexOf(button.parentElement);
        choose(word, false);
        (chips.children[Math.min(place, chips.children.length - 1)]?.firstChild ?? find).focus();
      });
      const line = document.createElement("li");
      line.append(button);
      return line;
    };

    const show = () => {
      const texts = simple(find.value).split(/\s+/).filter(Boolean);
      const groups = facets();
      const counts = new Map();
      let shown = 0;
      items.forEach((item) => {
        const isFound = texts.every((text) => item.text.includes(text));
        const missed = isFound ? groups.filter(([, words]) => !words.some((word) => item.words.has(word))) : [];
        const fits = isFound && !missed.length;
        if (fits !== item.isShown && !isSpread) item.element.hidden = !fits;
        item.isShown = fits;
        shown += fits;
        if (!isFound || missed.length > 1) return;
        item.words.forEach((word) => {
          if (fits || facetOf(word) === missed[0][0]) counts.set(word, (counts.get(word) ?? 0) + 1);
        });
      });
      number(counts);
      if (isSpread) spread();
      else fit();
      boxes.forEach((box, word) => { box.checked = chosen.has(word); });
      chips.replaceChildren(...[...chosen].map(chip));
      chips.hidden = !chosen.size;
      clear.hidden = !texts.length && !chosen.size;
      if (sections.length) unfold(!clear.hidden);
      tell();
      empty.hidden = shown > 0;
      if (!shown) suggest(find.value.trim());
    };

    /** What shows and why, for whoever takes it along: assets/taken.js. */
    const publish = () => {
      const links = () => ordered.filter((item) => item.isShown).map((item) => item.element.querySelector("td:nth-child(2) a"));
      form.narrowed = clear.hidden && !sort ? null : { links, chosen: [...chosen].map((word) => [word, called(word)]) };
      form.dispatchEvent(new Event("narrowed"));
    };

    /** Put what is chosen into the address. */
    const write = (method) => {
      const given = new URLSearchParams();
      if (find.value.trim()) given.set("find", find.value.trim());
      chosen.forEach((word) => given.append(facetOf(word), valueOf(word)));
      if (sort) given.set("sort", sort);
      const query = given.toString();
      history[method](null, "", query ? `?${query}` : location.pathname);
      publish();
    };

    const choose = (word, is) => {
      chosen.delete(word);
      if (is) chosen.add(word);
      show();
      write("pushState");
    };

    restore = () => {
      if (!form.isConnected) return;
      const given = new URLSearchParams(location.search);
      find.value = (given.get("find") ?? "").slice(0, LONGEST);
      chosen = new Set([...given].map((pair) => pair.join(":")).filter((word) => known.has(word)));
      const wanted = given.get("sort") ?? "";
      sort = sorters.has(wanted.replace(/^-/, "")) && wanted !== "name" ? wanted : "";
      arrange();
      if (!isSpread) spread();
      show();
      publish();
    };

    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => {
      chosen.clear();
      show();
      write("pushState");
      find.focus();
    }));
    find.addEventListener("input", () => {
      show();
      write("replaceState");
    });
    boxes.forEach((box, word) => box.addEventListener("change", () => choose(word, box.checked)));
    sorters.forEach((button, name) => {
      button.hidden = false;
      button.previousElementSibling.hidden = true;
      button.addEventListener("click", () => {
        sort = (sort || "name") === name ? `-${name}` : name === "name" || sort === `-${name}` ? "" : name;
        arrange();
        spread();
        tell();
        write("pushState");
      });
    });
    if (isSpread) table.hidden = false;
    const typed = find.value;
    const ticked = [...boxes].filter(([, box]) => box.checked);
    fold?.addEventListener("click", () => fold.setAttribute("aria-expanded", String(fold.ariaExpanded !== "true")));
    restore();
    // What a reader chose while the rows were on their way.
    if (file && !location.search && (typed || ticked.length)) {
      find.value = typed;
      ticked.forEach(([word]) => chosen.add(word));
      show();
      write("replaceState");
    }
  };

  addEventListener("popstate", () => restore());
  // With instant navigation the theme tells of every page; without it there is one.
  if (window.document$) window.document$.subscribe(start);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
