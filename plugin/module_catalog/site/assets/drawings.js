/* Links in drawings, where a theme changes pages in place. Material then sets the `href` of every element of the coming page to itself;
   links of SVG refuse that with an error, and the page never comes. On the page a reader comes to first Material has tried before this
   runs: it says so in the console, and goes on. */
(() => {
  "use strict";

  const { get } = Object.getOwnPropertyDescriptor(SVGAElement.prototype, "href");
  Object.defineProperty(SVGAElement.prototype, "href", { get, set() {}, configurable: true, enumerable: true });
})();
