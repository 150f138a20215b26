/* Links in drawings, where a theme changes pages in place. Material follows links of HTML, so a click on one of a drawing is given to one.
   And it sets the `href` of every element of a coming page to itself; links of SVG refuse that with an error, and the page never comes.
   The plugin for MkDocs writes them `xlink:href`, which Material leaves alone. */
(() => {
  "use strict";

  const { get } = Object.getOwnPropertyDescriptor(SVGAElement.prototype, "href");
  Object.defineProperty(SVGAElement.prototype, "href", { get, set() {}, configurable: true, enumerable: true });

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("svg a");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const plain = document.createElement("a");
    plain.href = link.href.baseVal;
    document.body.append(plain);
    plain.click();
    plain.remove();
  });
})();
