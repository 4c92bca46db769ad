"""What the page draws: nothing from a report becomes markup, merged cells stay merged, the right cell is lit."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import drawing, markup, tabulate
from assistant.compute import Result
from assistant.model import Band, Cell, Figure, Table
from assistant.render import outgoing, visible
from assistant.reply import Interpretation
from assistant.sheet import unmarked
from assistant.yearly import Change
from tests.assistant import samples
from tests.assistant.payloads import PAYLOADS

TEXT = st.one_of(st.sampled_from(PAYLOADS), st.text(max_size=30))


class Reader(HTMLParser):
    """Reads HTML back: its text, its tags, and what every cell says."""

    def __init__(self, body: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.tags, self.attributes, self.cells, self.marked = "", [], [], [], ""
        self._open: list[str] = []
        self.feed(body)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        self._open.append(tag)
        if tag in ("td", "th"):
            self.cells.append({**dict(attrs), "text": ""})

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if "td" in self._open or "th" in self._open:
            self.cells[-1]["text"] += data
        if "mark" in self._open:
            self.marked += data


@given(TEXT, TEXT)
def test_no_text_becomes_markup(text: str, attribute: str) -> None:
    read = Reader(markup.tag("p", text, title=attribute))
    assert (read.tags, set(read.attributes) - {"title"}) == (["p"], set())
    assert read.text == visible(outgoing(text))


def sinks(payload: str) -> list[markup.Html]:
    """The payload in every place where text of a report or a question is drawn."""
    figure = replace(samples.figure(), organisation=payload, item=payload, measure=payload, unit=payload)
    printed = Figure("r3f2a91b/t1#r0c1", "r3f2a91b", "r3f2a91b/t1#r0c1", payload, 2023, 2023, payload, (payload,), payload, "number", "4.13",
                     Decimal("4.13"), payload, payload, "4.13")  # fmt: skip
    reading = Interpretation((payload,), (2023,), payload, payload, "value", (), ((payload, (payload,)),))
    answer = replace(samples.answered(text=f"{unmarked(payload)}4.13万元", quote=payload), figures=(figure,), interpretation=reading)
    table = Table("r3f2a91b/t1", "r3f2a91b", "", 1, payload, payload, 1, 2, (Cell(0, 0, payload), Cell(0, 1, "4.13")), label=payload, notes=(payload,))
    against = Change(printed, printed, Result(Decimal(1), payload, payload), None)
    return [
        drawing.sentence(answer), drawing.reading(answer), drawing.note(payload), drawing.passage(payload, [(0, 2)]), drawing.notes_under(table),
        drawing.in_section(payload, [(0, 1)], [payload], [payload]), drawing.table_html(table, drawing.lit(table, 0, 1), [0]),
        drawing.card(figure, to="mz-1", change=against, before=2), drawing.listed([figure, figure], payload, "mz-1", {1: payload}),
        tabulate.figures([printed], 1, {"r3f2a91b": payload}), tabulate.refusals([(payload, "", payload)]), markup.link(payload, payload),
    ]  # fmt: skip


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_becomes_markup_anywhere(payload: str) -> None:
    for body in sinks(payload):
        read = Reader(body)
        assert set(read.tags) <= markup.TAGS - ({"a"} if "#mz-1" not in body and "source?at=" not in body and not payload.startswith("https://") else set())
        assert set(read.attributes) <= markup.ATTRIBUTES - ({"href"} if "a" not in read.tags else set())
        assert body.count("<a ") == body.count('<a href="#mz-1-') + body.count('<a href="https://a.cn/') + body.count('<a href="source?at=')
    read = Reader("".join(sinks(payload)))
    assert read.text.count(visible(outgoing(payload)).strip("\n")) >= 9


@pytest.mark.parametrize("url", ["https://a.cn/b\n", "javascript:alert(1)", "data:text/html,x", "//a.cn", "http://", "https://a.cn/ x", "HTTPS:a"])
def test_only_web_addresses_become_links(url: str) -> None:
    assert Reader(markup.link("原文", url)).tags == ["span"]
    assert Reader(markup.link("原文", "https://a.cn/b?c=1&d")).tags == ["a"]


def test_unknown_tags_and_attributes_are_programming_errors() -> None:
    with pytest.raises(ValueError, match="script"):
        markup.tag("script", "x")
    with pytest.raises(ValueError, match="onclick"):
        markup.tag("p", "x", onclick="y")


def test_markers_are_raised_and_other_brackets_are_not() -> None:
    read = Reader(drawing.sentence(samples.answered(text="岳编〔2021〕25号[见附件]共4.13万元[1]。\n第二段")))
    assert read.tags == ["div", "p", "sup", "p"]
    assert read.text == "岳编〔2021〕25号[见附件]共4.13万元[1]。第二段"


def test_card_says_whose_when_what_and_how_much() -> None:
    assert Reader(drawing.card(samples.figure())).text == f"{samples.ORGANISATION} · 2023年三公经费 · 决算4.13万元[1]"


def test_a_computed_card_says_what_kind_of_figure_it_is() -> None:
    answer = samples.computed()
    text = Reader(drawing.card(answer.figures[0], answer.interpretation.operation)).text
    assert text == "差额1.87万元6 − 4.13 = 1.87"


def test_a_list_keeps_the_order_and_names_one_owner_once() -> None:
    read = Reader(drawing.listed([samples.figure("6", 2022, 2), samples.figure()], "各项数字"))
    rows = [["年度", "数值"], ["2022年", "6 万元[2]"], ["2023年", "4.13 万元[1]"]]
    assert [cell["text"] for cell in read.cells] == [text for row in rows for text in row]
    assert read.text.startswith(f"各项数字 · {samples.ORGANISATION} · 三公经费 · 决算年度")


def test_rows_that_are_alike_say_where_each_stands() -> None:
    same = [samples.figure("6", 2023, 2), samples.figure()]
    assert [cell["text"] for cell in Reader(drawing.listed(same, "各处", places={1: "附件1", 2: "附件2"})).cells] == [
        "数值", "位置", "6 万元[2]", "附件2", "4.13 万元[1]", "附件1"
    ]  # fmt: skip
    apart = [samples.figure("6", 2022, 2), samples.figure()]
    assert "附件1" not in drawing.listed(apart, "各处", places={1: "附件1", 2: "附件2"})
    assert "附件1" in drawing.listed(apart, "各处", places={1: "附件1", 2: "附件2"}, placed=True)


def test_what_the_table_says_is_not_said_again_before_it() -> None:
    figures = [samples.figure("6", 2022, 2), samples.figure()]
    each = [f"{samples.ORGANISATION}{f.year}年三公经费决算为{f.text}万元[{f.citation}]" for f in figures]
    assert drawing.lead(f"最高的是2022年，6万元。{each[0]}；{each[1]}。", figures) == "最高的是2022年，6万元。"
    assert drawing.lead(f"请说明是哪一个：{each[0]}；{each[1]}。", figures) == "请说明是哪一个。"
    assert drawing.lead(f"{each[0]}；{each[1].replace('4.13', '9.99')}。", figures) == f"{each[1].replace('4.13', '9.99')}。"
    assert drawing.lead(f"{each[0]}，比上年多1.87万元[1]。", figures) == f"{each[0]}，比上年多1.87万元[1]。"


def test_the_cell_and_its_headings_are_lit() -> None:
    table = samples.long_table()
    read = Reader(drawing.table_html(table, drawing.lit(table, 20, 2, "20.5"), drawing.kept_rows(table, 20)))
    lit = {kind: [cell["text"].strip() for cell in read.cells if cell.get("class") == kind] for kind in ("mz-lit", "mz-head")}
    assert lit == {"mz-lit": ["20.5"], "mz-head": ["支出", "2023年", "第20项"]}


def test_a_long_table_shows_its_head_and_the_rows_around() -> None:
    table = samples.long_table()
    kept = drawing.kept_rows(table, 20)
    assert kept == [0, 1, None, *range(15, 26), None]
    assert drawing.kept_rows(table, 2)[:3] == [0, 1, 2]
    assert drawing.kept_rows(samples.long_table(10), 5) == list(range(10))


@given(st.integers(3, 60), st.data())
def test_whatever_rows_are_shown_the_cells_fill_a_rectangle(rows: int, data: st.DataObject) -> None:
    table = samples.long_table(rows)
    kept = drawing.kept_rows(table, data.draw(st.one_of(st.none(), st.integers(0, rows - 1))))
    read = Reader(drawing.table_html(table, drawing.lit(table, None, None), kept))
    area = sum(int(cell.get("rowspan") or 1) * int(cell.get("colspan") or 1) for cell in read.cells)
    assert area == len(kept) * table.n_cols


def test_merged_cells_are_drawn_once_and_merged() -> None:
    table = samples.long_table(6)
    cells = Reader(drawing.table_html(table, drawing.lit(table, 3, 1), range(6))).cells
    spans = {cell["text"]: (cell.get("rowspan"), cell.get("colspan")) for cell in cells}
    assert (spans["项目"], spans["支出"], spans["同上"]) == (("2", None), (None, "2"), ("4", None))


def test_a_number_inside_a_form_cell_is_marked_alone() -> None:
    table = Table("r3f2a91b/t1", "r3f2a91b", "", 1, "", "", 1, 1, (Cell(0, 0, "年初126、其中：26万元"),), (Band(0, 0, 1, 0),))
    assert Reader(drawing.table_html(table, drawing.lit(table, 0, 0, "26"), [0])).marked == "26"
    assert "126、其中：<mark>26</mark>" in drawing.table_html(table, drawing.lit(table, 0, 0, "26"), [0])


@given(st.text(alphabet="甲乙1.", max_size=20), st.lists(st.tuples(st.integers(-3, 25), st.integers(-3, 25)), max_size=4))
def test_lighting_a_passage_never_changes_its_text(text: str, spans: list[tuple[int, int]]) -> None:
    read = Reader(drawing.passage(text, spans))
    wanted = {i for a, b in spans for i in range(max(a, 0), min(b, len(text)))}
    assert read.text == text
    assert read.marked == "".join(text[i] for i in sorted(wanted))
