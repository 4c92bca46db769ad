"""The rules of the house, checked on the tree itself: sizes, doors, directions, cycles, docstrings. A failure names the place."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = [*sorted(path for part in ("assistant", "ingest") for path in (ROOT / part).rglob("*.py")), ROOT / "app.py"]
TESTS = sorted((ROOT / "tests").rglob("*.py"))

DOORS = {
    "jieba": ("assistant/text.py",),
    "chromadb": ("assistant/store/vectors.py",),
    "sentence_transformers": ("assistant/encode.py", "ingest/train_encoder.py"),
    "torch": ("assistant/encode.py", "ingest/train_encoder.py"),
    "streamlit": ("app.py", "assistant/pages/"),
    "langchain": ("assistant/writer.py", "assistant/tools.py"),
    "langchain_core": ("assistant/search.py", "assistant/retriever.py", "assistant/writer.py", "assistant/tools.py"),
    "lxml": ("ingest/parsers/",),
    "pypdfium2": ("ingest/parsers/pdf", "assistant/page_image.py"),
    "openpyxl": ("assistant/export.py",),
    "python_calamine": ("ingest/parsers/xls.py",),
    "rapidocr": ("ingest/parsers/scan_text.py",),
    "cv2": ("ingest/parsers/scan",),
    "pandas": ("assistant/pages/",),
    "mcp": ("assistant/mcp.py",),
    "httpx2": ("assistant/transport.py",),
    "openai": ("assistant/writer.py",),
    "langsmith": ("assistant/writer.py",),
    "pypinyin": ("assistant/spelling.py",),
    "tqdm": ("assistant/commands/",),
}
"""Each heavy package and the only files that may import it (a path ending in / or without .py stands for what begins so)."""

EDGE = ("assistant/cli.py", "assistant/commands/", "assistant/pages/")
PRINTS = ("assistant/cli.py",)
BROAD = {"Exception", "BaseException", "bare"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """Full names of the modules imported anywhere in a file, lazily too, with the line."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def begins(path: Path, starts: tuple[str, ...]) -> bool:
    return any(name_of(path) == start or (not start.endswith(".py") and name_of(path).startswith(start)) for start in starts)


def test_files_have_at_most_300_lines() -> None:
    assert [f"{name_of(p)}: {n}" for p in [*PROGRAM, *TESTS] if (n := len(p.read_text(encoding="utf-8").splitlines())) > 300] == []


def test_functions_have_at_most_50_lines_and_most_are_short() -> None:
    sizes = [(length(node), f"{name_of(path)}:{node.lineno} {node.name}") for path in PROGRAM for node in functions(path)]
    assert [where for lines, where in sizes if lines > 50] == []
    assert median(lines for lines, _ in sizes) <= 12


def test_one_broad_except_in_the_program() -> None:
    handlers = [(path, node) for path in PROGRAM for node in ast.walk(tree_of(path)) if isinstance(node, ast.ExceptHandler)]
    broad = [(path, node) for path, node in handlers if caught(node) & BROAD]
    assert [name_of(path) for path, _ in broad] == ["ingest/pipeline.py"], [f"{name_of(p)}:{n.lineno}" for p, n in broad]


def caught(node: ast.ExceptHandler) -> set[str]:
    if node.type is None:
        return {"bare"}
    kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return {ast.unparse(kind).split(".")[-1] for kind in kinds}


def test_only_the_command_line_prints() -> None:
    calls = [(path, node) for path in PROGRAM for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
    prints = [f"{name_of(p)}:{n.lineno}" for p, n in calls if isinstance(n.func, ast.Name) and n.func.id in ("print", "input", "breakpoint")]
    assert [place for place in prints if not place.startswith(PRINTS)] == []


@pytest.mark.parametrize("package", DOORS)
def test_one_door_for_each_heavy_package(package: str) -> None:
    uses = [(p, line) for p in PROGRAM for name, line in imported(p) if name.split(".")[0] == package]
    assert [f"{name_of(p)}:{line}" for p, line in uses if not begins(p, DOORS[package])] == []


def test_only_the_edge_imports_ingest() -> None:
    reading = [path for path in PROGRAM if name_of(path).startswith("assistant/") and not begins(path, EDGE)]
    assert [f"{name_of(p)}:{line}" for p in reading for name, line in imported(p) if name.split(".")[0] == "ingest"] == []


def test_html_and_markdown_reach_the_page_through_one_door() -> None:
    """st.html stands in pages/shared.py alone, and nothing is ever shown with unsafe_allow_html or st.markdown."""
    pages = [path for path in PROGRAM if begins(path, ("app.py", "assistant/pages/"))]
    calls = [(name_of(path), node) for path in pages for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
    names = [(place, node.func.attr) for place, node in calls if isinstance(node.func, ast.Attribute)]
    assert {place for place, name in names if name == "html"} == {"assistant/pages/shared.py"}
    assert [place for place, name in names if name in ("markdown", "write", "caption", "metric", "iframe")] == []
    assert [place for place, node in calls for word in node.keywords if word.arg and word.arg.startswith("unsafe")] == []


def test_modules_do_not_import_each_other_in_circles() -> None:
    modules = {module_of(path): path for path in PROGRAM}
    graph = {name: {m for full, _ in imported(path) if (m := nearest(full, modules)) and m != name} for name, path in modules.items()}
    assert circle(graph) == []


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def nearest(full: str, modules: dict[str, Path]) -> str | None:
    """The module that importing this name reads: itself, or the one that defines it; a bare package only by its own name."""
    if full in modules:
        return full
    above = full.rpartition(".")[0]
    return above if above in modules else None


def circle(graph: dict[str, set[str]]) -> list[str]:
    """Modules that are left when all that import nothing left over are taken away, again and again. Packages count as their __init__."""
    left = {name: set(uses) for name, uses in graph.items()}
    while done := [name for name, uses in left.items() if not uses & left.keys()]:
        for name in done:
            del left[name]
    used = {name for uses in left.values() for name in uses}
    return sorted(name for name in left if name in used)


def test_every_public_thing_says_what_it_is() -> None:
    missing = [f"{name_of(path)}:{node.lineno} {node.name}" for path in PROGRAM for node in public(tree_of(path).body) if not ast.get_docstring(node)]
    missing += [name_of(path) for path in PROGRAM if not ast.get_docstring(tree_of(path))]
    assert missing == []


def public(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body)


def test_every_test_can_fail() -> None:
    tests = [(path, node) for path in TESTS for node in functions(path) if node.name.startswith("test_")]
    assert [f"{name_of(path)}:{node.lineno} {node.name}" for path, node in tests if not checks(node, path)] == []


def checks(node: ast.AST, path: Path) -> bool:
    """Does this test assert something, itself or by a function of its own file that it calls?"""
    if any(isinstance(inner, ast.Assert) for inner in ast.walk(node)) or any(word in ast.unparse(node) for word in ("raises(", "expect(")):
        return True
    called = {inner.func.id for inner in ast.walk(node) if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name)}
    return any(checks(helper, path) for helper in functions(path) if helper.name in called and helper is not node)


def test_every_folder_of_modules_is_a_package() -> None:
    """setuptools finds packages by their __init__.py: a folder without one would be missing after an install."""
    assert [folder for folder in sorted({path.parent for path in PROGRAM} - {ROOT}) if not (folder / "__init__.py").is_file()] == []


def test_exact_versions_name_no_host_and_no_build() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    assert all(line.count("==") == 1 and "+" not in line and "/" not in line for line in lines)
    assert "torch==2.13.0" in lines


def test_import_contracts_hold() -> None:
    done = subprocess.run([Path(sys.executable).with_name("lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


def test_the_page_stays_on_this_machine() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["browser"]["gatherUsageStats"] is False
    assert (settings["client"]["toolbarMode"], settings["client"]["showErrorDetails"]) == ("minimal", "none")
    written = [*(ROOT / "assistant" / "pages").iterdir(), ROOT / "app.py"]
    sources = [path.read_text(encoding="utf-8") for path in written if path.suffix in (".py", ".css", ".js")]
    assert not [source for source in sources if "http://" in source or "https://" in source or '":material' in source or "@import" in source]
