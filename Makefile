# `make site`, and to try a change `make check`, then `make test`. Each sets everything up in .venv first.

PYTHON ?= python3
PYTHONS ?= python3.10 python3.11 python3.12 python3.13
BIN := .venv/bin
SIDE_BY_SIDE := --numprocesses auto --dist worksteal
INSTALL := $(BIN)/python -m pip install --quiet --constraint constraints.txt --editable
# Material prints an announcement on every build, which says nothing about this site.
export NO_MKDOCS_2_WARNING := 1

.PHONY: site serve lint check test bench compat same packages requirements fuzz faults dist clean

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

# The example is built beside the plugins that people use most, with other settings, themes and hosts; what is lost then goes into
# docs/guides/hosts.md: 30 minutes on two cores. `make compat ONLY=rss` tries one, and writes nothing.
compat: .venv/test.ready .venv/plugins.ready
	$(BIN)/python tests/compat.py .venv/plugins/bin .venv/hosts $(ONLY:%=--only %)

# The same entries give the same bytes, whatever the Python, the host, the locale, the time zone and the order of files: 5 minutes.
same: .venv/test.ready
	$(BIN)/python tests/same.py $(BIN) $(PYTHONS)

# Wheel and source archive, built twice, are the same bytes, and each installs with every extra and with none: 10 minutes.
packages: .venv/test.ready
	$(BIN)/python tests/packages.py .venv/packages

# The quick tests with the lowest versions of what is required, then with the newest: 10 minutes.
requirements: .venv/test.ready
	$(BIN)/python tests/packages.py .venv/lowest --lowest
	.venv/lowest/bin/python -m pytest $(SIDE_BY_SIDE) -m 'not slow' $(LOWEST)
	$(PYTHON) -m venv --clear .venv/newest
	.venv/newest/bin/python -m pip install --quiet --editable '.[test]'
	.venv/newest/bin/python -m pytest $(SIDE_BY_SIDE) -m 'not slow'

# What nobody would write, for SECONDS: by what it reaches where atheris can be installed, by chance elsewhere.
SECONDS ?= 120
fuzz: .venv/test.ready
	-$(BIN)/python -m pip install --quiet atheris
	$(BIN)/python tests/fuzz.py --seconds $(SECONDS)

# The command is killed each time that it touches the disk, and at 200 other moments; finds each file gone: 20 minutes.
faults: .venv/test.ready
	EVERY_FAULT=1 $(BIN)/pytest $(SIDE_BY_SIDE) tests/test_faults.py

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
