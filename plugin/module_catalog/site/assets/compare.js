/* Modules side by side. The facts stand in the table of all modules, which is there without this script, or in those of the parts
   it is split into; the choice stands in the address: ?modules=cutlass,tensorrt, or #row-cutlass for one alone. */
(() => {
  "use strict";

  const MOST = 5;

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
    const beside = document.querySelector(".mc-side-by-side");
    const table = beside.querySelector("table");
    const between = document.querySelector(".mc-between");
    const title = document.querySelector(".mc-compare h1");
    const lede = document.querySelector(".mc-compare .mc-lede");
    const plain = [title.textContent, lede.textContent];
    const field = form.elements.namedItem("add");
    const add = form.querySelector("button");
    const full = form.querySelector("[data-full]");
    const status = form.querySelector("[role=status]");
    const messages = form.querySelector("template").content;
    /** The ids of what is compared, in the order it was chosen in. */
    let chosen = [];

    const name = (row) => row.cells[0].textContent;
    const text = (cell) => cell.textContent.replace(/\s+/g, " ").trim();

    /** A sentence of the page, with text in its places. */
    const say = (message, values = {}) => {
      const made = messages.querySelector(`[data-say="${message}"]`).cloneNode(true);
      made.querySelectorAll("[data-slot]").forEach((slot) => slot.replaceWith(String(values[slot.dataset.slot])));
      return made.textContent;
    };

    const listed = (names) => (names.length < 2 ? names.join("") : say("names", { things: names.slice(0, -1).join(", "), last: names.at(-1) }));

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

    /** A cell of the table, in place of one that is not there yet. */
    const made = (kind, role, content) => {
      const cell = document.createElement(kind);
      cell.setAttribute("role", role);
      if (kind === "th") cell.scope = "col";
      cell.append(...content);
      return cell;
    };

    /** The name of a module, which leads to its page, and what removes it from the table. */
    const heading = (row) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "×";
      button.setAttribute("aria-label", say("remove", { name: name(row) }));
      button.addEventListener("click", async () => {
        await choose(chosen.filter((id) => id !== row.dataset.id));
        field.focus();
      });
      return made("th", "columnheader", [row.cells[0].firstElementChild.cloneNode(true), " ", button]);
    };

    /** Fill the table with rows, and return how many facts differ. */
    const fill = (picked) => {
      table.style.setProperty("--mc-n", picked.length);
      table.tHead.rows[0].replaceChildren(table.tHead.rows[0].cells[0], ...picked.map(heading));
      const lines = [...table.tBodies[0].rows];
      lines.forEach((line) => {
        const cells = picked.map((row) => row.querySelector(`[data-fact="${line.dataset.fact}"]`));
        line.replaceChildren(line.cells[0], ...cells.map((cell) => made("td", "cell", cell.cloneNode(true).childNodes)));
        line.classList.toggle("mc-same", new Set(cells.map(text)).size < 2);
      });
      return lines.filter((line) => !line.classList.contains("mc-same")).length;
    };

    const idOf = (value) => (parts ? parts.idOf(value) : value);

    const has = (id) => (parts ? parts.has(id) : rows.has(id));

    /** Read the rows of some modules, where they are not here already. */
    const need = (ids) => Promise.all(ids.filter((id) => !rows.has(id)).map(async (id) => {
      rows.set(id, document.importNode((await parts.pageOf(id)).getElementById(`row-${id}`), true));
    }));

    const show = async () => {
      const ids = chosen;
      await need(ids);
      if (ids !== chosen) return;
      const picked = ids.map((id) => rows.get(id));
      const isFull = picked.length >= MOST;
      [beside.hidden, between.hidden] = [!picked.length, picked.length < 2];
      [field.value, field.disabled, add.disabled, full.hidden] = ["", isFull, isFull, !isFull];
      if (!parts) [...field.options].forEach((option) => { option.disabled = ids.includes(option.value); });
      [title.textContent, lede.textContent] = plain;
      if (!picked.length) return;
      const differ = fill(picked);
      title.textContent = listed(picked.map(name));
      lede.textContent = picked.length < 2 ? say("one") : say("differ", { number: differ, all: table.tBodies[0].rows.length });
      const found = picked.flatMap((row) => picked.flatMap((other) => relations(row, other)));
      if (picked.length > 1 && !found.length) lede.append(` ${say("no-relation")}`);
      between.querySelector("ul").replaceChildren(...found);
    };

    const restore = () => {
      const given = new URLSearchParams(location.search).get("modules") ?? location.hash.replace(/^#row-/, "");
      chosen = [...new Set(given.split(","))].filter(has).slice(0, MOST);
      return show();
    };

    const choose = async (ids) => {
      const url = new URL(location.href);
      url.hash = "";
      url.searchParams.delete("modules");
      const rest = url.searchParams.toString();
      url.search = [...(ids.length ? [`modules=${ids.join(",")}`] : []), ...(rest ? [rest] : [])].join("&");
      history.pushState(null, "", url);
      await restore();
      status.textContent = beside.hidden ? "" : `${title.textContent}. ${lede.textContent}`;
    };

    if (!parts) field.append(...[...rows.values()].map((row) => new Option(name(row), row.dataset.id)));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const id = idOf(field.value);
      if (!has(id) || chosen.includes(id)) return;
      await choose([...chosen, id]);
      (field.disabled ? beside : field).focus();
    });
    addEventListener("popstate", () => { if (form.isConnected) restore(); });
    form.hidden = false;
    restore();
  };

  // With instant navigation the theme tells of every page; without it there is one.
  if (window.document$) window.document$.subscribe(start);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
