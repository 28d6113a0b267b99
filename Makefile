# `make check` runs exactly what CI runs. Use the interpreter of the environment
# that `pip install -e '.[test]'` filled:  make check PYTHON=.venv/bin/python

PYTHON ?= python3
UV ?= uv

.PHONY: check lint types rooms test lock bench demo

check: lint types rooms test

lint:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

types:
	$(PYTHON) -m mypy -p truyvet
	$(PYTHON) -m mypy tests benchmarks

rooms:
	$(PYTHON) -c 'from importlinter.cli import lint_imports_command as run; run()' --no-logo

test:
	$(PYTHON) -m pytest

# Pins and hashes for every platform; carries no host names, unlike uv.lock.
lock:
	$(UV) pip compile --quiet --universal --generate-hashes --all-extras \
		--custom-compile-command "make lock" setup.cfg -o requirements.lock

bench:
	$(PYTHON) benchmarks/run.py all

demo:
	$(PYTHON) -c 'from truyvet.cli import main; main()' demo
