# 明账：setup 装好环境，run 打开页面，demo 在终端里看三个问题，test 跑全部检查，bench 量速度。
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
LIBRARY ?= corpus/.library
PORT ?= 8501
# 软件源只有 CUDA 版 torch 时：make setup TORCH_INDEX=https://download.pytorch.org/whl/cpu
TORCH_INDEX ?=
# 扩展：test 测试，ocr 扫描件，xls 旧式表格
EXTRAS ?= test,ocr,xls

.PHONY: setup run demo test bench clean

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) torch==2.13.0
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[$(EXTRAS)]'
	touch $(STAMP)

run: setup
	$(BIN)/mingzhang ingest --library $(LIBRARY) corpus
	$(BIN)/mingzhang serve --library $(LIBRARY) --port $(PORT)

demo: setup
	@library=$$(mktemp -d) && trap 'rm -rf "$$library"' EXIT INT TERM && \
	$(BIN)/mingzhang ingest --library "$$library" corpus && \
	$(BIN)/mingzhang examples --library "$$library" > "$$library/questions" && test -s "$$library/questions" && \
	while IFS= read -r question; do \
	  printf '\n问：%s\n' "$$question" && $(BIN)/mingzhang ask --library "$$library" "$$question" || exit 1; \
	done < "$$library/questions"

test: setup
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

bench: setup
	$(BIN)/python -m pytest tests/bench/bench_*.py -s

clean:
	rm -rf $(VENV) $(LIBRARY) artefacts
