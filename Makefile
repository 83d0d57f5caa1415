# make run   set everything up and open the dashboard on the sample data (PORT=8501)
# make test  set everything up and check everything
# make check the fast half of `make test`: style, types, and the tests without a browser

PORT ?= 8501
PYTHON ?= $(shell command -v python3.13 || command -v python3.12 || command -v python3.11 || command -v python3)
BIN = .venv/bin

.PHONY: run test check install install-test lint

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

install:
	@$(PYTHON) tools/install.py run

install-test:
	@$(PYTHON) tools/install.py test
