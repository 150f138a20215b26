"""What writes entries: `fmt`, `check --fix`, `new`, and commands such as `promote` and `rename`.

Texts in, texts out; only files.py touches the disk. An edit changes the text at the places the parser knows,
never by writing data anew: comments, quotes and layout are the author's. A verb is a function of plain data:
what an entry is to say after it. rewriting.py makes the text say that.
"""
