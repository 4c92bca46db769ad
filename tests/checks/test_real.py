"""Real reports: what is known of them is found, and what holds is not called wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.checks.check import judged
from assistant.checks.findings import Checked, Finding
from assistant.model import Volume
from tests.checks.planting import dossier_of
from tests.conftest import needs_shared

pytestmark = needs_shared


@pytest.fixture(scope="module")
def yueyang_checked(yueyang: Volume) -> Checked:
    return judged(dossier_of(yueyang))


def with_values(checked: Checked, *values: str) -> list[Finding]:
    """The findings whose sides print all these values."""
    return [one for one in checked.findings if set(values) <= {side.value for side in one.sides}]


def test_a_target_exceeded_five_times_is_to_be_looked_at_with_the_text_beside_it(yueyang_checked: Checked) -> None:
    (one,) = with_values(yueyang_checked, "900", "5086")
    assert (one.grade, one.rule) == ("待核", "完成值远超目标值要有说明")
    assert "565%" in one.message
    assert "目标完成，无偏离度" in [side.quote for side in one.sides]
    assert any("/p" in side.target and "900万元" in side.quote for side in one.sides)


def test_one_rate_under_two_names_is_to_be_looked_at(yueyang_checked: Checked) -> None:
    (one,) = with_values(yueyang_checked, "100", "90")
    assert (one.grade, one.rule) == ("待核", "名称相近的指标数值一致")
    assert "租金足额收缴完成率" in one.message
    assert "租金收缴率" in one.message


def test_budgets_of_another_basis_are_no_contradiction(yueyang_checked: Checked) -> None:
    (one,) = with_values(yueyang_checked, "1380.68", "1342.29", "173")
    assert one.grade == "待核"
    assert "1515.29" in one.message
    assert "口径" in one.innocent


def test_points_lost_without_a_reason_and_points_kept_over_the_limit(yueyang_checked: Checked) -> None:
    said = [one.message for one in yueyang_checked.findings if one.rule == "扣分要有原因"]
    assert any(message.startswith("租赁户满意率：分值10分只得9分") for message in said)
    assert not any("公租房实物配租" in message for message in said), "这一项写了原因：需求大于供应"
    assert with_values(yueyang_checked, "26", "116.29", "5")
    assert with_values(yueyang_checked, "447", "116.29", "26")


def test_what_holds_passes_and_rounding_is_no_error(yueyang_checked: Checked) -> None:
    assert [one.message for one in yueyang_checked.findings if one.grade == "矛盾"] == []
    assert with_values(yueyang_checked, "3216.47") == []
    tallies = {tally.rule: tally for tally in yueyang_checked.counts[0].tallies}
    held = ("sum_down", "prose_parts", "prose_share", "table_rate", "staff_rate", "score_capped", "weights_total", "scores_total", "group_weight", "text_table")
    assert {rule for rule in held if tallies[rule].failed or not tallies[rule].held} == set()
    assert tallies["scores_total"].held == 4


@pytest.mark.parametrize(
    ("name", "values", "grade"),
    [
        ("财政局部门25年", ("887.36", "873617.00"), "矛盾"),
        ("规划和自然资源局", ("4896.98", "4884.09"), "矛盾"),
        ("财政局2024年度", ("0.3", "2961.68"), "待核"),
        ("洪泽区人民政府2023", ("0", "10", "1"), "矛盾"),
    ],
)
def test_known_discrepancies_of_published_reports(published: dict[str, Volume], name: str, values: tuple[str, ...], grade: str) -> None:
    volume = next(volume for file, volume in published.items() if name in file)
    found = with_values(judged(dossier_of(volume)), *values)
    assert [one.grade for one in found] == [grade]
    assert all(side.quote for side in found[0].sides)
    assert all(side.target.startswith(volume.report.id) for side in found[0].sides)


def test_what_is_read_from_a_scan_or_with_a_warning_weighs_less(published: dict[str, Volume]) -> None:
    volume = next(volume for file, volume in published.items() if "洪泽" in file)
    sure = dossier_of(volume)
    doubtful = replace(sure, tables=tuple(replace(table, warnings=("由扫描件识别",)) for table in sure.tables))
    scanned = replace(sure, report=replace(sure.report, warnings=("扫描件，文字由 OCR 识别",)))
    assert [{one.grade for one in judged(one).findings} for one in (sure, doubtful, scanned)] == [{"矛盾"}, {"待核"}, {"待核"}]
