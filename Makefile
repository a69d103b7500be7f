# Every target does its own set-up first (see .ci/setup), at no cost when there is nothing to do.
.PHONY: help run test test-window bench setup clean
ARGS ?=

help:
	@echo 'make run                open the demo project'
	@echo 'make run ARGS="..."     run annotator with these arguments'
	@echo 'make test               lint, types, tests'
	@echo 'make test-window        tests in a real window, on a screen of their own'
	@echo 'make bench              speed against the bare thing'
	@echo 'make setup              only the set-up'
	@echo 'make clean              remove the virtual environment, caches and builds'
	@echo 'PYTHON=/path/to/python3 before or after any of these chooses the Python.'

run:
	@.ci/setup run
	@.venv/bin/annotator $(or $(ARGS),--demo)

test:
	@.ci/test $(ARGS)

test-window:
	@.ci/window $(ARGS)

bench:
	@.ci/setup test
	@.venv/bin/python -m tests.benchmarks $(ARGS)

setup:
	@.ci/setup run
	@.ci/setup test

clean:
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache build dist
	@find annotator tests -name __pycache__ -type d -prune -exec rm -rf {} +
