"""图：折线（一个名字一条线，缺的年度断开）与横条；坐标轴写明单位。字段名是定死的，来自报告的文字只作数据。"""

from __future__ import annotations

from typing import Any

import streamlit as st

from assistant.charted import Chart, Point
from assistant.markup import tag
from assistant.numerals import format_decimal
from assistant.pages.shared import draw
from assistant.pivot import Pivot
from assistant.render import outgoing, visible

MOST_LINES = 12
"""线太多就看不清了，不画。"""

INK = "#1f9382"
"""线与条的颜色：浅色、深色的底上都看得清。"""

MOST_LABELLED = 8
"""只有一条线、点不多于这个时，数写在点旁。"""


def lines(found: Pivot, name: str) -> None:
    """透视的折线；至少两个年度、至少有一个点，才画。"""
    bodies = [body for body in found.bodies if any(found.single(body, year) is not None for year in found.years)]
    if len(found.years) < 2 or not 1 <= len(bodies) <= MOST_LINES:
        return
    points = [
        Point(body, str(year), value, "" if value is None else format_decimal(value))
        for body in bodies
        for year in found.years
        for value in [found.single(body, year)]
    ]
    drawn(Chart("line", found.unit, tuple(points)), name)


def drawn(found: Chart, name: str) -> None:
    """画一张图；`name` 说给看不见图的读者。"""
    names = list(dict.fromkeys(point.name for point in found.points))
    lined = found.kind == "line"
    spec = {"data": {"values": [_datum(point) for point in found.points]}, **(_line(found, len(names)) if lined else _bars(found))}
    height = 260 + 22 * (len(names) if len(names) > 1 else 0) if lined else 40 + ROW * len(found.points)
    draw(tag("p", f"单位：{found.unit or '没有写明'}", cls="mz-reading"))
    kind = "折线图" if lined else "条形图"
    st.vega_lite_chart(None, spec, height=height, alt=f"{_said(name)}的{kind}，单位{_said(found.unit) or '没有写明'}，数据在旁边的表里")


def _said(text: str) -> str:
    return visible(outgoing(text))


def _datum(point: Point) -> dict[str, Any]:
    return {"who": _said(point.name), "year": point.year, "size": None if point.value is None else float(point.value), "shown": _said(point.said)}


_TOOLTIP = [{"field": "who", "title": "名称"}, {"field": "year", "title": "年度"}, {"field": "shown", "title": "数值"}]


_SIZE = {"field": "size", "type": "quantitative", "title": None, "scale": {"zero": True}}


def _line(found: Chart, names: int) -> dict[str, Any]:
    legend = {"orient": "bottom", "columns": 1, "labelLimit": 300}
    several = {"field": "who", "type": "nominal", "title": None, "legend": legend}
    line = {"mark": {"type": "line", "point": {"size": 60, "filled": True}, "invalid": "break-paths-show-domains"}}
    label = {"mark": {"type": "text", "dy": -12, "color": FAINT}, "encoding": {"text": {"field": "shown"}}, "transform": [{"filter": "datum.size !== null"}]}
    return {
        "encoding": {
            "x": {"field": "year", "type": "ordinal", "title": "年度", "axis": {"labelAngle": 0}},
            "y": _SIZE,
            "color": several if names > 1 else {"value": INK},
            "tooltip": _TOOLTIP,
        },
        "layer": [line, *([label] if names == 1 and len(found.points) <= MOST_LABELLED else [])],
    }


FAINT = "#7a8088"


ROW = 46
"""一条占多高：名字写在条的上面，窄屏上也不截断。"""


def _bars(found: Chart) -> dict[str, Any]:
    side = {"field": "who", "type": "nominal", "title": None, "sort": None, "axis": None}
    sizes = [float(point.value) for point in found.points if point.value is not None]
    ends = [min(0.0, *sizes) * ROOM, max(0.0, *sizes) * ROOM] if len(sizes) > 1 else []
    name = {"type": "text", "align": "left", "baseline": "middle", "dy": -13, "color": FAINT}
    return {
        "encoding": {"y": side, "x": _SIZE | {"scale": {"domain": ends, "nice": False}} if any(ends) else _SIZE, "tooltip": _TOOLTIP},
        "layer": [
            {"mark": {"type": "bar", "color": INK, "cornerRadiusEnd": 3, "height": 16, "yOffset": 7}},
            {"mark": {"type": "text", "align": "left", "dx": 5, "dy": 7, "color": FAINT}, "encoding": {"text": {"field": "shown"}}},
            {"mark": name, "encoding": {"text": {"field": "who"}, "x": {"datum": 0}}},
        ],
    }


ROOM = 1.22
"""最长的条后面留出写数的地方。"""
