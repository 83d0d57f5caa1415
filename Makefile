# make run   set everything up and open the dashboard on the sample data (PORT=8501)
# make test  set everything up and check everything
# make check the fast half of `make test`: style, types, and the tests without a browser

PORT ?= 8501
# A Python that runs (a name on the path may be an empty shell) and is new enough; 3.11 and 3.12
# come first, because imagededup has no ready-made package for later ones.
runs = $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < $(1))' 2>/dev/null && echo $$p && exit
PYTHON ?= $(shell for p in python3 python3.12 python3.11; do $(call runs,(3, 13)); done; \
	for p in python3 python3.14 python3.13; do $(call runs,(4,)); done)
BIN = .venv/bin

.PHONY: run test check install install-test lint python

run: install
	@echo "Image Deduplicate: http://localhost:$(PORT)"
	@$(BIN)/streamlit run app.py --server.port $(PORT)

test: install-test lint
	$(BIN)/python -m pytest

check: install-test lint
	$(BIN)/python -m pytest -m "not browser and not slow"

lint:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

install: python
	@$(PYTHON) tools/install.py run

install-test: python
	@$(PYTHON) tools/install.py test

python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found."; exit 1; }

# The README's pictures, taken anew.
.PHONY: pictures
pictures: install-test
	$(BIN)/python -m tools.pictures

# Speed, memory and what is found, against others where there are any: about 40 minutes for all of
# it. One alone: make bench BENCH=search, with options: make bench BENCH='"search --rounds 1"'
BENCH ?= start slider upload sample scaled search cuts ingest "ingest --memory"
.PHONY: bench
bench: SHELL = /bin/bash
bench: install-test
	@mkdir -p test-results; rm -f test-results/benchmarks.md; set -o pipefail; \
	for run in $(BENCH); do \
		echo "$$run ..." >&2; \
		$(BIN)/python -m benchmarks.$$run | tee -a test-results/benchmarks.md || exit 1; \
	done; echo; echo "All tables together: test-results/benchmarks.md"
