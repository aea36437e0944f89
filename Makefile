# Two commands matter: `make run` and `make test`. Each installs what it needs; a second run is quick.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PORT ?= 8000
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
