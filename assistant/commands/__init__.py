"""各个子命令：每个模块的函数收下解析好的参数与一个 `say`，返回退出码。只有 cli.py 打印。

模块顶层只用标准库；重的东西在函数里导入，`mingzhang --help` 因此很快。
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

Say = Callable[[str], None]
"""打印一段文字（末尾换行）；控制字符由 cli.py 转义。"""

Run = Callable[[Namespace, Say], int]
"""一个子命令。"""
