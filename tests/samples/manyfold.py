"""The sample corpus grown to any size: every report again and again, of other bodies, with other words in the same places, so that no two are alike."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from assistant.model import Volume

PLACES = (
    "青川", "白水", "临江", "云岭", "沙洲", "北屿", "石桥", "松涛", "南浦", "金沟", "竹溪", "荷塘",
    "柳林", "枫亭", "梅岭", "兰江", "桂阳", "桃源", "杏林", "榆关",
)  # fmt: skip
WORDS = (
    "项目", "资金", "管理", "工作", "建设", "维护", "服务", "设施", "设备", "道路", "图书", "供水",
    "水质", "绿化", "园林", "苗圃", "养护", "照明", "排水", "桥梁", "读者", "阅读", "监测", "检测",
    "培训", "会议", "采购", "合同", "验收", "进度", "质量", "安全", "信息", "档案", "宣传", "调查",
    "巡查", "维修", "更新", "改造", "清淤", "车辆", "人员", "编制", "制度", "指标", "目标", "成效",
    "问题", "措施", "原因", "计划", "群众", "居民", "社区",
)  # fmt: skip
"""Words of two characters that change places with each other: everything keeps its length, so offsets and cells still fit."""

_SHARE = 0.4


def manyfold(volumes: list[Volume], entries: int, seed: int = 5) -> Iterator[Volume]:
    """Volumes with that many entries in all, or a few more."""
    rng, made, number = random.Random(seed), 0, 0
    while made < entries:
        source = volumes[number % len(volumes)]
        grown = _changed(source, number, rng)
        number += 1
        made += len(grown.entries)
        yield grown


def _changed(volume: Volume, number: int, rng: random.Random) -> Volume:
    some = rng.sample(WORDS, int(len(WORDS) * _SHARE))
    swap = dict(zip(some, rng.sample(some, len(some)), strict=True))
    place = f"{PLACES[number % len(PLACES)]}{'一二三四五六七八九十'[number // len(PLACES) % 10]}"
    swap |= {"云溪": place[:2]}
    pattern = re.compile("|".join(sorted(swap, key=len, reverse=True)))
    digest = hashlib.sha256(f"{volume.report.id}/{number}".encode()).hexdigest()
    old = volume.report.id
    new = "r" + digest[: len(old) - 1]

    def other(text: str) -> str:
        return pattern.sub(lambda match: swap[match.group()], text).replace(old, new)

    body = f"{other(volume.report.organisation)}第{number // len(PLACES)}分部"
    path, title = f"{number}-{volume.report.path}", other(volume.report.title)
    report = replace(volume.report, id=new, path=path, sha256=digest, title=title, organisation=body, aliases=(f"第{number}号单位",))
    kept = {field.name: _through(getattr(volume, field.name), other) for field in fields(volume) if field.name not in ("report", "source")}
    return Volume(report=report, source=b"", **kept)


def _through(value: Any, other: Callable[[str], str]) -> Any:
    """The same value with every string in it changed."""
    if isinstance(value, str):
        return other(value)
    if isinstance(value, tuple):
        return tuple(_through(item, other) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _through(getattr(value, field.name), other) for field in fields(value) if field.init})
    return value
