"""Files, folders and revisions → plain data and where each value stands."""
