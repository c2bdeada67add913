# One command a habit. Everything is set up in .venv, once; the stamps remember what was done.
# Needs Python 3.11 or newer and make. Another Python: make run PYTHON=python3.12

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
RUN    := $(VENV)/.set-up-run
DEV    := $(VENV)/.set-up-dev
PAGES  := $(VENV)/.set-up-pages
PIP    := PIP_CONSTRAINT=constraints.txt PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --quiet
ORACLE := .venv-oracle/.set-up
JAXON  := .venv-jaxon/.set-up
CASE   ?= examples/s1_disc.json

.DEFAULT_GOAL := help
.PHONY: help run serve test lint types bench docs surface fit validate calibration \
        validate-physiology bench-physiology screenshots format constraints clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-20s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUN) ## set up, then assess a published case
	@$(BIN)/sciatic compile
	@$(BIN)/sciatic assess $(CASE)

serve: $(DEV) ## the pages, on localhost
	@$(BIN)/sciatic serve

test: $(DEV) $(PAGES) ## set up, then run every test
	$(BIN)/python -m pytest

lint: $(DEV) ## style of the code, and the one-way rule of the rooms
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

types: $(DEV) ## types, strictly
	$(BIN)/mypy --strict src

bench: $(DEV) ## speed and accuracy, each beside a peer in the same run
	$(BIN)/python -m benchmarks

docs: $(DEV) ## check every link and run every block of README and docs
	$(BIN)/python -m pytest tests/house/test_readme.py tests/house/test_docs.py

surface: $(DEV) ## run the fibre simulation anew and write what the diagnosis stands on: minutes
	$(BIN)/python -m sciatic.physiology.make_surface

fit: $(DEV) ## fit the model to the published accuracy of findings: some five minutes
	$(BIN)/python -m sciatic.simulate.fit

validate: $(DEV) ## predicted beside published, for every held-out row; writes the page and its picture
	@$(BIN)/sciatic validate --page docs/validation.md --picture docs/pictures/validation_forest.svg

calibration: $(DEV) ## reliability where the world is not the model's: writes the page and its picture: two to four minutes
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m sciatic.simulate.calibration --jobs 2

validate-physiology: $(DEV) ## predicted beside published, for every row of the physiology table
	$(BIN)/python -m benchmarks.physiology_validation

bench-physiology: $(DEV) $(ORACLE) $(JAXON) ## our fibres timed beside NEURON, PyFibers, jaxon-nerve
	$(BIN)/python -m benchmarks.physiology

screenshots: $(DEV) $(PAGES) ## look at every page with a browser and write docs/pictures/web anew: a minute
	$(BIN)/python tests/web/screenshots.py

format: $(DEV) ## put the code in style
	$(BIN)/ruff check --fix --exit-zero
	$(BIN)/ruff format

constraints: ## pin the newest versions that work together
	rm -rf $(VENV)/renew && $(PYTHON) -m venv $(VENV)/renew
	$(VENV)/renew/bin/python -m pip install --quiet hatchling editables '.[test,bench]'
	{ sed -n 1p constraints.txt; $(VENV)/renew/bin/python -m pip freeze | grep -v '^sciatic' | sort -f; } > constraints.new
	mv constraints.new constraints.txt && rm -rf $(VENV)/renew

clean: ## remove what was set up
	rm -rf $(VENV) .venv-oracle .venv-jaxon

$(RUN): pyproject.toml constraints.txt | $(BIN)/python
	@echo "setting up what the main job needs (numpy, click, networkx): once, under two minutes"
	@$(PIP) --editable .
	@$(BIN)/python -m compileall -q src
	@touch $@

$(DEV): pyproject.toml constraints.txt | $(BIN)/python
	@echo "setting up what the tests need: once, some minutes"
	@$(PIP) --editable '.[test,bench]'
	@$(BIN)/python -m compileall -q src
	@touch $@ $(RUN)

$(PAGES): .ci/browser | $(BIN)/python
	@sh .ci/browser
	@touch $@

$(ORACLE):
	@echo "setting up NEURON and PyFibers: once, some minutes (needs gcc and make)"
	@$(PYTHON) -m venv .venv-oracle
	@.venv-oracle/bin/python -m pip install --quiet neuron==9.0.2 pyfibers==0.13.0
	@PATH="$(CURDIR)/.venv-oracle/bin:$$PATH" pyfibers_compile > /dev/null
	@touch $@

$(JAXON):
	@echo "setting up jaxon-nerve, whose pins clash with ours: once"
	@$(PYTHON) -m venv .venv-jaxon
	@.venv-jaxon/bin/python -m pip install --quiet jaxon-nerve==1.0.1
	@touch $@

$(BIN)/python:
	@PYTHON="$(PYTHON)" sh .ci/venv $(VENV)
