"""Questions that rules, pages and exports ask of a catalog: each is answered here once."""
