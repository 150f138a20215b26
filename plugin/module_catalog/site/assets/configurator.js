/* The configurator of the toggles page: modules somebody wants → the lines to set. Every line and note of every choice stands in the
   page, hidden; this shows those that are needed. The choice stands in the address: ?on=cutlass,tensorrt */
(() => {
  "use strict";

  const NAME = "on";

  const words = (text) => (text ? text.split(" ") : []);

  /** A message of the page with its values in place. */
  const say = (message, values) => message.replace(/\{(\w+)\}/g, (slot, name) => values[name] ?? slot);

  /** The address of a choice: commas stay commas, so that it can be read. */
  const address = (chosen) => {
    const url = new URL(location.href);
    url.searchParams.delete(NAME);
    url.hash = "";
    const others = url.searchParams.toString();
    url.search = [others, chosen.length ? `${NAME}=${chosen.join(",")}` : ""].filter(Boolean).join("&");
    return url.href;
  };

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

  const start = () => {
    const root = document.querySelector(".mc-configurator");
    if (!root || !root.hidden) return;
    const boxes = [...root.querySelectorAll("input[type=checkbox]")];
    const lines = [...root.querySelectorAll("[data-key]")];
    const byKey = new Map(lines.map((line) => [line.dataset.key, line]));
    const blocks = [...root.querySelectorAll(".mc-config-block")];
    const always = root.querySelector(".mc-config-always");
    const link = root.querySelector(".mc-config-link");
    const status = root.querySelector(".mc-config-status");
    const says = root.dataset;

    /** One, two and three, as a sentence lists them. */
    const listed = (names) => (names.length < 2
      ? names.join("") : say(says.several, { things: names.slice(0, -1).join(", "), last: names[names.length - 1] }));

    const chosen = () => boxes.filter((box) => box.checked).map((box) => box.value);

    /** The lines of the chosen modules, and those they require, as a set. */
    const needed = (ids) => {
      const found = new Set();
      const waiting = lines.filter((line) => ids.has(line.dataset.module));
      while (waiting.length) {
        const line = waiting.pop();
        if (!line || found.has(line)) continue;
        found.add(line);
        waiting.push(...words(line.dataset.requires).map((key) => byKey.get(key)));
      }
      return found;
    };

    const showLines = (found) => {
      lines.forEach((line) => {
        const others = lines.filter((other) => found.has(other) && other.dataset.module !== line.dataset.module);
        const by = others.filter((other) => words(other.dataset.requires).includes(line.dataset.key));
        const names = [...new Set(by.map((other) => other.dataset.name))];
        line.hidden = !found.has(line);
        line.querySelector(".mc-config-why").textContent = names.length ? `   # ${say(says.needed, { modules: listed(names) })}` : "";
      });
      blocks.forEach((block) => {
        block.hidden = !block.querySelector("[data-key]:not([hidden])");
      });
    };

    const showNotes = (ids, found) => {
      const there = new Set([...ids, ...[...found].map((line) => line.dataset.module)]);
      root.querySelectorAll("[data-all]").forEach((note) => {
        note.hidden = !words(note.dataset.all).every((id) => ids.has(id)) || there.has(note.dataset.unless);
      });
      root.querySelectorAll("[data-any]").forEach((note) => {
        note.hidden = !words(note.dataset.any).some((id) => ids.has(id));
      });
      root.querySelectorAll("[data-line]").forEach((note) => {
        note.hidden = !found.has(byKey.get(note.dataset.line));
      });
      if (always) always.hidden = !always.querySelector("[data-any]:not([hidden])");
      root.querySelector(".mc-config-no-conflict").hidden = ids.size < 2 || Boolean(root.querySelector("[data-conflict]:not([hidden])"));
    };

    const show = () => {
      const ids = new Set(chosen());
      const found = needed(ids);
      showLines(found);
      showNotes(ids, found);
      root.querySelector(".mc-config-nothing").hidden = ids.size > 0;
      link.hidden = !ids.size;
      link.firstElementChild.href = address(chosen());
      return found.size;
    };

    const restore = () => {
      const ids = (new URLSearchParams(location.search).get(NAME) || "").split(",");
      boxes.forEach((box) => {
        box.checked = ids.includes(box.value);
      });
      show();
    };

    root.addEventListener("change", () => {
      history.pushState(null, "", address(chosen()));
      const count = show();
      status.textContent = say(says.count, { n: count });
    });

    blocks.forEach((block) => {
      const button = block.querySelector("button");
      const copies = button.textContent;
      let back = 0;
      button.addEventListener("click", async () => {
        const text = [...block.querySelectorAll("[data-key]:not([hidden])")].map((line) => line.textContent).join("\n");
        const said = (await copy(`${text}\n`, block.querySelector("ol"))) ? says.copied : says.notCopied;
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
