"""语言模型一天用了多少字：记在用户的状态目录里，到了上限就不再用，第二天重新算。"""

from __future__ import annotations

import datetime
import json
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import LanguageModelFailed


def spent_file() -> Path:
    """记用量的文件。"""
    import platformdirs

    return Path(platformdirs.user_state_dir("mingzhang", appauthor=False)) / "llm-spent.json"


def take(size: int, daily: int, *, today: datetime.date | None = None, file: Path | None = None) -> None:
    """记下要用的 `size` 个字；今天用过的加上它超过 `daily` 就是 LanguageModelFailed，不记。"""
    file = file or spent_file()
    day = str(today or datetime.date.today())
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(file.with_suffix(".lock"), timeout=1):
            used = _used(file, day)
            if used + size > daily:
                raise LanguageModelFailed(f"今天用语言模型已到上限（{daily}字）")
            file.write_text(json.dumps({"day": day, "characters": used + size}), encoding="utf-8")
    except (OSError, Timeout) as error:
        raise LanguageModelFailed("记不下语言模型的用量") from error


def _used(file: Path, day: str) -> int:
    """今天用过多少；没有记、记的不是今天、记坏了都从零算起。"""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        return int(kept["characters"]) if kept["day"] == day else 0
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return 0
