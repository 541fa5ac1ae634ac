# Every routine of the kit; `make` alone lists them. All of them set up .venv when it is missing.
#
#   ARGS=...      handed on, e.g.  make start ARGS="--port 8899 --no-browser"
#   PYTHON=...    the Python that .venv is made from, when python3 is not the one

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

PY := .venv/bin/python
INSTALLED := .venv/.coachkit-installed
NOTEBOOKS := $(wildcard notebooks/*.ipynb)

.PHONY: help setup start test lint format types browser check bench notebooks schema screenshots lock clean

help: ## list these routines
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

start: setup ## open the kit in a browser (ARGS="--port 8899 --no-browser")
	@$(PY) -m coachkit start $(ARGS)

test: lint types browser ## run everything: style, types, then every test, notebooks and browser included
	$(PY) -m pytest -n 2 --dist loadfile $(ARGS)

lint: setup ## style: ruff's rules and its formatting
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

format: setup ## mend what ruff can mend
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

types: setup ## mypy, strict
	$(PY) -m mypy

browser: setup ## find a browser for the tests, or install one
	@$(PY) tests/browser_setup.py

check: setup ## check the scenarios (ARGS=folder for another place)
	@$(PY) -m coachkit check $(ARGS)

bench: browser ## our page beside stock Voilà, our engine beside inkjs
	@$(PY) -m benchmarks $(ARGS)

# No timings and no widget state in the files: the same run must give the same bytes.
notebooks: setup ## run the notebooks again and store their outputs
	$(PY) -m nbconvert --to notebook --execute --inplace --log-level WARN \
	  --ExecutePreprocessor.record_timing=False --ExecutePreprocessor.store_widget_state=False \
	  $(NOTEBOOKS)

schema: setup ## write the JSON Schema of the scenario format again
	$(PY) -m coachkit.content.schema

screenshots: browser ## take the pictures in the README again
	$(PY) docs/screenshots.py

lock: setup ## pin the newest versions that pyproject.toml allows
	@$(PY) -m uv --version >/dev/null 2>&1 || $(PY) -m pip install --quiet uv
	$(PY) -m uv pip compile pyproject.toml --all-extras --universal --upgrade --python-version 3.11 \
	  --fork-strategy fewest --no-emit-index-url --no-emit-find-links --no-annotate \
	  --custom-compile-command "make lock" --quiet --output-file requirements.lock

clean: ## remove what tools left behind (.venv stays)
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache test-results dist build \
	  benchmarks/node_modules
	find . -path ./.venv -prune -o \( -name __pycache__ -o -name .ipynb_checkpoints \) -type d -exec rm -rf {} +

# --- setting up -------------------------------------------------------------------------------

setup: $(INSTALLED)

# A tree that was moved or copied has a .venv that names the old place: .ci/setup makes a new one.
ifneq ($(shell cat $(INSTALLED) 2>/dev/null),$(CURDIR))
.PHONY: $(INSTALLED)
endif

$(INSTALLED): requirements.lock pyproject.toml
	@PYTHON="$(PYTHON)" sh .ci/setup
	@pwd -P > $(INSTALLED)
