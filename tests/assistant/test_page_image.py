"""A page of a PDF as a picture: the place is boxed where it stands, personal numbers are black, a scan is not shown, a bad file harms nothing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from assistant import page_image
from assistant.errors import PageNotShown
from assistant.page_image import AROUND, WIDTH, Picture, Place, around, picture
from tests.ingest.pdf_writer import Sheet, write

SCALE = WIDTH / 595
PHONE = "13912345678"


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    first, second, turned = Sheet(), Sheet(), Sheet(842, 595, rotate=90)
    first.text(100, 200, "三公经费决算数4.13万元。")
    first.text(100, 300, f"联系电话：{PHONE}")
    second.text(100, 400, "第二页的话：项目支出1874.05万元")
    turned.text(100, 200, "转过的页7.77万元")
    return write(tmp_path_factory.mktemp("pages") / "a.pdf", [first, second, turned])


def image(shown: Picture) -> Image.Image:
    return Image.open(io.BytesIO(shown.png)).convert("RGB")


def reds(shown: Picture) -> tuple[int, int, int, int]:
    """The box around everything that is red."""
    found = image(shown)
    mask = found.point(lambda value: value).convert("RGB")
    red = Image.eval(mask.getchannel("R"), lambda v: 255 if v > 150 else 0)
    green = Image.eval(mask.getchannel("G"), lambda v: 255 if v < 90 else 0)
    both = Image.composite(green, Image.new("L", found.size), red)
    box = both.getbbox()
    assert box is not None
    return box


def test_a_quote_is_boxed_where_it_stands(pdf: Path) -> None:
    shown = picture(pdf, Place(1, quote="三公经费 决算数4.13万元。"))
    left, top, right, bottom = (value / SCALE for value in reds(shown))
    assert shown.page == 1
    assert (left, right) == pytest.approx((97, 222), abs=8)
    assert top < 195 < 200 < bottom < 215
    number = tuple(value / SCALE for value in reds(picture(pdf, Place(1, quote="三公经费决算数4.13万元。", text="4.13"))))
    assert left < number[0] < number[2] < right


def test_a_known_box_is_drawn_as_it_is(pdf: Path) -> None:
    assert reds(picture(pdf, Place(2, boxes=((50.0, 60.0, 150.0, 90.0),)))) == pytest.approx([v * SCALE for v in (50, 60, 150, 90)], abs=10)


def test_only_the_surroundings_of_the_box_are_drawn_when_that_is_wanted(pdf: Path) -> None:
    whole, near = (picture(pdf, Place(1, quote="三公经费决算数4.13万元。", near=near)) for near in (False, True))
    assert image(near).size == (round(AROUND[0] * SCALE), round(AROUND[1] * SCALE))
    assert image(whole).size[0] == WIDTH
    (left, top, right, bottom), (wide, high) = reds(near), image(near).size
    assert 0 < left < right < wide
    assert 0 < top < bottom < high
    assert near.at == whole.at
    assert image(picture(pdf, Place(1, quote="没有这句话", near=True))).size == image(whole).size


SIDE = st.floats(0, 800)


@given(SIDE, SIDE, st.floats(1, 800), st.floats(1, 800))
def test_the_surroundings_hold_the_box_and_stay_on_the_page(left: float, top: float, width: float, height: float) -> None:
    size = (842.0, 842.0)
    box = (left, top, min(left + width, size[0]), min(top + height, size[1]))
    found = around([box], size)
    assert 0 <= found[0] <= box[0] <= box[2] <= found[2] <= size[0] + 1e-6
    assert 0 <= found[1] <= box[1] <= box[3] <= found[3] <= size[1] + 1e-6
    assert found[2] - found[0] >= AROUND[0] - 1e-6


def test_a_quote_of_the_next_page_turns_the_page(pdf: Path) -> None:
    assert picture(pdf, Place(1, quote="项目支出1874.05万元")).page == 2
    lost = picture(pdf, Place(1, quote="没有这句话"))
    assert (lost.page, lost.at) == (1, None)


def test_a_turned_page_is_boxed_as_it_is_shown(pdf: Path) -> None:
    shown = picture(pdf, Place(3, quote="7.77万元"))
    width, height = image(shown).size
    left, top, right, bottom = reds(shown)
    assert height > width
    assert bottom - top > right - left, "the line runs down the turned page"


def test_personal_numbers_are_black(pdf: Path) -> None:
    found = image(picture(pdf, Place(1, quote="4.13")))
    digits = [found.getpixel((round((150 + step) * SCALE), round(296 * SCALE))) for step in range(5, 50, 5)]
    assert set(digits) == {(20, 20, 20)}
    hidden = image(picture(pdf, Place(1, hidden=((100.0, 192.0, 130.0, 204.0),))))
    assert hidden.getpixel((round(115 * SCALE), round(198 * SCALE))) == (20, 20, 20)


def test_a_page_without_text_is_not_shown(tmp_path: Path) -> None:
    blank = write(tmp_path / "scan.pdf", [Sheet()])
    with pytest.raises(PageNotShown, match="扫描"):
        picture(blank, Place(1))


@pytest.mark.parametrize("page", [0, 9])
def test_a_page_that_is_not_there_is_said(pdf: Path, page: int) -> None:
    with pytest.raises(PageNotShown, match="没有这一页"):
        picture(pdf, Place(page))


def test_a_damaged_file_harms_only_its_own_process(tmp_path: Path, pdf: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(pdf.read_bytes()[:200])
    with pytest.raises(PageNotShown):
        picture(tmp_path / "bad.pdf", Place(1))


def test_a_page_that_takes_too_long_is_given_up(pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_image, "PATIENCE", 0.001)
    with pytest.raises(PageNotShown, match="超过"):
        picture(pdf, Place(1))
