"""设置：库在哪里。先看 --library，再看环境变量 MINGZHANG_LIBRARY，最后是各系统的用户数据目录。"""

from __future__ import annotations

import os
from pathlib import Path

LIBRARY_VARIABLE = "MINGZHANG_LIBRARY"
DEBUG_VARIABLE = "MINGZHANG_DEBUG"
UPLOADS_VARIABLE = "MINGZHANG_UPLOADS"


def uploads_allowed() -> bool:
    """网页上能不能入库与移出报告；只有环境变量 MINGZHANG_UPLOADS=1 才能，因为打开网页的人都能做。"""
    return os.environ.get(UPLOADS_VARIABLE, "") == "1"


def library_dir(option: str | None = None) -> Path:
    """库所在的文件夹（绝对路径，不保证存在）；空字符串等于没有给。"""
    named = option or os.environ.get(LIBRARY_VARIABLE, "")
    if named:
        return Path(named).expanduser().absolute()
    import platformdirs  # 只有没有指定时才需要

    return Path(platformdirs.user_data_dir("mingzhang", appauthor=False)) / "library"
