"""The two READMEs say the same commands, and every command and option they name exists."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from assistant import cli
from tests.conftest import ROOT

READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]


def blocks(path: Path) -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```$", path.read_text(encoding="utf-8"), re.M | re.S)


def documented(path: Path) -> list[str]:
    return re.findall(r"^\| `mingzhang ([a-z]+)", path.read_text(encoding="utf-8"), re.M)


def commands() -> dict[str, cli.Parser]:
    (found,) = [action for action in cli.build_parser()._actions if isinstance(action, cli.argparse._SubParsersAction)]
    return dict(found.choices)


def test_both_languages_show_the_same_commands() -> None:
    english, chinese = (blocks(path) for path in READMES)
    assert english == chinese
    assert len(english) >= 5


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_every_command_is_documented_and_exists(path: Path) -> None:
    assert sorted(documented(path)) == sorted(commands())


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_every_documented_option_exists(path: Path) -> None:
    rows = re.findall(r"^\| `mingzhang ([a-z]+)[^`]*` \|(.*)$", path.read_text(encoding="utf-8"), re.M)
    named = [(name, option) for name, text in rows for option in re.findall(r"--[a-z]+(?:-[a-z]+)*", text)]
    known = {name: {option for action in parser._actions for option in action.option_strings} for name, parser in commands().items()}
    assert [(name, option) for name, option in named if option not in known[name]] == []
    assert len(named) >= 10


def test_every_shown_command_line_is_understood() -> None:
    shown = [line for block in blocks(READMES[0]) for line in block.splitlines()]
    ours = [shlex.split(line, comments=True)[1:] for line in shown if line.startswith("mingzhang ")]
    assert [cli.build_parser().parse_args(words).command for words in ours] == ["ingest", "ask", "ask", "serve"]


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    named = {name for path in READMES for name in re.findall(r"\bmake ([a-z]+)", path.read_text(encoding="utf-8"))}
    assert {"run", "demo", "test", "setup", "bench"} <= named <= targets
