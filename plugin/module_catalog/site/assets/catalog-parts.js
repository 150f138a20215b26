/* What the scripts of pages share whose lists are split into parts: the names of all modules are in one JSON file, what is said of
   each stands on the page of its part, and is read from there. */
(() => {
  "use strict";

  const read = new Map();

  const fetched = (url, as) => {
    if (!read.has(url)) {
      read.set(url, fetch(url).then((answer) => (answer.ok ? as(answer) : Promise.reject(new Error(answer.statusText)))));
      read.get(url).catch(() => read.delete(url));
    }
    return read.get(url);
  };

  /** A page of the site, whose links lead where they led there. */
  const page = (url) => fetched(url, async (answer) => {
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    found.querySelectorAll("[href]").forEach((link) => link.setAttribute("href", new URL(link.getAttribute("href"), url).href));
    return found;
  });

  /** What a form with fields for names knows: {data, has, labelOf, idOf, urlOf, pageOf, page}. Its fields offer the names from then on. */
  const of = async (form) => {
    const data = await fetched(form.querySelector("[data-parts]").href, (answer) => answer.json());
    const links = [...document.querySelectorAll(".mc-pages-index a")].map((link) => link.href);
    const modules = new Map(data.modules.map(([id, label, place]) => [id, { label, place }]));
    const ids = new Map(data.modules.map(([id, label]) => [label.toLowerCase(), id]));
    const names = document.createElement("datalist");
    names.id = "mc-names";
    names.append(...data.modules.map(([, label]) => new Option(label)));
    form.append(names);
    return {
      data,
      has: (id) => modules.has(id),
      labelOf: (id) => modules.get(id)?.label ?? "",
      idOf: (text) => ids.get(text.trim().toLowerCase()) ?? (modules.has(text.trim()) ? text.trim() : ""),
      urlOf: (id) => links[modules.get(id).place],
      pageOf: (id) => page(links[modules.get(id).place]),
      page: (place) => page(links[place]),
    };
  };

  /** HTML of the site that no host has seen, with links to pages as this host has them: `relax.md` is `relax/` or `relax.html`. */
  const fragment = async (url) => {
    const { html } = await fetched(url, (answer) => answer.json());
    const sample = document.querySelector(".mc-foot a[aria-current]")?.href ?? location.href;
    const end = /\.html([?#]|$)/.test(sample) ? ".html" : "/";
    const placed = (path) => new URL(path.replace(/(^|\/)index\.md(?=#|$)/, "$1").replace(/\.md(?=#|$)/, end), url).href;
    return html.replace(/ href="([^":?#]+\.md(?:#[^"]*)?)"/g, (link, path) => ` href="${placed(path)}"`);
  };

  Object.assign(window, { moduleCatalogParts: of, moduleCatalogFragment: fragment });
})();
