# make run and make test are all a new machine needs; see README.md.
SHELL := /bin/bash
PYTHON ?= $(firstword $(wildcard /usr/bin/python3) python3)
PROCESSES ?= 1
PROFILE ?= demo
VENV := .venv
BIN := $(VENV)/bin
DISTS := src/infostrada.core src/infostrada.geo src/infostrada.site
# tests/sharing.py says which tests stay together; page templates are compiled once for all processes of a run.
TOGETHER := -n 2 --dist loadscope --no-loadscope-reorder
export PYTHONDONTWRITEBYTECODE :=

.PHONY: check-buildout run stop reset backup restore test check check-bundles bundles bench docs venv dev system system-dev constraints help

help:  ## Show the commands
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 18

run: system venv  ## Install what is missing, make the demo region when there is none, serve it
	@$(BIN)/infostrada run --processes $(PROCESSES) --profile $(PROFILE) $(if $(DETACH),--detach)

stop:  ## End this installation's processes
	@$(BIN)/infostrada stop

reset:  ## Delete this installation's site and database
	@$(BIN)/infostrada reset $(if $(YES),--yes)

backup: venv  ## Write one consistent dump (FILE=path)
	@$(BIN)/infostrada backup $(FILE)

restore: system venv  ## Bring a dump back into an empty installation (FILE=path)
	@$(BIN)/infostrada restore $(FILE)

test: system-dev dev  ## Run the whole suite in two processes, or TESTS="paths" in one
	@rm -rf build/templates && mkdir -p build/templates
	@CHAMELEON_CACHE=$(CURDIR)/build/templates $(BIN)/pytest $(or $(TESTS),$(TOGETHER))

check: dev  ## Linters, types, architecture, words, bundles
	@instance/check $(BIN)

check-bundles: dev  ## Are the committed bundles those the sources make (no npm needed)?
	@$(BIN)/pytest -q tests/site/theme/test_bundles.py

bundles:  ## Build the styles and scripts anew (needs npm)
	@cd src/infostrada.site/theme-src && npm ci && node build.mjs

check-buildout: system  ## Build the same instance with zc.buildout, start it, ask it for a page
	@instance/check-buildout

bench: system-dev dev  ## Measure; prints a table with ratios
	@$(BIN)/python -m tests.benchmarks $(ONLY)

docs: dev  ## Write the generated pages anew and build the documentation into build/docs
	@$(BIN)/python -W ignore docs/make_commands.py
	@$(BIN)/python -W ignore docs/make_licences.py
	@$(BIN)/mkdocs build --quiet --strict
	@mkdir -p build/tests && cp -r tests/http build/tests/
	@echo "build/docs/index.html"

system:
	@instance/install-system run $(PROCESSES)

system-dev:
	@instance/install-system test 2

venv: $(VENV)/.run

dev: $(VENV)/.dev

$(VENV)/.uv:
	@echo "Making a Python environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check "$$(grep '^uv==' constraints.txt)"
	@touch $@

$(VENV)/.run: $(VENV)/.uv requirements.txt constraints.txt $(addsuffix /pyproject.toml,$(DISTS))
	@echo "Installing Python packages"
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python -r requirements.txt -c constraints.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation $(addprefix -e ,$(DISTS))
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt requirements-rivals.txt
	@echo "Installing tools for tests and checks"
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python -r requirements-dev.txt -c constraints.txt
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --no-deps -r requirements-rivals.txt
	@touch $@

constraints: $(VENV)/.uv  ## Resolve the lock anew
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11.2 --no-annotate --no-header \
	  --no-emit-index-url requirements-dev.txt -c constraints.txt -o constraints.new
	@{ echo "# The tested lock: made with 'make constraints' from requirements-dev.txt."; cat constraints.new; } > constraints.txt
	@rm constraints.new
	@$(BIN)/python instance/make-versions.py
