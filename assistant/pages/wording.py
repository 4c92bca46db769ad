"""用语页：一句话报告里怎么写，逐字或按意思；前后文、频次、同样的写法归在一起、两种写法对着看、带出处复制。"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import streamlit as st

from assistant import kwic
from assistant.contrast import likeness
from assistant.drawing import note, passage
from assistant.listing import Places
from assistant.markup import link, tag
from assistant.model import Report
from assistant.pages.shared import changed_since, draw, heading, label, remember, restore, shelf
from assistant.render import outgoing, visible
from assistant.store.library import Library
from assistant.tabulate import year_of
from assistant.wording import Beside, Match, alike, by_context, same_wording, sentence, wording

EXACT, MEANING = "逐字", "按意思"

ORDERS: dict[str, Beside | None] = {"报告的次序": None, "右边的字": "right", "左边的字": "left"}
"""逐字的各处怎样排。"""

ANY = "不限"

MOST = {EXACT: 500, MEANING: 30}
"""最多找多少处。"""

STEP = 15
"""一次列几种写法。"""

LONGEST = 100

HOW = "写下一个词或一句话，看各份报告里的写法。“逐字”找原样出现的（标点的全角、半角不计较），“按意思”找说法不同、意思相近的段落。"

FEWEST = 12
"""按意思找时，不到这么多个字的表格行不算用语。"""

_NUMBERED = re.compile(r"^[（(第]?[一二三四五六七八九十0-9]{1,3}(?:[）)、.．]|部分)\s*")


def page() -> None:
    """整页。"""
    heading("用语", "同样的意思，别的报告怎么写")
    if (found := shelf()) is None:
        return
    books, reports = found
    changed_since(books)
    phrase, mode, kept = _asked(reports)
    if not phrase:
        draw(tag("p", HOW, cls="mz-hello"))
        remember(books, {})
        return
    with st.spinner("正在找…"):
        matches = _found(books, phrase, mode, kept)
    chosen, section = _in_section(matches)
    order, chosen = _ordered(mode, chosen)
    filters = {"org": st.session_state.word_org, "year": st.session_state.word_year, "section": section}
    kept_filters = {key: value for key, value in filters.items() if value != ANY}
    remember(books, {"phrase": phrase, "mode": "" if mode == EXACT else mode, "sort": "" if ORDERS[order] is None else order} | kept_filters)
    _results(books, phrase, mode, chosen)


def _asked(reports: list[Report]) -> tuple[str, str, list[str] | None]:
    """写下的话，怎样找，在哪些报告里找（None 是全部）。"""
    if "word_phrase" not in st.session_state:
        st.session_state["word_phrase"] = st.query_params.get("phrase", "")[:LONGEST]
    organisations = [ANY, *sorted({report.organisation for report in reports} - {""})]
    years = [ANY, *sorted({year_of(report) for report in reports}, reverse=True)]
    for key, options in (("mode", [EXACT, MEANING]), ("org", organisations), ("year", years)):
        restore(f"word_{key}", options, key)
    phrase = st.text_input("词或句子", key="word_phrase", max_chars=LONGEST, placeholder="例如：预算编制不够精细").strip()
    one, two, three = st.columns([2, 4, 2], vertical_alignment="bottom")
    mode = one.segmented_control("怎样找", [EXACT, MEANING], key="word_mode", required=True) or EXACT
    organisation = two.selectbox("单位", organisations, key="word_org", format_func=label)
    year = three.selectbox("年度", years, key="word_year")
    if organisation == year == ANY:
        return phrase, mode, None
    return phrase, mode, [r.id for r in reports if organisation in (ANY, r.organisation) and year in (ANY, year_of(r))]


def _found(books: Library, phrase: str, mode: str, kept: list[str] | None) -> list[Match]:
    if mode == EXACT:
        return wording(books, phrase, limit=MOST[EXACT], reports=kept, near=False)
    near = alike(books, phrase, limit=MOST[MEANING], reports=kept)
    return [match for match in near if match.entry.kind == "passage" or sum(map(str.isalpha, match.match)) >= FEWEST]


def _in_section(matches: list[Match]) -> tuple[list[Match], str]:
    """按章节再筛；只有一种章节时不问。"""
    counts = Counter(_section(match) for match in matches)
    options = [ANY, *(name for name, _ in counts.most_common(40) if name)]
    restore("word_section", options, "section")
    if len(options) <= 2:
        return matches, ANY
    section = st.selectbox("章节", options, key="word_section", format_func=lambda name: name if name == ANY else label(f"{name}（{counts[name]}）"))
    return [match for match in matches if section in (ANY, _section(match))], section


def _ordered(mode: str, matches: list[Match]) -> tuple[str, list[Match]]:
    """逐字找到不止一处时，可以按右边或左边的字排：接下去怎么说、前面怎么说的挨在一起。"""
    orders = list(ORDERS)
    if mode != EXACT or len(matches) < 2:
        return orders[0], matches
    restore("word_sort", orders, "sort")
    order = st.segmented_control("排的次序", orders, key="word_sort", required=True) or orders[0]
    beside = ORDERS[order]
    return order, matches if beside is None else by_context(matches, beside)


def _section(match: Match) -> str:
    return _NUMBERED.sub("", match.section.rpartition(" › ")[2])


def _results(books: Library, phrase: str, mode: str, matches: list[Match]) -> None:
    if not matches:
        draw(note("没有逐字相同的写法。可以缩短一些，或改用“按意思”。" if mode == EXACT else "没有意思相近的段落，换个说法试试。"))
        return
    groups = same_wording(matches)
    held = len({match.entry.report for match in matches})
    most = "（只列到这里）" if mode == EXACT and len(matches) >= MOST[mode] else ""
    said = f"{len(matches)} 处{most}，{len(groups)} 种写法，见于 {held} 份报告。"
    draw(tag("p", said if mode == EXACT else f"意思相近的 {said}不是逐字相同，越靠前越接近。", cls="mz-where"))
    if mode == EXACT:
        draw(kwic.frequency(matches))
        if matches[0].match != phrase:
            draw(note(f"报告里的标点是这样写的：{matches[0].match}"))
    shown = _shown(phrase, mode, groups)
    places = Places(books)
    cited = [[places.of_entry(match.entry, match.entry.text) for match in group] for group in shown]
    _pair(shown, cited)
    for number, (group, sources) in enumerate(zip(shown, cited, strict=True), 1):
        _one(number, group, sources)
    if len(groups) > len(shown):
        st.button(f"再列 {min(STEP, len(groups) - len(shown))} 种", key="word_more", on_click=_more)


def _shown(phrase: str, mode: str, groups: list[list[Match]]) -> list[list[Match]]:
    if st.session_state.get("word_last") != (phrase, mode):
        st.session_state["word_last"], st.session_state["word_shown"] = (phrase, mode), STEP
    return groups[: st.session_state["word_shown"]]


def _more() -> None:
    st.session_state["word_shown"] += STEP


def _one(number: int, group: list[Match], sources: Sequence[dict[str, Any]]) -> None:
    match = group[0]
    draw(kwic.quoted(number, match, f"{match.organisation} · {_place(sources[0])}", len(group) - 1))
    with st.expander(f"第 {number} 种的出处与引文", key=f"word-open-{match.entry.id}-{match.start}", on_change="rerun") as opened:
        if not opened.open:
            return
        for one, cited in zip(group[:20], sources, strict=False):
            origin = (" · ", link("查看原报告", cited["url"])) if cited["url"] else ()
            draw(tag("p", f"{one.organisation} · {_place(cited)}", *origin, cls="mz-where"))
            draw(passage(one.entry.text, [(one.start, one.end)] if one.exact else []))
            st.code(visible(outgoing(f"「{sentence(one)[0].strip()}」——{_place(cited)}（{one.entry.id}）")), language=None, wrap_lines=True)
        if len(group) > 20:
            draw(tag("p", f"另有 {len(group) - 20} 处写法相同，没有列。", cls="mz-where"))


def _place(cited: dict[str, Any]) -> str:
    page_number = f"，第{cited['page']}页" if cited["page"] is not None else ""
    return f"《{cited['title']}》{cited['where']}{page_number}"


def _pair(groups: list[list[Match]], cited: Sequence[Sequence[dict[str, Any]]]) -> None:
    """两种写法对着看；少于两种时没有。"""
    if len(groups) < 2:
        return
    with st.expander("两种写法对着看"):
        numbers = range(1, len(groups) + 1)
        one, two = st.columns(2)
        left = one.selectbox("甲", numbers, 0, key="word_left", format_func=lambda n: label(f"{n} {sentence(groups[n - 1][0])[0][:30]}"))
        right = two.selectbox("乙", numbers, 1, key="word_right", format_func=lambda n: label(f"{n} {sentence(groups[n - 1][0])[0][:30]}"))
        texts = [sentence(groups[n - 1][0])[0] for n in (left, right)]
        names = [f"第 {n} 种 · {groups[n - 1][0].organisation} · {_place(cited[n - 1][0])}" for n in (left, right)]
        draw(kwic.side_by_side(texts[0], texts[1], (names[0], names[1])))
        draw(tag("p", f"点亮的是两边不一样的字；相同的占 {likeness(texts[0], texts[1]):.0%}。", cls="mz-reading"))
