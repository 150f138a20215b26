/* The index of modules: search, facets and sorting over the table that is there without this script.
   What is chosen stands in the address: ?find=text&stage=S0&kind=backend&kind=tuner&sort=-since. Not `q` or `h`, which are the theme's. */
(() => {
  "use strict";

  const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");

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

  const start = () => {
    const form = document.querySelector(".mc-facets");
    if (!form || form.dataset.ready) return;
    form.dataset.ready = "yes";
    const body = document.querySelector(".mc-index tbody");
    const find = form.elements.namedItem("find");
    const boxes = [...form.querySelectorAll("input[type=checkbox]")];
    const count = form.querySelector("output");
    const clear = form.querySelector("button[type=reset]");
    const empty = document.querySelector(".mc-nothing");
    const sorters = [...document.querySelectorAll(".mc-index th button")];
    const rows = [...body.rows].map((row, place) => ({
      row,
      place,
      text: fold(`${row.textContent} ${row.dataset.paths}`),
      name: row.querySelector(".mc-cell-name a"),
      facets: { stage: [row.dataset.stage], kind: [row.dataset.kind], toggle: row.dataset.toggle.split(" "), flag: row.dataset.flag.split(" ") },
    }));
    let sort = "";

    const chosen = () => {
      const groups = {};
      boxes.filter((box) => box.checked).forEach((box) => (groups[box.name] ??= []).push(box.value));
      return groups;
    };

    const sorted = () => {
      const key = sort.replace(/^-/, "");
      const turn = sort.startsWith("-") ? -1 : 1;
      const value = (one) => (key ? one.row.dataset[`by${key[0].toUpperCase()}${key.slice(1)}`] : "");
      const order = (a, b) => turn * value(a).localeCompare(value(b), "en", { numeric: true }) || a.place - b.place;
      body.append(...[...rows].sort(key ? order : (a, b) => a.place - b.place).map((one) => one.row));
      sorters.forEach((button) => {
        const is = button.value === key;
        button.closest("th").setAttribute("aria-sort", !is ? "none" : turn > 0 ? "ascending" : "descending");
      });
    };

    const show = () => {
      const words = fold(find.value).split(/\s+/).filter(Boolean);
      const groups = Object.entries(chosen());
      let shown = 0;
      rows.forEach((one) => {
        const fits = words.every((word) => one.text.includes(word))
          && groups.every(([group, values]) => values.some((value) => one.facets[group].includes(value)));
        one.row.hidden = !fits;
        shown += fits;
      });
      count.textContent = `Showing ${shown} of ${rows.length}`;
      clear.hidden = !words.length && !groups.length;
      empty.hidden = shown > 0;
      if (!shown) suggest(find.value.trim(), groups.length > 0);
    };

    /** Say what was looked for, and the two names nearest to it. */
    const suggest = (text, isChosen) => {
      const [title, near] = empty.children;
      title.textContent = text ? `No module matches “${text}”${isChosen ? " with this choice" : ""}.` : "No module matches this choice.";
      near.replaceChildren();
      if (!text) return;
      const wanted = fold(text);
      const nearest = rows
        .map((one) => ({ one, far: distance(wanted, fold(one.name.textContent)) }))
        .sort((a, b) => a.far - b.far || a.one.place - b.one.place)
        .slice(0, 2);
      near.append("Nearest by spelling: ");
      nearest.forEach(({ one }, index) => near.append(index ? ", " : "", one.name.cloneNode(true)));
      near.append(".");
    };

    const read = () => {
      const given = new URLSearchParams(location.search);
      find.value = given.get("find") ?? "";
      boxes.forEach((box) => { box.checked = given.getAll(box.name).includes(box.value); });
      sort = sorters.some((button) => button.value === (given.get("sort") ?? "").replace(/^-/, "")) ? given.get("sort") : "";
      sorted();
      show();
    };

    const write = (method) => {
      const given = new URLSearchParams();
      if (find.value.trim()) given.set("find", find.value.trim());
      Object.entries(chosen()).forEach(([group, values]) => values.forEach((value) => given.append(group, value)));
      if (sort) given.set("sort", sort);
      const query = given.toString();
      history[method](null, "", query ? `?${query}` : location.pathname);
      show();
    };

    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => { write("pushState"); find.focus(); }));
    find.addEventListener("input", () => write("replaceState"));
    boxes.forEach((box) => box.addEventListener("change", () => write("pushState")));
    sorters.forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => {
        sort = sort === button.value ? `-${button.value}` : sort === `-${button.value}` ? "" : button.value;
        sorted();
        write("pushState");
      });
    });
    addEventListener("popstate", () => { if (form.isConnected) read(); });
    document.querySelectorAll(".mc-index th > span").forEach((label) => { label.hidden = Boolean(label.nextElementSibling); });
    if (matchMedia("(max-width: 719px)").matches) form.querySelector("details").open = false;
    form.hidden = false;
    read();
  };

  // With instant navigation the theme tells of every page; without it there is one.
  if (window.document$) window.document$.subscribe(start);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
