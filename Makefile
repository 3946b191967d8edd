# Vinh Danh. `make` alone says what there is.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DATA := .vinhdanh
TIMES := 20
CHECKED := $(wildcard schemas workflows activities policies worker vinhdanh benchmarks tests)

.DEFAULT_GOAL := help
.PHONY: help demo up quick test soak check bench bench-peers migrate

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY) ## five dossiers, all the way, on a stack of its own
	@$(BIN)/python -m worker demo

up: $(READY) ## the whole stack, kept in DATA (.vinhdanh)
	@$(BIN)/python -m worker up --data $(DATA) --register examples/register

test: $(READY) ## every test
	@$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder tests/faults tests/journeys tests/hostile tests/worker tests/workflows tests

quick: check ## check, and every test that needs no server
	@$(BIN)/pytest -n 3 --dist worksteal -m 'not server' tests

soak: $(READY) ## faults, hostile input and sittings, TIMES (20) as much, then as slowly as in production
	@VINHDANH_SOAK=$(TIMES) $(BIN)/pytest tests/faults tests/hostile tests/workflows/rules/test_sitting_machine.py
	@VINHDANH_HASTE=no $(BIN)/pytest tests/faults

check: $(READY) ## ruff, mypy --strict, docker-compose.yml
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy $(CHECKED)
	@$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml

bench: $(READY) ## what it costs; writes build/bench.json
	@$(BIN)/python -m benchmarks

bench-peers: $(READY) ## the same work on another engine
	@$(BIN)/python -m benchmarks.peers

migrate: $(READY) ## bring VINHDANH_DATABASE_URL up to date
	@$(BIN)/python -m worker migrate

# Made once, and again when the lock changes; a half-made one has no `.ready` and is made again.
$(READY): requirements-dev.txt pyproject.toml
	@for python in python3.11 python3.12 python3.13 python3.14 python3; do \
		$$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2> /dev/null || continue; \
		echo "Making $(VENV) ($$($$python --version)); minutes, the first time"; \
		exec $$python -m venv $(VENV); \
	done; \
	echo "Python 3.11 or later is needed, with venv" >&2; exit 1
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
