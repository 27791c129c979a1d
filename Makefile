# Two commands do everything on a fresh machine: `make briefing` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
QUARTER ?= 2023Q2
INSTALL := $(BIN)/python -m pip install

.PHONY: briefing test lint lock clean lab hooks

briefing: $(VENV)/.ready
	$(BIN)/briefing build $(QUARTER)

test: $(VENV)/.ready
	$(BIN)/python tests/tools.py
	$(BIN)/python -m pytest

# JupyterLab on the notebooks, with the briefings' style, fonts and export menu, and without a word to the network.
lab: $(VENV)/.ready
	JUPYTER_CONFIG_DIR="$(CURDIR)/.jupyter" $(BIN)/jupyter lab

# Once a clone: commits take outputs out of notebooks, git compares and merges notebooks cell by cell.
hooks: $(VENV)/.ready
	$(BIN)/pre-commit install
	git config diff.jupyternotebook.command '"$(CURDIR)/$(BIN)/git-nbdiffdriver" diff'
	git config merge.jupyternotebook.name "notebooks, cell by cell"
	git config merge.jupyternotebook.driver '"$(CURDIR)/$(BIN)/git-nbmergedriver" merge %O %A %B %L %P'

lint: $(VENV)/.ready
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

$(VENV)/.ready: requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) --quiet --requirement requirements.txt --editable .
	touch $@

# Pin every dependency anew, for Linux, macOS and Windows at once.
lock: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --extra test --quiet --custom-compile-command "make lock" pyproject.toml -o requirements.txt

clean:
	rm -rf $(VENV)
