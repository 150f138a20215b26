/* The configurator of the toggles page: modules somebody wants → the lines to set. Every line and note of every choice stands in the
   page, hidden, or come from a file when somebody wants to choose; this shows those that are needed. A module brings the toggle that turns all of it on; its other toggles are chosen one by
   one, alternatives as one of them. For a release, what was on by default is not to be set, and what was not there cannot be.
   The choice stands in the address: ?on=cutlass,disco&with=use-nccl&in=v1.0 */
(() => {
  "use strict";

  const NAME = "on";
  const PARTS = "with";
  const RELEASE = "in";

  const words = (text) => (text ? text.split(" ") : []);

  /** A message of the page with its values in place. */
  const say = (message, values) => message.replace(/\{(\w+)\}/g, (slot, name) => values[name] ?? slot);

  /** The address of a choice: commas stay commas, so that it can be read. */
  const address = (chosen) => {
    const url = new URL(location.href);
    [NAME, PARTS, RELEASE].forEach((name) => url.searchParams.delete(name));
    url.hash = "";
    const said = Object.entries(chosen).filter(([, ids]) => ids.length).map(([name, ids]) => `${name}=${ids.map(encodeURIComponent).join(",")}`);
    url.search = [url.searchParams.toString(), ...said].filter(Boolean).join("&");
    return url.href;
  };

  const asked = (name) => (new URLSearchParams(location.search).get(name) || "").split(",");

  /** Browsers offer the clipboard only to pages that came safely; elsewhere the lines are selected and copied as by hand. */
  const copy = async (text, element) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      getSelection().selectAllChildren(element);
      return document.execCommand("copy");
    }
  };

  /** What is too much for the page: now, if the address has a choice, else when somebody wants to choose. */
  const fetched = async (root) => {
    const source = root.querySelector("[data-parts]");
    const button = root.querySelector("button");
    root.hidden = false;
    if (!asked(NAME).some(Boolean)) {
      await new Promise((chosen) => { button.addEventListener("click", chosen, { once: true }); });
      button.disabled = true;
    }
    const made = document.createElement("template");
    made.innerHTML = await window.moduleCatalogFragment(source.href);
    return made.content;
  };

  /** Take elements out of their lists, and return what puts those back that are not hidden: of thousands few are shown. */
  const kept = (elements) => {
    const lists = new Map([...new Set(elements.map((element) => element.parentElement))].map((list) => [list, [...list.children]]));
    const taken = new Set(elements);
    const place = () => lists.forEach((children, list) => list.replaceChildren(...children.filter((one) => !taken.has(one) || !one.hidden)));
    place();
    return place;
  };

  const start = async () => {
    const root = document.querySelector(".mc-configurator");
    if (!root || !root.hidden) return;
    const inside = root.querySelector("[data-parts]") ? await fetched(root) : root;
    const all = (selector) => [...inside.querySelectorAll(selector)];
    const boxes = all("input[value][type=checkbox]");
    const parts = all("[data-of] input");
    const groups = all("[data-of]");
    const forms = all("[name=mc-form]");
    const formed = all(".mc-form");
    const lines = all("[data-key]");
    const byKey = new Map(lines.map((line) => [line.dataset.key, line]));
    const blocks = all(".mc-config-block").map((block) => ({ block, held: [...block.querySelectorAll("[data-key]")] }));
    const notes = all("[data-all], [data-any], [data-line], [data-open], [data-both]");
    const withData = (name) => notes.filter((note) => name in note.dataset);
    const [alls, anys, ofLines, opens, boths] = ["all", "any", "line", "open", "both"].map(withData);
    const conflicts = withData("conflict");
    const place = inside === root ? () => {} : kept([...lines, ...notes]);
    if (inside !== root) root.replaceChildren(inside);
    const always = root.querySelector(".mc-config-always");
    const switches = root.querySelector(".mc-switch");
    const link = root.querySelector(".mc-config-link");
    const release = root.querySelector(".mc-config-release select");
    const status = root.querySelector(".mc-config-status");
    const says = root.dataset;

    /** One, two and three, as a sentence lists them. */
    const listed = (names) => (names.length < 2
      ? names.join("") : say(says.several, { things: names.slice(0, -1).join(", "), last: names[names.length - 1] }));

    const isWanted = (part) => part.checked && !part.closest("[data-of]").hidden;

    /** The name of a toggle in an address: that of its row, without what all of them begin with. */
    const short = (part) => part.dataset.sets.replace(/^toggle-/, "");

    const chosen = () => ({
      [NAME]: boxes.filter((box) => box.checked).map((box) => box.value),
      [PARTS]: parts.filter(isWanted).map(short),
      [RELEASE]: words(release?.value),
    });

    /** What a toggle was like in the chosen release: on, off or absent; empty where nothing tells. */
    const stateOf = (line) => {
      const rows = words(line?.dataset.changes).map((row) => row.split(":"));
      if (!release?.value || !rows.length) return "";
      const place = Number(release.selectedOptions[0].dataset.place);
      return rows.filter(([from]) => Number(from) <= place).pop()?.[1] || "absent";
    };

    /** Say which of the toggles need no line in the chosen release, and mark those that were not there. */
    const showRelease = (found) => {
      [["on", ".mc-config-on"], ["absent", ".mc-config-not-yet"]].forEach(([state, selector]) => {
        const note = root.querySelector(selector);
        const names = lines.filter((line) => found.has(line) && stateOf(line) === state).map((line) => line.dataset.toggle);
        note.hidden = !names.length;
        note.lastElementChild.textContent = say(says.in, { release: release.value, toggles: names.join(", ") });
      });
      [...boxes, ...parts].forEach((one) => {
        const label = one.closest("label");
        if (stateOf(byKey.get(one.dataset.sets)) === "absent") label.dataset.notYet = say(says.notYet, { release: release.value });
        else delete label.dataset.notYet;
      });
    };

    /** The lines of what is chosen, and those they require, as a set. */
    const needed = () => {
      const found = new Set();
      const waiting = [...boxes.filter((box) => box.checked), ...parts.filter(isWanted)].map((one) => byKey.get(one.dataset.sets));
      while (waiting.length) {
        const line = waiting.pop();
        if (!line || found.has(line)) continue;
        found.add(line);
        waiting.push(...words(line.dataset.requires).map((key) => byKey.get(key)));
      }
      return found;
    };

    /** The names of the modules whose lines in the set require a line of another module. */
    const neededBy = (line, found) => {
      const by = [...found].filter((other) => other.dataset.module !== line.dataset.module && words(other.dataset.requires).includes(line.dataset.key));
      return lines.filter((other) => by.includes(other)).map((other) => other.dataset.name);
    };

    /** What is chosen of the forms that the lines of a block have. */
    const titleOf = (block) => block.querySelector("[data-between]:not([hidden])");

    const showForm = () => {
      const form = forms.find((one) => one.checked)?.value;
      formed.forEach((one) => {
        one.hidden = !one.matches(`.mc-form-only, .mc-form-${form}`);
      });
    };

    const showLines = (found) => {
      lines.forEach((line) => {
        line.hidden = !found.has(line);
      });
      blocks.forEach(({ block, held }) => {
        const title = titleOf(block);
        const there = held.filter((line) => !line.hidden);
        there.forEach((line, index) => {
          const names = "comments" in title.dataset ? [...new Set(neededBy(line, found))] : [];
          const end = index < there.length - 1 ? title.dataset.between.replace("\n", "") : "";
          line.querySelector(".mc-config-why").textContent = names.length ? `   # ${say(says.needed, { modules: listed(names) })}` : end;
        });
        block.hidden = !there.length;
      });
    };

    /** What a block holds, as it is pasted. */
    const textOf = (block) => {
      const there = [...block.querySelectorAll("[data-key]:not([hidden])")];
      const end = titleOf(block).dataset.between.includes("\n") ? "\n" : "";
      return there.map((line) => [...line.querySelectorAll("code:not([hidden])")].map((code) => code.textContent).join("")).join(end);
    };

    const showNotes = (ids, found) => {
      const there = new Set([...ids, ...[...found].flatMap((line) => words(line.dataset.module))]);
      alls.forEach((note) => {
        note.hidden = !words(note.dataset.all).every((id) => ids.has(id)) || there.has(note.dataset.unless);
      });
      anys.forEach((note) => {
        note.hidden = !words(note.dataset.any).some((id) => ids.has(id));
      });
      ofLines.forEach((note) => {
        note.hidden = !found.has(byKey.get(note.dataset.line));
      });
      opens.forEach((note) => {
        note.hidden = !ids.has(note.dataset.for) || words(note.dataset.open).some((key) => found.has(byKey.get(key)));
      });
      boths.forEach((note) => {
        note.hidden = words(note.dataset.both).filter((key) => found.has(byKey.get(key))).length < 2;
      });
      if (always) always.hidden = anys.every((note) => note.hidden);
      root.querySelector(".mc-config-no-conflict").hidden = ids.size < 2 || conflicts.some((note) => !note.hidden);
    };

    const show = () => {
      const ids = new Set(chosen()[NAME]);
      groups.forEach((group) => {
        group.hidden = !ids.has(group.dataset.of);
      });
      const found = needed();
      const set = new Set([...found].filter((line) => !["on", "absent"].includes(stateOf(line))));
      showForm();
      showLines(set);
      showNotes(ids, found);
      if (release) showRelease(found);
      place();
      root.querySelector(".mc-config-nothing").hidden = ids.size > 0;
      if (switches) switches.hidden = !set.size;
      link.hidden = !ids.size;
      link.firstElementChild.href = address(chosen());
      return set.size;
    };

    const restore = () => {
      const [ids, keys] = [asked(NAME), asked(PARTS)];
      boxes.forEach((box) => {
        box.checked = ids.includes(box.value);
      });
      parts.forEach((part) => {
        part.checked = keys.includes(short(part));
      });
      if (release) {
        const [wanted] = asked(RELEASE);
        release.value = [...release.options].some((one) => one.value === wanted) ? wanted : "";
      }
      show();
    };

    root.addEventListener("change", (event) => {
      const count = show();
      if (forms.includes(event.target)) return;
      history.pushState(null, "", address(chosen()));
      status.textContent = say(says.count, { n: count });
    });

    blocks.forEach(({ block }) => {
      const button = block.querySelector("button");
      const copies = button.textContent;
      let back = 0;
      button.addEventListener("click", async () => {
        const said = (await copy(`${textOf(block)}\n`, block.querySelector("ol"))) ? says.copied : says.notCopied;
        button.textContent = said;
        status.textContent = said;
        clearTimeout(back);
        back = setTimeout(() => {
          button.textContent = copies;
          status.textContent = "";
        }, 2000);
      });
    });

    addEventListener("popstate", () => { if (root.isConnected) restore(); });
    restore();
    root.hidden = false;
    // What is now above it has moved the row that the address names.
    document.querySelector(".mc-toggles :target")?.scrollIntoView();
  };

  // With instant navigation the theme tells of every page; without it there is one.
  if (window.document$) window.document$.subscribe(start);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
