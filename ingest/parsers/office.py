"""LibreOffice, where it is installed, turns old office files into new ones: its own profile, no macros, no links, a time limit."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import UnreadableFile

LIMIT = 90.0
"""Seconds that one conversion may take."""

_SETTINGS = (
    ("Security/Scripting", "MacroSecurityLevel", "3"),
    ("Security/Scripting", "DisableMacrosExecution", "true"),
    ("Security/Scripting", "BlockUntrustedRefererLinks", "true"),
)
_REGISTRY = '<oor:items xmlns:oor="http://openoffice.org/2001/registry">{}</oor:items>'
_ITEM = (
    '<item oor:path="/org.openoffice.Office.Common/{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
    '<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>'
    '<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>'
)


def office() -> str | None:
    """The command of LibreOffice, None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


@contextmanager
def converted(path: Path, suffix: str, wanted: str) -> Iterator[Path]:
    """The file as `wanted` ('docx', 'xlsx'), read as what `suffix` says; gone when the block ends. Raises UnreadableFile.

    Call only where `office()` is not None.
    """
    with tempfile.TemporaryDirectory(prefix="mingzhang-") as name:
        folder = Path(name)
        source = folder / f"source.{suffix}"
        shutil.copyfile(path, source)
        _profile(folder / "profile")
        _run(path, [f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", wanted, "--outdir", str(folder / "out"), str(source)])
        found = folder / "out" / f"source.{wanted}"
        if not found.is_file():
            raise UnreadableFile(f"{path.name}：LibreOffice 打不开，文件可能已损坏或有密码", f"请用 Word 或 WPS 打开后另存为 {wanted}")
        yield found


def _profile(folder: Path) -> None:
    """A fresh profile in which no macro runs and no link is followed."""
    (folder / "user").mkdir(parents=True)
    items = "".join(_ITEM.format(*setting) for setting in _SETTINGS)
    (folder / "user" / "registrymodifications.xcu").write_text('<?xml version="1.0" encoding="UTF-8"?>' + _REGISTRY.format(items), encoding="utf-8")


def _run(path: Path, arguments: list[str]) -> None:
    """Runs LibreOffice in a process group of its own and ends all of it when its time is up, also when this process is gone by then."""
    watchdog = shutil.which("timeout")
    outer = [watchdog, "-k", "5", str(LIMIT + 5)] if watchdog else []
    command = [*outer, str(office()), "--headless", "--norestore", "--nolockcheck", "--nodefault", *arguments]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        process.wait(LIMIT)
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile(f"{path.name}：LibreOffice 转换超过 {LIMIT:.0f} 秒", "请用 Word 或 WPS 打开后另存为 docx 或 xlsx") from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
    finally:
        process.wait()
