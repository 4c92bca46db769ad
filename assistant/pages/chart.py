"""图：折线（一个名字一条线，缺的年度断开）与横条；坐标轴写明单位。字段名是定死的，来自报告的文字只作数据。"""

from __future__ import annotations

from typing import Any

import streamlit as st

from assistant.charted import Chart, Point
from assistant.numerals import format_decimal
from assistant.pivot import Pivot
from assistant.render import outgoing, visible

MOST_LINES = 12
"""线太多就看不清了，不画。"""

INK = "#0e7566"


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
    height = 260 + 22 * (len(names) if len(names) > 1 else 0) if lined else 60 + 34 * len(found.points)
    kind = "折线图" if lined else "条形图"
    st.vega_lite_chart(None, spec, height=height, alt=f"{_said(name)}的{kind}，单位{_said(found.unit) or '没有写明'}，数据在旁边的表里")


def _said(text: str) -> str:
    return visible(outgoing(text))


def _datum(point: Point) -> dict[str, Any]:
    return {"who": _said(point.name), "year": point.year, "size": None if point.value is None else float(point.value), "shown": _said(point.said)}


_TOOLTIP = [{"field": "who", "title": "名称"}, {"field": "year", "title": "年度"}, {"field": "shown", "title": "数值"}]


def _size(found: Chart) -> dict[str, Any]:
    return {"field": "size", "type": "quantitative", "title": _said(found.unit) or "数值", "scale": {"zero": True}}


def _line(found: Chart, names: int) -> dict[str, Any]:
    legend = {"orient": "bottom", "columns": 1, "labelLimit": 300}
    several = {"field": "who", "type": "nominal", "title": None, "legend": legend}
    return {
        "mark": {"type": "line", "point": {"size": 60, "filled": True}, "invalid": "break-paths-show-domains"},
        "encoding": {
            "x": {"field": "year", "type": "ordinal", "title": "年度", "axis": {"labelAngle": 0}},
            "y": _size(found),
            "color": several if names > 1 else {"value": INK},
            "tooltip": _TOOLTIP,
        },
    }


def _bars(found: Chart) -> dict[str, Any]:
    side = {"field": "who", "type": "nominal", "title": None, "sort": None, "axis": {"labelLimit": 240}}
    return {
        "encoding": {"y": side, "x": _size(found), "tooltip": _TOOLTIP},
        "layer": [
            {"mark": {"type": "bar", "color": INK, "cornerRadiusEnd": 3, "height": 18}},
            {"mark": {"type": "text", "align": "left", "dx": 5, "color": "#7a8088"}, "encoding": {"text": {"field": "shown"}}},
        ],
    }
