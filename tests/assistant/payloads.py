"""Eighty texts that would do harm where text becomes HTML, Markdown, a formula, a terminal's command or a path."""

from __future__ import annotations

PAYLOADS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>",
    "<a href=javascript:alert(1)>点</a>", "</td></table><h1>x",
    "<style>*{display:none}</style>", "<iframe src=//a.cn>", "&lt;b&gt;", "<!--", "]]>", "' onmouseover='x",
    "`x` **y** [z](http://a.cn) ![i](http://a.cn/i.png)",
    ":red[x] :material/home: :smile: $x^2$", "3*4*5", "{{x}} ${y} <%= z %>", "\x1b[31m\u202e", "<math><mtext></mtext></math>", "<b", "a&b;&#60;c",
    "<ScRiPt>alert(1)</sCrIpT>", "<script src=//a.cn/x.js></script>", "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>", "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>", "<object data=javascript:alert(1)>", "<embed src=//a.cn>",
    "<form action=//a.cn><button>x", "<base href=//a.cn>",
    "<meta http-equiv=refresh content=0;url=//a.cn>", "<link rel=stylesheet href=//a.cn>", "<svg><a xlink:href=javascript:alert(1)>x</a></svg>",
    "<svg><foreignObject><b>x", "<template><img src=x>", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<textarea><img src=x>",
    "<title><img src=x>", "<xmp><img src=x>", "<plaintext>", "</p></div></section>", "<table><tr><td>", "<mark onclick=alert(1)>x</mark>",
    "<sup id=mz-source-1>x</sup>", "<p class=mz-card>9999万元</p>", "<div style=position:fixed>x",
    "<a id=mz-source-1 href=#x>y</a>", "\" autofocus onfocus=\"alert(1)",
    "`onerror=alert(1)", "&#x3c;script&#x3e;", "&lt;script&gt;alert(1)&lt;/script&gt;", "&amp;lt;b&amp;gt;",
    "%3Cscript%3E", "\\u003cscript\\u003e", "＜script＞alert(1)＜/script＞",
    "[x](javascript:alert(1))", "![x](data:text/html,1)", "[x]: http://a.cn", "<http://a.cn>",
    "https://a.cn/?q=4.13", "www.a.cn", "a@b.cn", "# 标题", "- 项\n- 项",
    "1. 项", "> 引", "***", "---", "| a | b |\n|---|---|", "```\nx\n```", "~~x~~ __y__ _z_ *w*",
    "-> <- -- >= != ~", "$$\\frac{1}{2}$$", ":blue-background[x] :streamlit:",
    "[^1] [1] [99]", "=1+1", "@SUM(1)", "\t\r\n\x00", "\u200b\u2066\u2069\ufeff", "../../etc/passwd", "'; DROP TABLE reports; --",
]  # fmt: skip
