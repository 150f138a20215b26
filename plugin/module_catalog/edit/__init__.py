"""What writes entries: `fmt`, `check --fix` and `new`. Texts in, texts out; only files.py touches the disk.

An edit changes the text at the places the parser knows, never by writing data anew: comments, quotes and
layout are the author's.
"""
