# Everything one does with this repository: `make help`.

.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -euo pipefail -c

PORT ?= 6543
SYSTEM_PYTHON ?= python3
VENV := .venv
PYTHON := $(VENV)/bin/python
STAMPS := $(VENV)/stamps
# Programs that tests run the register against, each with an environment of its own.
APART := $(STAMPS)/spid-sp-test $(STAMPS)/oidc-provider-mock $(STAMPS)/moto-server
# How many processes run tests: the suite is made for two cores.
WORKERS ?= 2

PLUGINS := $(wildcard plugins/*/pyproject.toml)
TRANSLATIONS := $(shell find registro_core plugins -name '*.po' 2>/dev/null)
CODE := registro_core plugins tests benchmarks docs setup.py

.PHONY: help
help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ---- installing: each step leaves a stamp, and is repeated only when what it reads has changed

# $(call install,ENVIRONMENT,WHAT): uv needs seconds where pip needs a minute; pip does it where uv
# cannot, as behind a proxy or an index that only pip is set up for.  Compiled as pip does it: where
# Python may not write what it compiles, every process would compile everything again.
define install
@$(VENV)/bin/uv pip install --quiet --no-deps $(COMPILE) --python $(1)/bin/python $(2) 2>/dev/null \
  || $(call with-pip,$(1),$(2))
endef
COMPILE := --compile-bytecode
with-pip = $(1)/bin/python -m pip --disable-pip-version-check install --quiet --no-deps $(2)

$(PYTHON):
	@echo "== making $(VENV)"
	@$(SYSTEM_PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Registro needs Python 3.11 or newer: make SYSTEM_PYTHON=python3.12 ..." >&2; exit 1; }
	@$(SYSTEM_PYTHON) -m venv $(VENV)

$(STAMPS)/uv: requirements/install.txt | $(PYTHON)
	@$(call with-pip,$(VENV),-r $<) || echo "== no uv for this system: pip installs"
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/run: requirements/run.txt $(STAMPS)/uv
	@echo "== installing what the register needs (the first time up to half a minute)"
	$(call install,$(VENV),-r $<)
	@touch $@

$(STAMPS)/registro: $(STAMPS)/run setup.py $(PLUGINS)
	@echo "== installing core and plugins"
	$(call install,$(VENV),--no-build-isolation --editable .)
	@touch $@

$(STAMPS)/test: requirements/test.txt $(STAMPS)/registro
	@echo "== installing what tests need"
	$(call install,$(VENV),-r $<)
	@touch $@

$(STAMPS)/translations: $(STAMPS)/registro $(TRANSLATIONS)
	@$(PYTHON) setup.py --quiet compile_translations
	@touch $@

# started once by each process of tests: compiling all they bring would take longer
$(STAMPS)/moto-server $(STAMPS)/oidc-provider-mock: COMPILE :=
$(APART): $(STAMPS)/%: requirements/%.txt $(STAMPS)/uv
	@echo "== installing $* apart"
	@$(SYSTEM_PYTHON) -m venv $(VENV)/apart/$*
	$(call install,$(VENV)/apart/$*,-r $<)
	@touch $@

# ---- running

.PHONY: run
run: $(STAMPS)/translations ## serve the demo school at http://localhost:6543 (PORT=...)
	@exec $(VENV)/bin/registro -c development.ini serve --port $(PORT) --demo

# ---- checking

.PHONY: test
test: $(STAMPS)/test $(STAMPS)/translations $(APART) ## lint, types, contracts and every test on every database found
	@PYTHON=$(PYTHON) WORKERS=$(WORKERS) tests/run-all

.PHONY: lint
lint: $(STAMPS)/test ## style, and the walls between core and plugins
	@$(VENV)/bin/ruff check $(wildcard $(CODE))
	@$(VENV)/bin/ruff format --check $(wildcard $(CODE))
	@$(VENV)/bin/lint-imports --no-cache

.PHONY: format
format: $(STAMPS)/test ## let ruff put the code into shape
	@$(VENV)/bin/ruff check --fix-only --quiet $(wildcard $(CODE)) || true
	@$(VENV)/bin/ruff format --quiet $(wildcard $(CODE))

.PHONY: types
types: $(STAMPS)/test ## mypy --strict
	@$(VENV)/bin/mypy

.PHONY: bench
bench: $(STAMPS)/test $(STAMPS)/translations ## measure the pages on the reference school, against their budgets
	@$(PYTHON) benchmarks/pages.py

.PHONY: docs
docs: $(STAMPS)/test ## write the page of hooks, and check that the docs agree with the code
	@$(PYTHON) docs/hooks.py
	@$(PYTHON) -m pytest -q tests/docs

.PHONY: sizes
sizes: ## files and functions above the house limits (250 lines, 30 lines)
	@$(SYSTEM_PYTHON) tests/sizes.py registro_core plugins

.PHONY: new-plugin
new-plugin: $(STAMPS)/test ## start a plugin that is green on day one (NAME=library)
	@$(PYTHON) docs/plugin-template/new_plugin.py "$(NAME)"
	@$(MAKE) --no-print-directory $(STAMPS)/registro

.PHONY: clean
clean: ## remove what was built, but keep the school in var/
	@rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find registro_core plugins tests -name '__pycache__' -prune -exec rm -rf {} +
	@find registro_core plugins -name '*.mo' -delete
