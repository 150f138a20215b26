"""`python -m module_catalog`: the command `module-catalog`."""

from .cli import main

main()
