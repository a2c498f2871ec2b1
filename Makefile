# `make try` opens the playground, `make test` runs every check; each sets up what it lacks.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: try test test-all coverage crash setup bench format docs lock clean

try: $(VENV)/.run
	@$(BIN)/nutgraf try

# Three processes on two cores: where one waits for a child, a socket or the disk, another goes on. Each reads
# every test's file, which takes a third of the time where it is compiled. In the order of the folders, files
# of one long test don't come last, when nothing is left for the other processes.
PYTEST := env -u PYTHONDONTWRITEBYTECODE $(BIN)/pytest --dist loadfile --no-loadscope-reorder

test: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m tools.audit
	$(PYTEST) --numprocesses 3

# Which lines the tests reach; it takes twice as long, so it stands apart.
coverage: $(VENV)/.dev
	$(PYTEST) --cov --numprocesses 2

# The same on every Python that is installed here.
test-all:
	@for version in 3.11 3.12 3.13; do \
	  if python$$version -c '' 2>/dev/null; then \
	    $(MAKE) test PYTHON=python$$version VENV=.venv-$$version || exit 1; \
	  else echo "Python $$version is not installed here: skipped"; fi; \
	done

# Kills the bot 200 times on each kind of platform; `make crash SEED=7` throws the same dice again.
crash: $(VENV)/.dev
	$(BIN)/python -m tests.crash $(if $(SEED),--seed $(SEED))

setup: $(VENV)/.run

bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The README's table of commands, from the declarations, and its picture, from the real cards.
docs: $(VENV)/.dev
	$(BIN)/python -m bot.commands.table README.md
	$(BIN)/python -m tools.picture

# The lock files serve every Python and system; they carry hashes and no address.
LOCK := uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
  --custom-compile-command "make lock" --python-version 3.11 pyproject.toml --extra build
lock:
	$(LOCK) -o locks/run.txt
	$(LOCK) --extra dev -o locks/dev.txt
	$(LOCK) --extra bench -o locks/bench.txt

clean:
	rm -rf .venv .venv-3.* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Nutgraf needs Python 3.11 or newer. Name one: make PYTHON=python3.12"; exit 69; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: locks/run.txt pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --require-hashes -r locks/run.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m compileall -q bot adapters storage
	@touch $@

$(VENV)/.dev: locks/dev.txt $(VENV)/.run
	$(BIN)/pip install --quiet --require-hashes -r locks/dev.txt
	@touch $@

$(VENV)/.bench: locks/bench.txt $(VENV)/.run
	$(BIN)/pip install --quiet --require-hashes -r locks/bench.txt
	@touch $@
