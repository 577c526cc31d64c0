# Everything a newcomer or an officer of the watch does. `make help` lists it.
SHELL := /bin/bash
PY := .venv/bin/python
export FLASK_APP := wsgi.py

.DEFAULT_GOAL := help

help: ## list what can be done here
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: ## set up what is missing, load the example directory, serve it
	@scripts/run

setup: ## create the environment and fetch the front-end files
	@scripts/setup dev

test: setup ## run every test
	@$(PY) -m pytest $(PYTEST_ARGS)

check: ## ruff, mypy and import directions
	@.venv/bin/ruff check --quiet .
	@.venv/bin/ruff format --check --quiet .
	@.venv/bin/mypy --no-error-summary
	@.venv/bin/lint-imports --no-logo > .import_linter_out 2>&1 || (cat .import_linter_out; exit 1)
	@rm -f .import_linter_out

bench: setup ## measure search against the named baselines, in one run
	@$(PY) -m benchmarks.search

bench-casework: setup ## measure every page of casework after a year of work
	@$(PY) -m benchmarks.casework

soak: setup ## run the service under load for a while and watch its memory
	@$(PY) benchmarks/soak.py

seed: setup ## check and load the example directory
	@$(PY) -m pytest -q tests/seed
	@$(PY) -m flask db upgrade && $(PY) -m flask seed load

lock: ## pin requirements*.in again, with hashes
	@for f in requirements requirements-dev requirements-node; do \
	  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-emit-index-url --no-emit-find-links $$f.in -o $$f.txt; done

.PHONY: help run setup test check bench bench-casework soak seed lock
