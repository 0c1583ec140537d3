# สัมฤทธิ์ · Samrit. `make run` starts it, `make test` tests it; nothing leaves this folder.
# Works with GNU make 3.81 (macOS) and a bare python3; see make/ for what is done.

SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
SETUP := $(PYTHON) -m make.setup
SOURCES := samrit tests make benchmarks fuzz

# Where Homebrew puts Pango; a Python that is not Homebrew's own does not look there.
ifeq ($(shell uname),Darwin)
LIBRARIES := DYLD_FALLBACK_LIBRARY_PATH=/opt/homebrew/lib:/usr/local/lib:/usr/lib
endif

.DEFAULT_GOAL := help
.PHONY: help python setup run test check fix bench fuzz messages lock sbom audit clean

help: ## list what make can do
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1@\2/p' Makefile | while IFS=@ read -r name does; do printf '%-16s %s\n' "$$name" "$$does"; done

python:
	@command -v $(PYTHON) >/dev/null || { echo "make: ต้องมี python3 · python3 is needed" >&2; exit 1; }

setup: python ## install everything for running and testing into .venv
	@$(SETUP) test

run: python ## start the demo and print its address
	@$(SETUP) run
	@$(LIBRARIES) exec $(BIN)/samrit run --demo

test: python ## run every test, the browser's journeys included (DATABASE_URL: on that database)
	@$(SETUP) test
	@$(LIBRARIES) $(BIN)/pytest $(ARGS)

check: python ## lint, types, import rules, migrations, sentences, generated documents
	@$(SETUP) test
	@$(PYTHON) -m make.check

fix: python ## put right what a tool can: format, simple lint, sentences' list, generated documents
	@$(SETUP) test
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/samrit messages
	$(BIN)/samrit documents

bench: python ## measure, each against its peer
	@$(SETUP) test
	@$(BIN)/python -m benchmarks

fuzz: python ## send every parser and the API what nobody would send (ARGS="--seed 1 formulas"); docs/fuzzing.md
	@$(SETUP) test
	@$(BIN)/python -c "import atheris" 2>/dev/null || $(BIN)/python -m pip install -q --require-hashes -r requirements/fuzz.lock || echo "make: atheris ติดตั้งไม่ได้ จึงใช้เครื่องมืออื่นแทน · without atheris the other tools make its inputs" >&2
	@$(BIN)/python -m fuzz $(ARGS)

messages: python ## list the Thai sentences that still need English
	@$(SETUP) run
	@$(BIN)/samrit messages

lock: python ## compile requirements/*.in into hash-pinned locks (needs uv; ARGS=--upgrade)
	@$(PYTHON) -m make.lock $(ARGS)

sbom: python ## write build/samrit.cdx.json: what the product needs to run, as CycloneDX
	@$(SETUP) test
	@mkdir -p build
	@$(BIN)/cyclonedx-py requirements requirements/run.lock --pyproject pyproject.toml --output-reproducible --of JSON -o build/samrit.cdx.json
	@echo build/samrit.cdx.json

audit: ## ask the public list of known weaknesses about every locked package (needs the internet; what it cannot ask about fails)
	test -x var/audit/bin/pip-audit || { $(PYTHON) -m venv var/audit && var/audit/bin/pip install -q pip-audit; }
	var/audit/bin/pip-audit --strict --require-hashes --disable-pip -r requirements/run.lock

clean: ## remove .venv and caches; the data in var/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis var/static var/screenshots
