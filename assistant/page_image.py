"""PDF 的一页画成图：指的地方框出来，个人号码涂黑。pypdfium2 的第二扇门。

画页在另一个进程里（`python -m assistant.page_image`）：原件不可信，它弄坏的只是那个进程；PDFium 也不能几个线程同时用。
扫描的页不画：认不出号码在哪里，就涂不黑。
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

from assistant import privacy
from assistant.errors import PageNotShown

WIDTH = 1400
"""图宽多少像素。"""

PATIENCE = 20.0
"""一页最多画几秒。"""

AROUND = (360.0, 230.0)
"""只画框的周围时至少多宽、多高（PDF 点）：手机上也认得出字。"""

MARGIN = 14.0
"""框的每一边至少多画几点。"""

MEMORY = 1 << 30
"""画页的进程最多用多少内存（字节）。"""

Rect = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """要框的地方：`boxes` 是已知的框（PDF 点，左上角起），没有时在页上找 `quote` 再找其中的 `text`；`hidden` 是另外要涂黑的框；
    `near` 时只画框的周围，没有框还是整页。"""

    page: int
    boxes: tuple[Rect, ...] = ()
    quote: str = ""
    text: str = ""
    hidden: tuple[Rect, ...] = ()
    near: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """画好的一页：PNG、页码（从 1），要框的地方在整页从上往下的几分之几处（没有找到是 None）。"""

    png: bytes
    page: int
    at: float | None


def picture(file: Path, place: Place) -> Picture:
    """在另一个进程里画；不能画是 PageNotShown。"""
    wanted = {"file": str(file), "page": place.page, "boxes": place.boxes, "quote": place.quote, "text": place.text, "hidden": place.hidden, "near": place.near}
    command = [sys.executable, "-m", "assistant.page_image"]
    try:
        done = subprocess.run(command, input=json.dumps(wanted).encode(), capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as error:
        raise PageNotShown(f"第{place.page}页画不出来：超过 {PATIENCE:.0f} 秒", "请打开原件查看") from error
    head, _, png = done.stdout.partition(b"\n")
    if done.returncode != 0 or not png:
        raise PageNotShown(f"第{place.page}页不能画成图：{head.decode(errors='replace') or '这一页读不出'}", "请看重建的表格或段落，或打开原件")
    said = json.loads(head)
    return Picture(png, said["page"], said["at"])


def main() -> int:
    """子进程：标准输入是要画什么，标准输出第一行是 JSON，其后是 PNG；不能画时输出原因，返回 1。"""
    _limited()
    wanted = json.loads(sys.stdin.buffer.read())
    place = Place(wanted["page"], _rects(wanted["boxes"]), wanted["quote"], wanted["text"], _rects(wanted["hidden"]), wanted["near"])
    try:
        found = draw(Path(wanted["file"]), place)
    except PageNotShown as error:
        sys.stdout.buffer.write(error.problem.encode())
        return 1
    sys.stdout.buffer.write(json.dumps({"page": found.page, "at": found.at}).encode() + b"\n" + found.png)
    return 0


def _rects(rows: Sequence[Sequence[float]]) -> tuple[Rect, ...]:
    return tuple((row[0], row[1], row[2], row[3]) for row in rows)


def _limited() -> None:
    try:
        import resource
    except ImportError:  # 没有这个模块的系统上只靠时限
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def draw(file: Path, place: Place) -> Picture:
    """画一页；引文不在这一页而在下一页时画下一页。"""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(file)
        if not 1 <= place.page <= len(document):
            raise PageNotShown("原件没有这一页")
        sheet, boxes = _best(document, place)
        return sheet.drawn(boxes, place.hidden, near=place.near)
    except (pypdfium2.PdfiumError, OSError) as error:
        raise PageNotShown("原件读不出") from error


def _best(document: Any, place: Place) -> tuple[Sheet, list[Rect]]:
    """框在哪一页：说的那一页，或引文所在的下一页。"""
    first = Sheet.read(document[place.page - 1], place.page)
    if boxes := list(place.boxes) or first.boxes_of(place.quote, place.text):
        return first, boxes
    if place.page < len(document):
        with suppress(PageNotShown):
            following = Sheet.read(document[place.page], place.page + 1)
            if boxes := following.boxes_of(place.quote, place.text):
                return following, boxes
    return first, []


@dataclass(frozen=True, slots=True)
class Sheet:
    """一页：文字与每个字的框（左上角起的 PDF 点）。"""

    page: Any
    number: int
    size: tuple[float, float]
    text: str
    boxes: tuple[Rect | None, ...]

    @classmethod
    def read(cls, page: Any, number: int) -> Sheet:
        """读出文字；没有文字层是 PageNotShown。"""
        width, height = page.get_size()
        text_page = page.get_textpage()
        count = text_page.count_chars()
        text = "".join(_character(text_page, index) for index in range(count))
        if not text.strip() or _pictured(page) > _MOSTLY * width * height:
            raise PageNotShown("这一页是扫描的图，个人号码无法逐个涂黑，所以不显示")
        return cls(page, number, (width, height), text, tuple(_box(page, text_page, index, (width, height)) for index in range(count)))

    def boxes_of(self, quote: str, text: str) -> list[Rect]:
        """引文在页上的框，一行一个；空白不计较。`text` 是引文里的数，找到就只框它。"""
        kept = [index for index, character in enumerate(self.text) if not character.isspace()]
        squeezed = "".join(self.text[index] for index in kept)
        wanted = "".join(quote.split())
        at = squeezed.find(wanted) if wanted else -1
        if at < 0:
            return []
        inner, within = "".join(text.split()), wanted.find("".join(text.split())) if text else -1
        start, length = (at + within, len(inner)) if inner and within >= 0 else (at, len(wanted))
        return self.lines(kept[start : start + length])

    def lines(self, indexes: Iterable[int]) -> list[Rect]:
        """几个字的框，同一行的并成一个。"""
        found: list[Rect] = []
        for box in (box for index in indexes if (box := self.boxes[index]) is not None):
            if found and found[-1][1] < (box[1] + box[3]) / 2 < found[-1][3]:
                found[-1] = _around(found[-1], box)
            else:
                found.append(box)
        return found

    def personal(self) -> list[Rect]:
        """页上个人信息的框；两行之间的换行当作没有，号码断开也认得。"""
        kept = [index for index, character in enumerate(self.text) if character != "\r"]
        plain = "".join(self.text[index] for index in kept)
        return [rect for found in privacy.found(plain) for rect in self.lines(kept[found.start : found.end])]

    def drawn(self, boxes: Sequence[Rect], hidden: Sequence[Rect], *, near: bool = False) -> Picture:
        """画成 PNG；`near` 时只留框的周围。"""
        from PIL import ImageDraw

        width, height = self.size
        scale = WIDTH / width
        if height * scale > 4 * WIDTH:
            raise PageNotShown("这一页太长")
        image = self.page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        pen = ImageDraw.Draw(image, "RGBA")
        for rect in (*self.personal(), *hidden):
            pen.rectangle(_scaled(rect, scale, 2), fill=(20, 20, 20, 255))
        for rect in boxes:
            pen.rectangle(_scaled(rect, scale, 5), fill=(255, 190, 40, 70), outline=(180, 35, 24, 255), width=4)
        if near and boxes:
            left, top, right, bottom = around(boxes, self.size)
            image = image.crop((round(left * scale), round(top * scale), round(right * scale), round(bottom * scale)))
        out = io.BytesIO()
        image.save(out, "PNG")
        return Picture(out.getvalue(), self.number, min(rect[1] for rect in boxes) / height if boxes else None)


def around(boxes: Sequence[Rect], size: tuple[float, float]) -> Rect:
    """几个框的周围：每边多 MARGIN 点，至少 AROUND 那么大，不出这一页；左边和上边多留些，行和列的名字在那里。

    >>> around([(500, 400, 560, 412)], (595, 842))
    (228.0, 238.0, 588.0, 468.0)
    """
    whole = reduce(_around, boxes)
    left, right = _span(whole[0], whole[2], AROUND[0], size[0], 2 * MARGIN)
    top, bottom = _span(whole[1], whole[3], AROUND[1], size[1], 4 * MARGIN)
    return left, top, right, bottom


def _span(low: float, high: float, least: float, size: float, after: float) -> tuple[float, float]:
    length = min(size, max(high - low + 2 * MARGIN, least))
    start = min(max(0.0, min(high + after - length, low - MARGIN)), size - length)
    return start, start + length


_MOSTLY = 0.4
"""图占一页的这么多就当作扫描件：图里的号码看不见。"""


def _pictured(page: Any) -> float:
    """页上的图一共占多大（平方点）。"""
    import pypdfium2.raw as pdfium

    bounds = (item.get_bounds() for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=5))
    return float(sum(abs((right - left) * (top - bottom)) for left, bottom, right, top in bounds))


def _character(text_page: Any, index: int) -> str:
    import pypdfium2.raw as pdfium

    code = pdfium.FPDFText_GetUnicode(text_page, index)
    return chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else " "


def _box(page: Any, text_page: Any, index: int, size: tuple[float, float]) -> Rect | None:
    """一个字的框，按页显示的样子（转过的页也对）。"""
    left, bottom, right, top = text_page.get_charbox(index, loose=True)
    if right <= left or top <= bottom:
        return None
    (x1, y1), (x2, y2) = (_shown(page, x, y, size) for x, y in ((left, top), (right, bottom)))
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


_FINE = 16
"""PageToDevice 只给整数：放大这么多倍再除回去。"""


def _shown(page: Any, x: float, y: float, size: tuple[float, float]) -> tuple[float, float]:
    import ctypes

    import pypdfium2.raw as pdfium

    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, round(size[0] * _FINE), round(size[1] * _FINE), 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return across.value / _FINE, down.value / _FINE


def _around(one: Rect, other: Rect) -> Rect:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _scaled(rect: Rect, scale: float, margin: float) -> tuple[float, float, float, float]:
    return rect[0] * scale - margin, rect[1] * scale - margin, rect[2] * scale + margin, rect[3] * scale + margin


if __name__ == "__main__":
    sys.exit(main())
