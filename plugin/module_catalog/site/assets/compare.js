/* Two modules side by side. The facts stand in the table of all modules, which is there without this script, or in those of the parts
   it is split into; the choice stands in the address: ?a=cutlass&b=tensorrt, or #row-cutlass for the first alone. */
(() => {
  "use strict";

  const NAMES = ["a", "b"];

  const start = async () => {
    document.querySelectorAll(".mc-pair").forEach((link) => {
      link.hidden = false;
    });
    const form = document.querySelector(".mc-choose");
    if (!form || !form.hidden || form.dataset.started) return;
    form.dataset.started = "";
    // Where the table is split, this knows all names, and where the rows are.
    const parts = form.querySelector("[data-parts]") ? await window.moduleCatalogParts(form) : null;
    const rows = new Map([...document.querySelectorAll(".mc-all tr[data-id]")].map((row) => [row.dataset.id, row]));
    const table = document.querySelector(".mc-compared");
    const between = document.querySelector(".mc-between");
    const title = document.querySelector(".mc-compare h1");
    const lede = document.querySelector(".mc-compare .mc-lede");
    const plain = [title.textContent, lede.textContent];
    const fields = NAMES.map((name) => form.elements.namedItem(name));
    const status = form.querySelector("[role=status]");
    const messages = form.querySelector("template").content;

    const name = (row) => row.cells[0].textContent;
    const text = (cell) => cell.textContent.replace(/\s+/g, " ").trim();

    /** A sentence of the page, with text in its places. */
    const say = (message, values = {}) => {
      const made = messages.querySelector(`[data-say="${message}"]`).cloneNode(true);
      made.querySelectorAll("[data-slot]").forEach((slot) => slot.replaceWith(String(values[slot.dataset.slot])));
      return made.textContent;
    };

    /** What one row says of its relation to another. */
    const relations = (row, other) => [...row.querySelectorAll(`[data-says]`)]
      .filter((one) => one.dataset.to === other.dataset.id)
      .map((one) => {
        const line = document.createElement("li");
        const [term, why] = [document.createElement("span"), document.createElement("span")];
        term.className = "mc-term";
        term.textContent = one.dataset.says;
        why.className = "mc-text";
        why.append(row.cells[0].firstElementChild.cloneNode(true), ` ${one.dataset.says} `, one.querySelector("a").cloneNode(true), ` – ${one.dataset.why}`);
        line.append(term, why);
        return line;
      });

    /** Fill the table with two rows, and return how many facts differ. */
    const fill = (pair) => {
      [...table.tHead.rows[0].cells].slice(1).forEach((cell, side) => cell.replaceChildren(pair[side].cells[0].firstElementChild.cloneNode(true)));
      const lines = [...table.tBodies[0].rows];
      lines.forEach((line) => {
        const cells = pair.map((row) => row.querySelector(`[data-fact="${line.dataset.fact}"]`));
        cells.forEach((cell, side) => line.cells[side + 1].replaceChildren(...cell.cloneNode(true).childNodes));
        line.classList.toggle("mc-same", text(cells[0]) === text(cells[1]));
      });
      return lines.filter((line) => !line.classList.contains("mc-same")).length;
    };

    const idOf = (field) => (parts ? parts.idOf(field.value) : field.value);

    const has = (id) => (parts ? parts.has(id) : rows.has(id));

    /** Read the rows of some modules, where they are not here already. */
    const need = (ids) => Promise.all(ids.filter((id) => id && !rows.has(id)).map(async (id) => {
      rows.set(id, document.importNode((await parts.pageOf(id)).getElementById(`row-${id}`), true));
    }));

    const show = async () => {
      const ids = fields.map(idOf);
      await need(ids);
      if (ids.some((id, side) => id !== idOf(fields[side]))) return;
      const pair = ids.map((id) => rows.get(id));
      const isPair = Boolean(pair[0] && pair[1] && pair[0] !== pair[1]);
      [table.hidden, between.hidden] = [!isPair, !isPair];
      form.querySelector("button").disabled = !isPair;
      [title.textContent, lede.textContent] = plain;
      if (!isPair) return;
      const found = [...relations(pair[0], pair[1]), ...relations(pair[1], pair[0])];
      title.textContent = say("names", { first: name(pair[0]), second: name(pair[1]) });
      lede.textContent = say("differ", { number: fill(pair), all: table.tBodies[0].rows.length });
      if (!found.length) lede.append(` ${say("no-relation")}`);
      between.querySelector("ul").replaceChildren(...found);
    };

    const restore = () => {
      const given = new URLSearchParams(location.search);
      const first = given.get("a") ?? location.hash.replace(/^#row-/, "");
      [first, given.get("b") ?? ""].forEach((id, side) => {
        fields[side].value = has(id) ? (parts ? parts.labelOf(id) : id) : "";
      });
      return show();
    };

    const choose = async (ids) => {
      const url = new URL(location.href);
      url.hash = "";
      NAMES.forEach((key, side) => (ids[side] ? url.searchParams.set(key, ids[side]) : url.searchParams.delete(key)));
      history.pushState(null, "", url);
      await restore();
      status.textContent = table.hidden ? "" : `${title.textContent}. ${lede.textContent}`;
    };

    fields.forEach((field) => {
      if (!parts) field.append(...[...rows.values()].map((row) => new Option(name(row), row.dataset.id)));
      field.addEventListener("change", () => choose(fields.map(idOf)));
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.querySelector("button").addEventListener("click", () => choose(fields.map(idOf).reverse()));
    addEventListener("popstate", () => { if (form.isConnected) restore(); });
    form.hidden = false;
    restore();
  };

  // With instant navigation the theme tells of every page; without it there is one.
  if (window.document$) window.document$.subscribe(start);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
