# demo: the whole job on a sample mailbox · test: all tests · check: everything CI runs · servers: what the tests talk to
.PHONY: demo test check lint servers model bench soak clean help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Three for two processors, as servers and children are waited for; a file stays together, for what it makes once.
IN_PARALLEL := -n 3 --dist loadfile --no-loadscope-reorder

help:
	@sed -n '1s/^# //p' Makefile

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	@touch $@

demo: $(VENV)/.ready
	$(BIN)/triage demo

test: $(VENV)/.ready servers
	$(BIN)/python -m pytest $(IN_PARALLEL)

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

# Dovecot and Chromium for the tests that talk to a real server and a real browser; without them they skip, saying so.
servers:
	@command -v dovecot >/dev/null 2>&1 || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq dovecot-imapd dovecot-lmtpd >/dev/null; } || \
	  echo "Dovecot is not installed and cannot be installed from here: its tests will be skipped."
	@command -v chromium >/dev/null 2>&1 || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-dejavu-core >/dev/null; } || \
	  echo "Chromium is not installed and cannot be installed from here: its tests will be skipped."

model: $(VENV)/.ready
	$(BIN)/python -m training.make_models

bench: $(VENV)/.ready
	$(BIN)/python -m benchmarks

soak: $(VENV)/.ready servers
	$(BIN)/python -m pytest -m soak
	$(BIN)/python -m benchmarks.months

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist
