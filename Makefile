# Two commands: `make site` and `make test`. Both set everything up in .venv first.

PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --constraint constraints.txt --editable
# Material prints an announcement on every build, which says nothing about this site.
export NO_MKDOCS_2_WARNING := 1

.PHONY: site serve test clean

site: .venv/site.ready
	$(BIN)/module-catalog check
	$(BIN)/mkdocs build --strict

serve: .venv/site.ready
	$(BIN)/mkdocs serve

test: .venv/test.ready
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses auto --dist loadfile

.venv/site.ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "Python 3.10 or newer is needed: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv --clear .venv
	$(INSTALL) '.[site]'
	touch $@

.venv/test.ready: .venv/site.ready
	$(INSTALL) '.[test]'
	touch $@

clean:
	rm -rf .venv site
