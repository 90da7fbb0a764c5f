# The few commands of this project: explore, test, lint, words, docs, bench, fuzz, clean.
PORT ?= 8501
ARGS ?=
WORKERS ?= 2
BIN := .venv/bin
INSTALL := python -m pip install --quiet --disable-pip-version-check
STOPPED := { echo "The packages could not be installed: see above, check the network, then run make again." >&2; exit 1; }

.PHONY: explore test lint words docs bench fuzz clean
.DEFAULT_GOAL := explore

# The starter data goes into the embedded store only: a store that KMGRAPH_STORE names is explored as it is.
explore: .venv/app.stamp
	$(if $(KMGRAPH_STORE),,$(BIN)/kmgraph load starter)
	$(BIN)/kmgraph explore --port $(PORT) $(if $(filter 0 no,$(BROWSER)),--no-browser) $(ARGS)

test: lint .venv-oracle/stamp .venv-docs/stamp
	.ci/needs
	KMGRAPH_ORACLE_PYTHON=$(abspath .venv-oracle/bin/python) KMGRAPH_DOCS_PYTHON=$(abspath .venv-docs/bin/python) \
		$(BIN)/pytest -n $(WORKERS) --dist loadgroup $(ARGS)

lint: .venv/test.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

# The texts of the explorer, gathered for translators: app/locale/kmgraph.pot.
words: .venv/test.stamp
	$(BIN)/pybabel --quiet extract --no-location --omit-header --sort-output --width 120 \
		--output-file app/locale/kmgraph.pot app

# The ontology as a page with a picture: docs/ontology/index.html.
docs: .venv-docs/stamp
	.ci/needs docs
	.venv-docs/bin/python docs/ontology.py

bench: .venv/test.stamp
	$(BIN)/python -m tests.bench $(ARGS)

fuzz: .venv/test.stamp
	$(BIN)/python -m tests.fuzz $(ARGS)

clean:
	rm -rf .venv .venv-oracle .venv-docs docs/ontology .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist

.venv/app.stamp: EXTRAS = app
.venv/test.stamp: EXTRAS = app,test
.venv/app.stamp .venv/test.stamp: pyproject.toml
	@.ci/venv .venv
	@echo "Installing kmgraph into .venv (once, about a minute) ..."
	@$(BIN)/$(INSTALL) -e '.[$(EXTRAS)]' || $(STOPPED)
	@touch $@

# Google's solver checks ours, from an environment of its own: the two cannot be loaded into one process.
.venv-oracle/stamp:
	@.ci/venv .venv-oracle
	@.venv-oracle/bin/$(INSTALL) ortools || $(STOPPED)
	@touch $@

# pyLODE writes the documentation, and nothing else needs it. Its release 3.4.1 lacks a file and does not start.
.venv-docs/stamp:
	@.ci/venv .venv-docs
	@.venv-docs/bin/$(INSTALL) 'pylode>=3.3,<3.4' || $(STOPPED)
	@touch $@
