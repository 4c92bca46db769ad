"""What a number cannot be by itself: a share of a whole beyond the whole."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.dossier import Dossier
from assistant.checks.findings import Outcome, held, named, shown, words
from assistant.names import bare


def shares(dossier: Dossier) -> Iterator[Outcome]:
    """满意度, 合格率 and 占比 beyond 100 %."""
    for figure in dossier.figures:
        of_whole = (figure.measure == "占比" and "占" in (figure.column or figure.quote)) or bare(figure.item).endswith(words("shares_of_whole"))
        if figure.unit == "%" and figure.state == "number" and figure.value is not None and of_whole and figure.measure not in words("may_exceed"):
            if figure.value <= 100:
                yield held("share_bound", [figure])
            else:
                yield dossier.failed("share_bound", f"{named(figure)}印为{shown(figure)}，这样的比率不会超过100%", [figure])
