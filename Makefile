# `make site`, and to try a change `make check`, then `make test`. Each sets everything up in .venv first.

PYTHON ?= python3
PYTHONS ?= python3.10 python3.11 python3.12 python3.13
BIN := .venv/bin
SIDE_BY_SIDE := --numprocesses auto --dist worksteal
INSTALL := $(BIN)/python -m pip install --quiet --constraint constraints.txt --editable
# Material prints an announcement on every build, which says nothing about this site.
export NO_MKDOCS_2_WARNING := 1

.PHONY: site serve lint check test bench compat dist clean

site: .venv/site.ready
	$(BIN)/module-catalog check
	$(BIN)/mkdocs build --strict

serve: .venv/site.ready
	$(BIN)/mkdocs serve

lint: .venv/test.ready
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# What needs no browser, no host that builds a site and no environment of its own.
check: lint
	$(BIN)/pytest $(SIDE_BY_SIDE) -m 'not slow'

test: lint
	$(BIN)/pytest $(SIDE_BY_SIDE)

.venv/site.ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "Python 3.10 or newer is needed: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv --clear .venv
	$(INSTALL) '.[site]'
	touch $@

.venv/test.ready: .venv/site.ready
	$(INSTALL) '.[test]'
	touch $@

# All that is promised of speed and size, beside peers, into docs/explanation/performance.md: 20 minutes on two cores.
# `make bench ENTRIES=200` tries it out; `make bench SOURCE=../tvm REV=5d4dc87` also audits the tree of the catalog.
bench: .venv/test.ready .venv/bench.ready
	$(BIN)/python benchmarks/bench.py $(ENTRIES:%=--entries %) $(SOURCE:%=--source %) $(REV:%=--rev %)

.venv/bench.ready: benchmarks/package.json benchmarks/package-lock.json .venv/test.ready
	mkdir -p .venv/bench
	cp benchmarks/package.json benchmarks/package-lock.json .venv/bench
	npm ci --prefix .venv/bench --ignore-scripts --no-audit --no-fund
	touch $@

# The same catalog gives the same bytes under every version of Python; the first difference ends it. Then it is built beside the
# plugins that people use most, and what that loses goes into docs/guides/hosts.md: 20 minutes on two cores.
compat: .venv/test.ready .venv/plugins.ready
	$(BIN)/python tests/compat.py .venv/plugins/bin
	@set -e; for python in $(PYTHONS); do \
	  $$python -m venv --clear .venv/compat/$$python; \
	  .venv/compat/$$python/bin/python -m pip install --quiet --constraint constraints.txt --editable .; \
	  rm -rf .venv/compat/site-$$python; \
	  .venv/compat/$$python/bin/module-catalog build --out .venv/compat/site-$$python > .venv/compat/report; \
	  diff -r .venv/compat/site-$(firstword $(PYTHONS)) .venv/compat/site-$$python; \
	  echo "$$python: the same bytes"; \
	done

# One after another: some of them ask for versions of a library that exclude each other, and work with either.
.venv/plugins.ready: tests/compat.yaml pyproject.toml .venv/test.ready
	$(PYTHON) -m venv --clear .venv/plugins
	.venv/plugins/bin/python -m pip install --quiet --constraint constraints.txt --editable '.[site]'
	@set -e; for package in $$($(BIN)/python tests/compat.py --packages); do \
	  .venv/plugins/bin/python -m pip install --quiet $$package; \
	done
	touch $@

# What a release consists of, into dist/: both packages, which install, and a list of all that they need (CycloneDX). Whose each file is
# and under which licence is known of all.
dist: .venv/dist.ready
	rm -rf dist .venv/installed
	.venv/dist/bin/reuse lint --quiet
	.venv/dist/bin/python -m build --outdir dist
	.venv/dist/bin/twine check --strict dist/*
	$(PYTHON) -m venv .venv/installed
	.venv/installed/bin/python -m pip install --quiet --constraint constraints.txt dist/*.tar.gz
	.venv/installed/bin/python -m pip install --quiet --force-reinstall --no-deps dist/*.whl
	.venv/installed/bin/module-catalog check
	.venv/dist/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --output-file dist/sbom.cdx.json \
	  .venv/installed/bin/python

.venv/dist.ready: pyproject.toml
	$(PYTHON) -m venv --clear .venv/dist
	.venv/dist/bin/python -m pip install --quiet build cyclonedx-bom reuse twine
	touch $@

clean:
	rm -rf .venv dist site
