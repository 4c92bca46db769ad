"""The Word file of an answer: opened by another program's reader, every citation a footnote that names its place, no text lost or run."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.render import outgoing, visible
from assistant.word import to_docx
from tests.assistant import samples
from tests.assistant.payloads import PAYLOADS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(data: bytes, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return ElementTree.fromstring(archive.read(f"word/{name}.xml"))


def footnotes(data: bytes) -> dict[str, str]:
    notes = part(data, "footnotes").iter(f"{W}footnote")
    return {str(note.get(f"{W}id")): "".join(text.text or "" for text in note.iter(f"{W}t")) for note in notes if note.get(f"{W}type") is None}


def test_another_reader_opens_it() -> None:
    opened = docx.Document(io.BytesIO(to_docx(samples.answered())))
    assert opened.paragraphs[0].text == "三公经费是多少"
    assert opened.paragraphs[0].style.name.lower() == "heading 1"
    assert opened.paragraphs[1].text == "2023年三公经费决算数是4.13万元。"


def test_every_citation_is_a_footnote_that_names_its_place() -> None:
    data = to_docx(samples.disputed())
    notes = footnotes(data)
    used = [reference.get(f"{W}id") for reference in part(data, "document").iter(f"{W}footnoteReference")]
    assert used == list(notes) == ["1", "2"]
    for words in (samples.TITLE, samples.WHERE, "表1第4行第5列", "第7页", "「6」"):
        assert words in notes["2"]


def test_a_citation_named_again_points_to_its_first_footnote() -> None:
    data = to_docx(samples.disputed())
    again = [field.get(f"{W}instr") for field in part(data, "document").iter(f"{W}fldSimple")]
    names = {mark.get(f"{W}name") for mark in part(data, "document").iter(f"{W}bookmarkStart")}
    assert again
    assert {str(instruction).split()[1] for instruction in again} <= names


@pytest.mark.parametrize("payload", [payload for payload in PAYLOADS if "[99]" not in payload])
def test_text_stays_text(payload: str) -> None:
    opened = docx.Document(io.BytesIO(to_docx(samples.answered(text=f"甲{payload}乙4.13万元[1]"))))
    assert f"甲{visible(outgoing(payload))}乙4.13万元" in "\n".join(paragraph.text for paragraph in opened.paragraphs)


@given(st.text(min_size=1, max_size=40).filter(lambda text: "[" not in text and bool(text.strip())))
def test_any_text_makes_a_whole_file(text: str) -> None:
    data = to_docx(samples.answered(text=f"{text}4.13万元[1]。", quote=text))
    assert footnotes(data)["1"]
    assert "4.13万元" in "".join(t.text or "" for t in part(data, "document").iter(f"{W}t"))


def test_no_mobile_number_and_the_same_bytes_again() -> None:
    answer = samples.answered(text="联系人电话13912345678，4.13万元[1]。", quote="4.13 电话13912345678")
    data = to_docx(answer)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if b"13912345678" in archive.read(name)]
    assert data == to_docx(answer)
