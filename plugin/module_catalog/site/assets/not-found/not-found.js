// On the page for addresses that are not there: the modules whose ids or names are nearest to what the address says.
(async () => {
  const box = document.querySelector(".mc-lost");
  const { catalog, page, folder } = box.dataset;
  const MOST = 5;
  const LONGEST = 60;
  const simple = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "").slice(0, LONGEST);

  /** Levenshtein distance of two short words. */
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

  /** How far two words are apart, from 0 to 1: one that is a part of the other is near. */
  const apart = (a, b) => {
    const [short, long] = a.length < b.length ? [a, b] : [b, a];
    if (short.length > 2 && long.includes(short)) return 0.3 * (1 - short.length / long.length);
    return distance(a, b) / Math.max(long.length, 1);
  };

  const path = decodeURI(location.pathname);
  const isOurs = path.startsWith(folder);
  const above = isOurs ? folder : catalog.replace(/api\/v1\/catalog\.json$/, "");
  const parts = path.slice(above.length).split("/").map((part) => part.replace(/\.html?$/, ""));
  const words = parts.map(simple).filter((word) => word.length > 1 && word !== "index" && !word.startsWith("by"));
  const { modules } = await (await fetch(catalog)).json();
  const far = (module) => Math.min(1, ...words.flatMap((word) => [module.id, module.name].map((name) => apart(word, simple(name)))));
  const near = modules.map((module) => [far(module), module]).filter(([value]) => value <= 0.45);
  near.sort(([a], [b]) => a - b);
  box.hidden = !isOurs && !near.length;
  const items = near.slice(0, MOST).map(([, module]) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    // A module that is called as a page of the site has another name in its address.
    link.href = page.replace("{id}", module.page.replace(/\/$/, "").split("/").pop());
    link.textContent = module.name;
    item.append(link, ` ${module.summary}`);
    return item;
  });
  box.querySelector("ul").replaceChildren(...items);
  box.querySelector("div").hidden = !items.length;
  box.querySelector("input").value = isOurs ? (parts.find((part) => part && !part.startsWith("by-")) ?? "").replace(/[-_]/g, " ") : "";
})().catch(() => {});
