"""The files of a site → a host: MkDocs and ProperDocs, Zensical, a folder on disk."""
