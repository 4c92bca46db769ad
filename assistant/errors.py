"""明账的错误。每个错误说清楚：哪个文件、哪个位置、下一步怎么办。

MingzhangError                 一切可预期的错误；命令行与页面只显示它的一句话
├── UsageError                 用法不对（退出码 2）
├── SourceError                一份来源文件不能入库（退出码 1）
│   ├── UnreadableFile         打不开、读不出、损坏
│   ├── UnsupportedFormat      内容不是能读的格式
│   ├── UnsafeFile             带实体、压缩炸弹、超过上限
│   └── EmptyReport            没有文字，也没有表格
├── LibraryError               库的问题
│   ├── LibraryMissing         没有这个库
│   ├── LibraryBusy            另一个进程正在写
│   ├── LibraryDamaged         库已损坏
│   ├── ModelMismatch          索引是用另一个向量模型建的
│   └── NotInLibrary           没有这个编号
├── PageNotShown               原件的这一页不能画成图
├── SettingError               设置不对（模型、路径、环境变量）
└── LanguageModelFailed        语言模型没有给出能用的东西；回答照不用模型的给
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_FOLDERS = re.compile(r"(?<![\w.:/）)])(?:/[^\s/，。；：（）()「」]+)+/([^\s/，。；：（）()「」]*)")
"""写着的绝对路径：至少两层，最后一层的名字单列；网址里的、收入/支出/结余这样并列的不算。"""


def without_folders(said: str, hidden: Iterable[str] = ()) -> str:
    """一段话给不在这台机器上的人看：文件夹只留最后的名字。`hidden` 是已知的文件夹，名字里有空格也认得。

    >>> without_folders("/srv/明账 库/library.sqlite 读不出。见 /etc/mz/llm.toml，或 https://a.cn/b/c", ["/srv/明账 库"])
    '明账 库/library.sqlite 读不出。见 llm.toml，或 https://a.cn/b/c'
    >>> without_folders("工作表“年初/收入/支出”写了 9 格")
    '工作表“年初/收入/支出”写了 9 格'
    """
    for folder in hidden:
        said = said.replace(folder, folder.rstrip("/").rpartition("/")[2])
    return _FOLDERS.sub(r"\1", said)


class MingzhangError(Exception):
    """可预期的错误：`problem` 是一句话，`remedy` 是下一步。"""

    exit_code = 1

    def __init__(self, problem: str, remedy: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        """一行：问题，然后下一步。"""
        return f"{self.problem}。{self.remedy}" if self.remedy else self.problem


class UsageError(MingzhangError):
    """用法不对。"""

    exit_code = 2


class SourceError(MingzhangError):
    """一份来源文件不能入库。"""


class UnreadableFile(SourceError):
    """打不开、读不出或已损坏。"""


class UnsupportedFormat(SourceError):
    """内容不是能读的格式。"""


class UnsafeFile(SourceError):
    """文件带实体、压缩炸弹或超过上限。"""


class EmptyReport(SourceError):
    """没有文字，也没有表格。"""


class LibraryError(MingzhangError):
    """库的问题。"""


class LibraryMissing(LibraryError):
    """没有这个库。"""


class LibraryBusy(LibraryError):
    """另一个进程正在写。"""


class LibraryDamaged(LibraryError):
    """库已损坏。"""


class ModelMismatch(LibraryError):
    """索引是用另一个向量模型建的。"""


class NotInLibrary(LibraryError):
    """库里没有这个编号。"""


class PageNotShown(MingzhangError):
    """原件的这一页不能画成图：扫描的、太大、坏了、超时。"""


class SettingError(MingzhangError):
    """设置不对。"""


class LanguageModelFailed(MingzhangError):
    """语言模型没有给出能用的东西：连不上、太慢、断了、写错了、到了用量上限。"""
