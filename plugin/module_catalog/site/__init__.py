"""Catalog → the files of its site: pages, drawings, files for programs."""
