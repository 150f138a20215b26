"""The files of a catalog → Catalog, and every question about it."""
