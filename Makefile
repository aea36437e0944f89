# Two commands matter: `make run` and `make test`. Each installs what it needs; a second run is quick.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PORT ?= 8000
# How many processes test at once.
JOBS ?= $(shell nproc)
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .stamps

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup vendor
help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMPS)/python $(STAMPS)/vendor ## Python environment, browser libraries

$(STAMPS)/python: requirements/dev.txt setup.cfg
	@mkdir -p $(STAMPS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed."; exit 1; }
	[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(STAMPS)/node: package-lock.json package.json
	@mkdir -p $(STAMPS)
	@node -e 'process.exit(+(process.versions.node.split(".")[0] < 20))' || { echo "Node 20 or later is needed."; exit 1; }
	npm ci --loglevel=error
	@touch $@

$(STAMPS)/vendor: $(STAMPS)/node tools/vendor.mjs tools/vendor/VENDOR.json $(wildcard tools/vendor/entries/*)
	node tools/vendor.mjs
	@touch $@

vendor: $(STAMPS)/node ## Rebuild static/vendor and accept the new hashes (after an upgrade)
	node tools/vendor.mjs --accept

.PHONY: run demo client
run: setup ## Serve on http://localhost:8000 (PORT=…), everything kept under var/
	@tools/run.sh var $(PORT)

demo: setup ## A fictitious victim, lawyer and association, a share ready to open, served from var/demo/
	@tools/test-parts.sh chromium ffmpeg espeak-ng exiftool
	@$(BIN)/python -m tools.demo var/demo $(PORT)

client: setup ## How to use the command-line client
	@$(BIN)/memo --help

.PHONY: test test-quick coverage browser bench screenshots
# Lint first: it is the quickest to say no.
test: setup lint js ## Every test, against real parts (installs them)
	@tools/test-parts.sh
	$(BIN)/pytest -q -n $(JOBS) --dist loadfile tests

test-quick: setup lint js ## Under two minutes: no browser, no PostgreSQL, no object store
	$(BIN)/pytest -q -n $(JOBS) --dist loadfile -m "not heavy" tests

coverage: setup ## Which lines of the server the quick tests never reach
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -q -m "not heavy" tests
	$(BIN)/coverage combine -q
	$(BIN)/coverage report

browser: setup ## Only the journeys in Chromium
	@tools/test-parts.sh
	$(BIN)/pytest -q tests/browser

bench: setup ## The table of ratios, both sides measured in one run
	@tools/test-parts.sh
	$(BIN)/python -m bench

screenshots: setup ## Renew docs/pictures/ from the running product
	@tools/test-parts.sh
	$(BIN)/python -m tools.screenshots docs/pictures

.PHONY: lint ruff mypy layers tsc js strings fix
lint: ruff mypy layers tsc ## ruff, mypy, import layers, tsc

ruff: $(STAMPS)/python
	$(BIN)/ruff check --quiet

mypy: $(STAMPS)/python
	$(BIN)/mypy --no-error-summary

layers: $(STAMPS)/python
	@$(BIN)/lint-imports --config setup.cfg --no-logo >$(STAMPS)/layers.log || { cat $(STAMPS)/layers.log; exit 1; }

tsc: $(STAMPS)/vendor
	node_modules/.bin/tsc --project .

js: $(STAMPS)/vendor ## Tests of the browser's own modules, in Node
	node --test --test-reporter=dot $$(find tests/js -name '*.test.js')

strings: $(STAMPS)/python $(STAMPS)/node ## Collect the sentences to translate
	$(BIN)/python -m tools.strings

fix: $(STAMPS)/python ## Mend what ruff can mend, renew the table of settings
	$(BIN)/ruff check --fix
	$(BIN)/python -m tools.settings_table
