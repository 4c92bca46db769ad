"""安全的 HTML：文字一律在 `tag` 里转义，只有这里拼标签。网页上凡是来自报告或提问的文字都从这里出去，不走 Markdown。"""

from __future__ import annotations

import html
import re
from urllib.parse import quote

from assistant.render import outgoing, visible

TAGS = frozenset({"a", "caption", "div", "h2", "mark", "p", "span", "sup", "table", "tbody", "td", "th", "thead", "tr"})
ATTRIBUTES = frozenset({"class", "colspan", "rowspan", "scope", "title", "href", "role", "tabindex", "aria-label", "id", "target", "rel"})


class Html(str):
    """已经是安全的 HTML；别处不得用字符串直接构造。"""

    __slots__ = ()


def tag(name: str, *children: str | Html, **attributes: object) -> Html:
    """一个标签；`children` 里的普通字符串先隐去个人信息再转义，Html 照放。值为空的属性不写；`cls` 是 class，`aria_label` 是 aria-label。

    >>> tag("td", "<b>3*4</b>", cls="lit", colspan=2)
    '<td class="lit" colspan="2">&lt;b&gt;3*4&lt;/b&gt;</td>'
    """
    if name not in TAGS:
        raise ValueError(f"标签 {name!r} 不在名单里")
    shown = "".join(_attribute({"cls": "class"}.get(key, key.replace("_", "-")), value) for key, value in attributes.items() if value not in ("", None))
    return Html(f"<{name}{shown}>{join(*children)}</{name}>")


def join(*children: str | Html) -> Html:
    """几段连起来，普通字符串先转义。"""
    return Html("".join(child if isinstance(child, Html) else _escaped(child) for child in children))


ANEW = {"target": "_blank", "rel": "noopener"}
"""另开一页：问答留在原来的那一页。"""


def link(text: str, url: str) -> Html:
    """指向原文的链接；不是 http(s) 的地址只写文字。

    >>> link("原文", "javascript:alert(1)")
    '<span>原文</span>'
    """
    return tag("a", text, href=url, **ANEW) if re.fullmatch(r"https?://[^\s]+", url) else tag("span", text)


def permalink(text: str, target: str) -> Html:
    """到一处原文自己的一页；`target` 是那一处的编号。

    >>> permalink("链接", "r3f2a91/t1#r3c1")
    '<a href="source?at=r3f2a91%2Ft1%23r3c1" target="_blank" rel="noopener">链接</a>'
    """
    return tag("a", text, href=f"source?at={quote(target, safe='')}", **ANEW)


def jump(text: str, name: str, *, said: str = "") -> Html:
    """到本页另一处的链接；`name` 是那一处的 id，只许字母、数字与连字符；`said` 说给看不见的读者。

    >>> jump("[1]", "mz-3")
    '<a href="#mz-3">[1]</a>'
    """
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise ValueError(f"id {name!r}")
    return tag("a", text, href=f"#{name}", aria_label=said)


def _escaped(text: str) -> str:
    return html.escape(visible(outgoing(text)), quote=True)


def _attribute(name: str, value: object) -> str:
    if name not in ATTRIBUTES:
        raise ValueError(f"属性 {name!r} 不在名单里")
    return f' {name}="{_escaped(str(value))}"'
