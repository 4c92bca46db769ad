"""The lines that say what the table below them is: its title, the number of its form, the body that fills it in."""

from __future__ import annotations

import re

from assistant.vocabulary import load
from ingest.headings import words
from ingest.labels import numbering, squash
from ingest.unit_line import unit_line

_COUNT = r"(?:[A-Z]{0,2}[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:[-—.－][0-9]{1,2}){0,3}"
_NUMBER = re.compile(
    rf"(?:附件|附表|附录|[\u4e00-\u9fff]{{0,4}}公开表?|表){_COUNT}表?|[\u4e00-\u9fff]{{0,6}}[A-Z]{{0,2}}[0-9]{{1,3}}(?:[-—.－][0-9]{{1,2}}){{0,3}}表"
)
_LEAD = re.compile(
    r"(?:附件|附表|附录)[0-9一二三四五六七八九十]{1,3}(?:[-—.－][0-9]{1,2}){0,3}[：:]?"
    r"|(?:公开[0-9]{1,2}表|表[0-9一二三四五六七八九十]{1,3}(?:[-—.－][0-9]{1,2})?)[：:]"
)
_UNIT_LINE = re.compile(r"[（(]?(?:金额|货币|计量|数据)?单位[：:；;].*$")
_CONTINUED = re.compile(r"[（(]续表?[0-9一二三]?[)）]$|^续表[：:]?")
_APART = re.compile(r"\s+")
_FORM = r"(?:财决公开|决算公开|预算公开|公开|财决|预算)[0-9]{2}表"
_GLUED = re.compile(rf"(?P<head>{_FORM})?(?P<title>[^0-9：:]{{3,30}}?表)(?P<tail>{_FORM})?")
"""A title with the number of its form before or behind it and no blank between, as a page's text may come."""
_SEE_BELOW = re.compile(r"(?:详)?[见如]下表(?:所示)?$")
_SAYS_NOTHING = ("", "详细情况", "具体情况", "情况", "具体", "详细")


def form_number(line: str) -> str:
    """A squashed line that is only the number of a form or attachment, less the colon behind it; else ''.

    >>> form_number("财决公开04表"), form_number("预算07表"), form_number("附表1-2"), form_number("表一"), form_number("公开表四")
    ('财决公开04表', '预算07表', '附表1-2', '表一', '公开表四')
    >>> form_number("收入支出决算总表"), form_number("2024年部门收支表"), form_number("统一表")
    ('', '', '')
    """
    bare = line.rstrip("：:")
    return bare if _NUMBER.fullmatch(bare) else ""


def led_by(line: str) -> str:
    """The number of the form at the head of a squashed title: 附表1：2023年收支情况表; '' if none."""
    lead = _LEAD.match(line)
    return lead[0].rstrip("：:") if lead else ""


def over_table(text: str) -> list[str]:
    """What the lines of a text say, squashed. The number of a form at either end of a line, set apart by blanks, is a line of its own.

    >>> over_table("收入支出决算总表\t公开01表"), over_table("编制单位：某局　　单位：万元"), over_table("公开 01 表")
    (['收入支出决算总表', '公开01表'], ['编制单位：某局单位：万元'], ['公开01表'])
    >>> over_table("公开01表收入支出决算总表"), over_table("部门收入总表预算02表"), over_table("部门收入总表")
    (['公开01表', '收入支出决算总表'], ['部门收入总表', '预算02表'], ['部门收入总表'])
    """
    return [part for line in text.split("\n") for part in _parts(line)]


def _parts(line: str) -> list[str]:
    parts = [squash(part) for part in _APART.split(line.strip())]
    if len(parts) > 1 and not form_number(squash(line)):
        if form_number(parts[-1]):
            return [squash("".join(parts[:-1])), parts[-1]]
        if form_number(parts[0]):
            return [parts[0], squash("".join(parts[1:]))]
    whole = squash(line)
    if (glued := _GLUED.fullmatch(whole)) and not form_number(whole):
        return [part for part in (glued["head"], glued["title"], glued["tail"]) if part]
    return [whole] if whole else []


def led_in(line: str) -> str:
    """What a squashed sentence that leads into the table below says it shows; '' for any other line.

    >>> led_in("本校有教职工221人。2023年末在校学生情况见下表："), led_in("编报范围的单位共8个，包括局本级，详细情况见下表：")
    ('2023年末在校学生情况', '编报范围的单位共8个')
    >>> led_in("收入支出决算总表")
    ''
    """
    clauses = re.split("[，,]", re.split("[。；！]", line.rstrip("：:。"))[-1])
    if not _SEE_BELOW.search(clauses[-1]):
        return ""
    said = _SEE_BELOW.sub("", clauses[-1])
    return clauses[0] if said in _SAYS_NOTHING and len(clauses) > 1 else "" if said in _SAYS_NOTHING else said


def reads_like_title(text: str) -> bool:
    """Whether a squashed line ends like the title of a table (…表, …情况), a note in brackets behind it or not."""
    bare = text.rstrip("。：:")
    if bare.endswith(("）", ")")) and ("（" in bare or "(" in bare):
        bare = bare[: max(bare.rfind("（"), bare.rfind("("))] or bare
    return 3 <= len(bare) <= 60 and bare.endswith(tuple(load("headings")["title_endings"])) and "。" not in bare


def fills_form(line: str) -> bool:
    """A squashed line that only fills a form: 编制单位：…, 部门：…, 填报日期：….

    >>> fills_form("编制单位：某局"), fills_form("财政拨款收入"), fills_form("其中：")
    (True, False, False)
    """
    head, colon, rest = line.replace(":", "：").partition("：")
    return bool(colon) and bool(rest) and (head in words("form") or head.endswith(("单位", "部门", "日期", "单位名称", "部门名称")))


def clean_title(line: str) -> str:
    """A squashed title without its label, numbering, 续表 and unit line; '' for a line that is only a unit line.

    >>> clean_title("表2：2023年收支情况表（单位：万元）"), clean_title("金额单位：元")
    ('2023年收支情况表', '')
    """
    if unit_line(line):
        line = _UNIT_LINE.sub("", line).strip("（()）")
    lead = _LEAD.match(line)
    bare = line[lead.end() :] if lead and len(line) > lead.end() else line
    bare = bare[len(numbering(bare)[1]) :] or bare
    return _CONTINUED.sub("", bare)
