"""折线图：一个机构一条线，缺的年度断开，纵轴写明单位。字段名是定死的，来自报告的文字只作数据。"""

from __future__ import annotations

import streamlit as st

from assistant.pivot import Pivot
from assistant.render import outgoing, plain, visible

MOST_LINES = 12
"""线太多就看不清了，不画。"""


def lines(found: Pivot, name: str) -> None:
    """至少两个年度、至少有一个点，才画。"""
    drawn = [body for body in found.bodies if any(found.single(body, year) is not None for year in found.years)]
    if len(found.years) < 2 or not 1 <= len(drawn) <= MOST_LINES:
        return
    values = [
        {"who": visible(outgoing(body)), "year": str(year), "size": None if value is None else float(value), "shown": "" if value is None else plain(value)}
        for body in drawn
        for year in found.years
        for value in [found.single(body, year)]
    ]
    spec = {
        "data": {"values": values},
        "mark": {"type": "line", "point": {"size": 60, "filled": True}, "invalid": "break-paths-show-domains"},
        "encoding": {
            "x": {"field": "year", "type": "ordinal", "title": "年度", "axis": {"labelAngle": 0}},
            "y": {"field": "size", "type": "quantitative", "title": visible(outgoing(found.unit)) or "数值", "scale": {"zero": True}},
            "color": {"field": "who", "type": "nominal", "title": None, "legend": {"orient": "bottom", "columns": 1, "labelLimit": 300}},
            "tooltip": [{"field": "who", "title": "机构"}, {"field": "year", "title": "年度"}, {"field": "shown", "title": "数值"}],
        },
    }
    st.vega_lite_chart(None, spec, height=320 + 22 * len(drawn), alt=f"{visible(outgoing(name))}的折线图，数据在上面的表里")
