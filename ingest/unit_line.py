"""The line that says in which unit a table is printed."""

from __future__ import annotations

import re

from assistant.units import dimension
from ingest.labels import is_unit, squash

_SAID = re.compile(r"(?:以[“\"']?([^\s“”\"'，。]{1,4}?)[”\"']?为(?:金额|计量)?单位|单位(?:均)?[为是]([^\s，。；;（()）、]{1,4}))")
_LINE = re.compile(r"(?:金额|货币|计量|数据)?单位[：:；;]?(?:人民币)?[（(]?(?=([^\s：:，,。；;（()）|/、]{1,5}))")


def unit_line(text: str) -> str:
    """The unit that a line like 单位：万元 declares, '' if it declares none (单位名称：… does not). Words may have run on behind it.

    >>> unit_line("编制单位：市财政局　　金额单位：万元"), unit_line("（单位：元）"), unit_line("单位名称：某局"), unit_line("实施单位")
    ('万元', '元', '', '')
    >>> unit_line("单位：某局单位：元")
    '元'
    """
    for match in _LINE.finditer(squash(text)):
        found = match[1]
        for length in range(len(found), 0, -1):
            unit = found[:length]
            ends = length == len(found) or not "\u4e00" <= found[length] <= "\u9fff"
            if is_unit(unit) and (ends or (length > 1 and dimension(unit) == "money")):
                return unit
    return ""


def unit_said(note: str) -> str:
    """The unit that a note under a table declares in words, '' if none.

    >>> unit_said("注：本表以“万元”为金额单位。"), unit_said("注：1.金额单位为元；2.四舍五入。"), unit_said("注：本单位为二级预算单位。")
    ('万元', '元', '')
    """
    if unit := unit_line(note):
        return unit
    for match in _SAID.finditer(squash(note)):
        if is_unit(found := match[1] or match[2]):
            return found
    return ""
