/* The page of what works together: from one module to another by declared steps. The steps stand in the list that is there without
   this script, or in those of the parts it is split into; the question stands in the address: ?from=frontend-torch&via=meta-schedule&to=cuda */
(() => {
  "use strict";

  const SHOWN = 6; // as many chains as an answer has
  const LONGEST = 7; // as many steps as a chain has
  const TRIED = 20000; // as many beginnings as are looked at

  /** The same from the data of a list that is split into parts; a step gets its element when the page of its part was read. */
  const readData = ({ modules: listed, steps }, labelOf) => {
    const modules = new Map(listed.map(([id]) => [id, { row: null, name: labelOf(id), steps: [] }]));
    Object.entries(steps).forEach(([from, held]) => {
      held.forEach(([to, way, first, last, back], index) => {
        modules.get(from).steps.push({ from, to, way, first, last, of: from, index, words: "" });
        if (way === "down") modules.get(to)?.steps.push({ from: to, to: from, way: "up", first, last, of: from, index, words: back });
      });
    });
    return modules;
  };

  /** Every module of the list with its steps, both ways: {id: {row, name, stage, steps: [{to, way, first, last, element, words}]}}. */
  const read = (rows) => {
    const modules = new Map(rows.map((row) => [row.dataset.id, { row, name: row.dataset.name, stage: row.dataset.stage, steps: [] }]));
    modules.forEach((module, id) => {
      module.row.querySelectorAll("[data-way]").forEach((element) => {
        const { to, way, first, last, back } = element.dataset;
        const step = { from: id, to, way, first: Number(first), last: Number(last), element, words: "" };
        module.steps.push(step);
        if (way === "down") modules.get(to)?.steps.push({ ...step, from: to, to: id, way: "up", words: back });
      });
    });
    return modules;
  };

  /** The shortest chains that go on from *starts* to a module, each {at, way, first, last, steps}, in releases that *fits* accepts.
      Two modules that only rest on the same third one are no chain: from a step down none leads up. */
  const search = (modules, starts, goal, fits) => {
    const found = [];
    const seen = new Map();
    const waiting = [...starts];
    for (let index = 0; index < Math.min(waiting.length, TRIED) && found.length < SHOWN; index += 1) {
      const chain = waiting[index];
      if (found.length && chain.steps.length > found[0].steps.length) break;
      if (chain.at === goal && chain.steps.length) {
        found.push(chain);
        continue;
      }
      const key = `${chain.at} ${chain.way === "down"}`;
      const before = seen.get(key) ?? [];
      // What was reached before in all the same releases, and with no more steps, goes on as well as this does.
      if (before.some((one) => one.first <= chain.first && one.last >= chain.last)) continue;
      seen.set(key, [...before, chain]);
      if (chain.steps.length === LONGEST) continue;
      const been = new Set(chain.steps.map((step) => step.from));
      modules.get(chain.at).steps.forEach((step) => {
        const first = Math.max(chain.first, step.first);
        const last = Math.min(chain.last, step.last);
        const isTurn = chain.way === "down" && step.way === "up";
        if (step.way === "clash" || isTurn || been.has(step.to) || !modules.has(step.to) || !fits(first, last)) return;
        waiting.push({ at: step.to, way: step.way, first, last, steps: [...chain.steps, step] });
      });
    }
    return found;
  };

  const start = async () => {
    const form = document.querySelector(".mc-chains");
    if (!form || !form.hidden || form.dataset.started) return;
    form.dataset.started = "";
    // Where the list is split, this knows all names, and where the rows are.
    const parts = form.querySelector("[data-parts]") ? await window.moduleCatalogParts(form) : null;
    const modules = parts ? readData(parts.data, parts.labelOf) : read([...document.querySelectorAll(".mc-further > [data-id]")]);
    const wholes = [...document.querySelectorAll(".mc-wholes > [data-all]")];
    const pages = new Set();
    const releases = [...form.querySelectorAll("datalist option")].map((option) => option.value);
    const newest = Number(form.dataset.newest);
    const answer = form.querySelector(".mc-found");
    const messages = form.querySelector("template").content;
    const fields = ["from", "via", "to"].map((name) => form.elements.namedItem(name));

    const element = (name, className, ...inside) => {
      const made = document.createElement(name);
      made.className = className;
      made.append(...inside);
      return made;
    };

    /** A sentence of the page, with text in its places. */
    const say = (name, values = {}) => {
      const made = messages.querySelector(`[data-say="${name}"]`).cloneNode(true);
      made.querySelectorAll("[data-slot]").forEach((slot) => slot.replaceWith(values[slot.dataset.slot]));
      return made;
    };

    const link = (id) => {
      const made = element("a", "", modules.get(id).name);
      made.href = `${modules.get(id).page ?? ""}#with-${id}`;
      return made;
    };

    const idOf = (field) => (parts ? parts.idOf(field.value) : field.value);

    /** Read what is said of some modules, and of many of them together, where it is not here already. */
    const need = async (ids) => {
      if (!parts) return;
      const together = parts.data.wholes.filter(([all]) => all.every((id) => ids.has(id)) || [...ids].every((id) => all.includes(id)));
      const found = await Promise.all([...[...ids].map(parts.pageOf), ...together.map(([, , place]) => parts.page(place))]);
      found.filter((page) => !pages.has(page)).forEach((page) => {
        if (pages.has(page)) return;
        pages.add(page);
        wholes.push(...page.querySelectorAll(".mc-wholes > [data-all]"));
      });
      await Promise.all([...ids].map(async (id) => {
        const module = modules.get(id);
        module.page = parts.urlOf(id);
        module.row = (await parts.pageOf(id)).getElementById(`with-${id}`);
        module.elements = module.row ? [...module.row.querySelectorAll("[data-way]")] : [];
        module.stage = module.row?.dataset.stage ?? "";
      }));
      ids.forEach((id) => modules.get(id).steps.forEach((step) => {
        step.element = modules.get(step.of).elements?.[step.index];
      }));
    };

    const shownStep = (step) => {
      const said = step.element.querySelector(".mc-status-link").cloneNode(true);
      if (step.words) said.firstElementChild.textContent = step.words;
      const when = step.element.querySelector("small")?.textContent.trim();
      return element("li", "", said, " ", link(step.to), " ", element("small", "", when ? `${when} · ${said.title}` : said.title));
    };

    const dated = (chain) => {
      const [first, last] = [releases[chain.first], chain.last < newest ? releases[chain.last] : undefined];
      if (!first) return last ? [say("ended", { last })] : [];
      return [last ? say("between", { first, last }) : say("since", { first })];
    };

    /** What else is on record of the modules of a chain: that all of them go together, or that two of them do not. */
    const beside = (chain) => {
      const ids = [chain.steps[0].from, ...chain.steps.map((step) => step.to)];
      const held = wholes.filter((row) => !row.hasAttribute("data-past") || chain.last < newest)
        .map((row) => ({ row, all: row.dataset.all.split(" ") }));
      const whole = held.filter(({ all }) => ids.every((id) => all.includes(id)));
      const parts = held.filter(({ all }) => all.every((id) => ids.includes(id)));
      // What is said of its two ends stands above.
      const clashes = ids.flatMap((id, index) => modules.get(id).steps
        .filter((step) => step.way === "clash" && ids.indexOf(step.to) > index && (index || step.to !== ids.at(-1)) && step.last >= chain.first && step.first <= chain.last)
        .map((step) => ({ id, step })));
      const copies = (rows) => rows.map(({ row }) => row.cloneNode(true));
      const list = (name, rows) => (rows.length ? [say(name), element("ul", "mc-rows", ...rows)] : []);
      return [
        ...(whole.length ? [] : [say(ids.length > 2 ? "steps" : "one")]),
        ...(whole.length ? list("whole", copies(whole)) : list("part", copies(parts))),
        ...list("clash", clashes.map(({ id, step }) => element("li", "", link(id), shownStep(step).querySelector("a"), link(step.to)))),
      ];
    };

    const shownChain = (chain) => {
      const steps = element("ol", "mc-chain", element("li", "", link(chain.steps[0].from)), ...chain.steps.map(shownStep));
      return element("section", "", steps, element("div", "mc-chain-notes", ...dated(chain), ...beside(chain)));
    };

    /** What entries say of two modules themselves. */
    const direct = (from, to) => {
      const lines = modules.get(from).steps.filter((step) => step.to === to).map((step) => {
        const line = shownStep(step);
        line.children[1].remove();
        if (step.element.dataset.why) line.append(element("small", "mc-why", step.element.dataset.why));
        return line;
      });
      const title = say("pair", { start: modules.get(from).name, end: modules.get(to).name });
      return lines.length ? [title, element("ul", "mc-direct", ...lines)] : [];
    };

    /** Which of two modules is no longer there. */
    const gone = (ids) => ids.map((id) => modules.get(id)).filter(({ row }) => row?.classList.contains("mc-is-gone"))
      .map(({ name, stage }) => say("stage", { module: name, stage }));

    const chains = (from, via, to, fits) => {
      const begin = [{ at: from, way: "", first: -1, last: releases.length, steps: [] }];
      const half = via && via !== from && via !== to ? search(modules, begin, via, fits) : begin;
      const found = half.flatMap((one) => search(modules, [one], to, fits));
      const shortest = Math.min(...found.map((one) => one.steps.length));
      return found.filter((one) => one.steps.length === shortest).slice(0, SHOWN);
    };

    const show = async () => {
      const ids = fields.map(idOf);
      const [from, via, to] = ids;
      if (!from || !to || from === to) return answer.replaceChildren();
      const now = chains(from, via, to, (first, last) => first <= last && last >= newest);
      const then = now.length ? [] : chains(from, via, to, (first, last) => first <= last);
      const found = [...now, ...then];
      await need(new Set([from, to, ...found.flatMap((chain) => chain.steps.map((step) => step.to))]));
      if (ids.some((id, index) => id !== idOf(fields[index]))) return undefined;
      // A chain of one step is what entries say of the two themselves.
      const said = found.some((chain) => chain.steps.length === 1) ? [] : direct(from, to);
      const none = said.length ? "no-chain" : "none";
      const title = then.length ? "past" : none;
      const values = { start: modules.get(from).name, end: modules.get(to).name };
      const missing = now.length ? [] : [...gone([from, to]), say(title, values)];
      return answer.replaceChildren(...said, ...missing, ...found.map(shownChain));
    };

    const fill = (select) => {
      if (parts) return;
      const kinds = new Map();
      [...modules].sort(([, a], [, b]) => a.name.localeCompare(b.name, "en")).forEach(([id, { name, row }]) => {
        if (!kinds.has(row.dataset.kind)) kinds.set(row.dataset.kind, []);
        kinds.get(row.dataset.kind).push(new Option(name, id));
      });
      if (!select.options.length) select.append(new Option("–", ""));
      [...kinds].sort(([a], [b]) => a.localeCompare(b, "en")).forEach(([kind, options]) => {
        const group = document.createElement("optgroup");
        group.label = kind;
        group.append(...options);
        select.append(group);
      });
    };

    const restore = () => {
      const given = new URLSearchParams(location.search);
      fields.forEach((field) => {
        const id = given.get(field.name) ?? "";
        const known = parts ? parts.labelOf(id) : id;
        field.value = modules.has(id) ? known : "";
      });
      show();
    };

    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", () => {
      const url = new URL(location.href);
      url.hash = "";
      fields.forEach((field) => (idOf(field) ? url.searchParams.set(field.name, idOf(field)) : url.searchParams.delete(field.name)));
      history.pushState(null, "", url);
      show();
    });
    addEventListener("popstate", () => { if (form.isConnected) restore(); });
    fields.forEach(fill);
    form.hidden = false;
    restore();
  };

  // With instant navigation the theme tells of every page; without it there is one.
  if (window.document$) window.document$.subscribe(start);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
