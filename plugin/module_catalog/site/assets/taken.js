/* What a reader has narrowed the index to, to be taken along: its address, a file with no more than it shows, and the feeds
   of what is chosen. Without this script there are the whole files, and the feed of each list stands on its page. */
(() => {
  "use strict";

  /** The id of the module that a link leads to. No id ends in a hyphen: it sets the page apart from another one. */
  const idOf = (link) => link.href.replace(/[?#].*$/, "").replace(/(\.html|\/|\/index\.html)$/, "").split("/").pop().replace(/-$/, "");

  /** The rows of a file in the order of the page, each as it is written there. */
  const narrowed = {
    json: (text, ids) => {
      const { version, modules } = JSON.parse(text);
      const rows = new Map(modules.map((row) => [row.id, row]));
      return `${JSON.stringify({ version, modules: ids.map((id) => rows.get(id)) }, null, 1)}\n`;
    },
    csv: (text, ids) => {
      const [head, ...lines] = text.match(/(?:"[^"]*"|[^"\r\n])+/g);
      const rows = new Map(lines.map((line) => [line.slice(0, line.indexOf(",")), line]));
      return [head, ...ids.map((id) => rows.get(id)), ""].join("\r\n");
    },
  };

  const save = (text, name, type) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href));
  };

  const start = () => {
    const line = document.querySelector(".mc-taken");
    if (!line || line.dataset.ready) return;
    line.dataset.ready = "yes";
    const form = line.closest("form");
    const said = line.querySelector("output");
    const feeds = line.querySelector("[data-atom]");
    const paths = JSON.parse(line.dataset.feeds);

    const feed = ([word, name]) => {
      const link = document.createElement("a");
      link.href = line.dataset.feed.replace("LIST", paths[word]);
      link.textContent = feeds.dataset.atom.replace("{name}", name);
      return link;
    };

    const show = () => {
      line.hidden = !form.narrowed;
      said.textContent = "";
      feeds.replaceChildren(...(form.narrowed?.chosen ?? []).filter(([word]) => word in paths).map(feed));
    };

    line.querySelector("button").addEventListener("click", () => {
      navigator.clipboard.writeText(location.href).then(
        () => { said.textContent = line.dataset.copied; },
        () => { said.textContent = line.dataset.notCopied; },
      );
    });
    line.querySelectorAll("a[download]").forEach((link) => link.addEventListener("click", async (event) => {
      event.preventDefault();
      const kind = link.download.split(".").pop();
      try {
        const answer = await fetch(link.href);
        if (!answer.ok) throw new Error(answer.statusText);
        save(narrowed[kind](await answer.text(), form.narrowed.links().map(idOf)), link.download, answer.headers.get("content-type") ?? "");
        said.textContent = "";
      } catch {
        said.textContent = line.dataset.failed;
      }
    }));
    form.addEventListener("narrowed", show);
    show();
  };

  // With instant navigation the theme tells of every page; without it there is one.
  if (window.document$) window.document$.subscribe(start);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
