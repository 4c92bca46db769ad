"""What the library holds, asked of itself: how many bodies and reports, which of them, of which years."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.answer import interpretation
from assistant.catalogue import Catalogue
from assistant.phrases import content_of, weeded
from assistant.question import Query
from assistant.reply import Answer, Coverage, ShownFigure
from assistant.scope import Scope

_LIBRARY = re.compile("数据库|资料库|库[里中内]|库|已?入库|收录|收了")
_ASKED = re.compile("(?:几|多少|哪[些几个]?)(?P<unit>[个家份本种])?的?(?P<what>年|单位|部门|机构|报告|文件)|(?:几|多少)(?P<bare>[家份])(?![一-鿿])")
_KINDS = {"年": "年度", "单位": "单位", "部门": "单位", "机构": "单位", "报告": "报告", "文件": "报告", "家": "单位", "份": "报告"}
MOST = 30
"""So many are listed by name."""
_UNITS = {"年度": "个", "单位": "个", "报告": "份"}


def holding_answer(query: Query, scope: Scope, catalogue: Catalogue) -> Answer | None:
    """The answer to 库里有几个单位, 库里有万里街道哪几年的报告; None where anything else is asked."""
    found = _ASKED.search(query.text)
    phrase = weeded(_LIBRARY.sub("", query.phrase))
    bound = query.threshold or query.operation or query.formula or query.rows or query.kind or query.unknown
    if found is None or bound or not _LIBRARY.search(query.text) or content_of(phrase, ()):
        return None
    reports = [r for r in catalogue.reports_of(scope.organisations) if not query.years or r.fiscal_year in query.years]
    bodies = list(dict.fromkeys(report.organisation for report in reports))
    years = sorted({report.fiscal_year for report in reports if report.fiscal_year})
    kind = _KINDS[found["what"] or found["bare"]]
    held = {"单位": bodies, "年度": [f"{year}年" for year in years], "报告": [f"《{report.title}》" for report in reports]}[kind]
    count = f"{len(held)}{_UNITS[kind]}"
    whose = "、".join(query.organisations)
    listed = f"{'、'.join(held[:MOST])}{'等' if len(held) > MOST else ''}"
    text = f"库里{f'{whose}的报告' if whose else ''}有{count}{kind}：{listed}。"
    shown = ShownFigure(Decimal(len(held)), _UNITS[kind], "result", item=f"库里的{kind}", formula=count)
    coverage = Coverage(len(reports), len(reports))
    return Answer(query.text, interpretation(query, scope), "answered", text, figures=(shown,), coverage=coverage) if held else None
