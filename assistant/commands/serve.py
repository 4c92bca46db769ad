"""serve：打开网页。"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

from assistant.commands import Say
from assistant.errors import SettingError, UsageError
from assistant.settings import LIBRARY_VARIABLE, library_dir

ENTRY = Path(__file__).resolve().parents[2] / "app.py"


def serve(args: Namespace, say: Say) -> int:
    """在 127.0.0.1 上开网页，直到被中断；其余设置在 app.py 旁边的 .streamlit/config.toml。"""
    if not ENTRY.is_file():
        raise SettingError(f"找不到 {ENTRY.name}", "请在明账的源码目录里用 pip install -e . 安装后再运行")
    if not 0 < args.port < 65536:
        raise UsageError(f"选项 --port：没有这个端口 {args.port}", "例如 --port 8501")
    library = library_dir(args.library)
    say(f"明账：http://127.0.0.1:{args.port} （库：{library}；按 Ctrl+C 结束）")
    sys.stdout.flush()
    command = [sys.executable, "-m", "streamlit", "run", str(ENTRY), "--server.port", str(args.port)]
    environment = os.environ | {LIBRARY_VARIABLE: str(library)}
    with subprocess.Popen(command, env=environment) as server:
        signal.signal(signal.SIGTERM, lambda *_: server.terminate())  # 结束这个命令，就是结束网页
        try:
            return server.wait()
        except KeyboardInterrupt:
            return server.wait()
