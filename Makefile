# `make` says what there is. Two commands do everything: make run, make test.
PORT ?= 8000
PYTHON ?= python3
BIN = .venv/bin
PO = $(wildcard nswp_gov/translations/*/LC_MESSAGES/*.po)

.DEFAULT_GOAL := help
.PHONY: help setup run test test-fast lint types contracts i18n wheel-check count-pyz trustee-kit sbom proof bench clean

help: ## say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

define python_check
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed and '$(PYTHON)' is not here. Install it, or: make run PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; this is $$($(PYTHON) -V). Choose another: make run PYTHON=/path/to/python3"; exit 1; }
endef

# $(1): the lock file. uv where it is, otherwise pip; both check every hash.
define install
	@if command -v uv >/dev/null; then \
	  uv venv -q --allow-existing --python $(PYTHON) .venv && VIRTUAL_ENV=.venv uv pip sync -q --require-hashes $(1) && \
	  VIRTUAL_ENV=.venv uv pip install -q --no-deps --no-build-isolation -e . ; \
	else \
	  $(PYTHON) -m venv .venv && $(BIN)/python -m pip install -q --disable-pip-version-check --only-binary :all: --require-hashes -r $(1) && \
	  $(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e . ; \
	fi
endef

.venv/.run: requirements.lock pyproject.toml hatch_build.py $(PO)
	$(python_check)
	$(call install,requirements.lock)
	@touch $@

.venv/.dev: requirements-dev.lock requirements.lock pyproject.toml hatch_build.py $(PO)
	$(python_check)
	$(call install,requirements-dev.lock)
	@touch $@ .venv/.run

setup: .venv/.run ## make .venv with the program in it

run: .venv/.run ## serve the sample network on http://localhost:8000 (PORT= changes it)
	@$(BIN)/nswp-gov sample --serve --port $(PORT)

test: .venv/.dev ## pass all tests: SQLite, PostgreSQL and Chromium where they are found
	@$(BIN)/python tests/run.py

test-fast: .venv/.dev ## the tests on SQLite alone, without browser
	@$(BIN)/pytest -q -m "not browser and not slow"

lint: .venv/.dev ## style
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: .venv/.dev ## types
	@$(BIN)/mypy

contracts: .venv/.dev ## who may import whom
	@$(BIN)/lint-imports

i18n: .venv/.dev ## bring the catalogues up to date with the code
	@$(BIN)/python -m nswp_gov.operate.catalogues

wheel-check: .venv/.dev ## build the wheel, install it elsewhere, run it there
	@$(BIN)/pytest -q tests/test_wheel.py

proof: .venv/.dev ## the heavy suites at full size; writes docs/proofs
	@NSWP_TEST_SIZES=proof $(BIN)/pytest -q -m slow -o faulthandler_timeout=3600

count-pyz: ## dist/nswp-count.pyz: recount with Python alone
	@folder=$$(mktemp -d) && mkdir -p $$folder/nswp_gov dist && cp -r nswp_gov/rules $$folder/nswp_gov/rules && : > $$folder/nswp_gov/__init__.py \
	  && find $$folder -name __pycache__ -prune -exec rm -rf {} + && find $$folder -exec touch -d '2026-01-01 00:00:00 UTC' {} + \
	  && TZ=UTC $(PYTHON) -m zipapp $$folder -c -m nswp_gov.rules.counting.__main__:run -p '/usr/bin/env python3' -o dist/nswp-count.pyz \
	  && rm -rf $$folder && echo dist/nswp-count.pyz

trustee-kit: .venv/.dev ## dist/trustee-kit: the trustees' tool with all its wheels, for an offline computer
	@mkdir -p dist/trustee-kit && (cd trustee && ../$(BIN)/python -m hatchling build -t wheel -d ../dist/trustee-kit) \
	  && pip=$(BIN)/python && { $$pip -c 'import pip' 2>/dev/null || pip=$(PYTHON); } \
	  && $$pip -m pip download -q --only-binary :all: --require-hashes --no-deps -d dist/trustee-kit -r trustee/requirements.lock && ls dist/trustee-kit

sbom: .venv/.dev ## dist/sbom.json: everything that the program is made of (CycloneDX)
	@mkdir -p dist && $(BIN)/python -m nswp_gov.operate.bill dist/sbom.json && echo dist/sbom.json

bench: .venv/.dev ## how fast a count is, into dist/benchmarks (a minute; PEERS=/path/to/python adds other programs)
	@mkdir -p dist && $(BIN)/python benchmarks/counting.py --results dist/benchmarks $(if $(PEERS),--peers $(PEERS))

clean: ## remove what was made (never instance/)
	@rm -rf .venv dist node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis
