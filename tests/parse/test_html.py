"""HTML to text: what a reader sees, nothing else, in linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.parse.html import HISTORY, html_to_text


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display:none">X</p>',
        '<p style="DISPLAY : none !important">X</p>',
        "<p style='visibility:hidden'>X</p>",
        "<p style=opacity:0>X</p>",
        '<div style="max-height:0;overflow:hidden"><p>X</p></div>',
        '<div style="height:0px; overflow:hidden">X</div>',
        '<span style="font-size:0">X</span>',
        '<span style="font-size:1px;line-height:1px">X</span>',
        '<span style="font:0/0 a">X</span>',
        '<span style="mso-hide:all">X</span>',
        '<span style="color:#fff">X</span>',
        '<font color="white">X</font>',
        '<table bgcolor="#000080"><tr><td><font color="navy">X</font></td></tr></table>',
        '<div style="background:#eee"><p style="color:rgb(238, 238, 238)">X</p></div>',
        '<p style="color:transparent">X</p>',
        '<p style="color:rgba(0,0,0,0)">X</p>',
        '<p style="position:absolute;left:-9999px">X</p>',
        '<p style="text-indent:-9999px">X</p>',
        "<p hidden>X</p>",
        '<p hidden="hidden">X</p>',
        "<style>.a, p.b{display:none}</style><p class='z a'>X</p>",
        "<style>#i{font-size:0}</style><p id=i>X</p>",
        "<!-- X -->",
        "<!--[if mso]>X<![endif]-->",
        "<script>X</script>",
        "<style>X</style>",
        "<title>X</title>",
        "<template>X</template>",
        "<svg><text>X</text></svg>",
        '<div style="display:none"><div>X</div>X<br>X</div>',
    ],
)
def test_hidden_text_is_dropped(hidden: str) -> None:
    assert html_to_text(f"<p>before</p>{hidden}<p>after</p>").split() == ["before", "after"]


@pytest.mark.parametrize(
    "shown",
    [
        '<a style="background:#0af;color:#fff">X</a>',
        '<div style="background:url(x.png)"><p style="color:#fff">X</p></div>',
        "<style>.b{background-color:#123}</style><div class=b><font color=white>X</font></div>",
        '<td style="font-size:0px"><div style="font-size:13px">X</div></td>',
        '<p style="visibility:hidden"><b style="visibility:visible">X</b></p>',
        "<style>@media (max-width:600px){.m{display:none} .n{color:red}}</style><p class=m>X</p>",
        "<!--[if !mso]><!-->X<!--<![endif]-->",
        "<![if !mso]>X<![endif]>",
        '<p title="a > b">X</p>',
        '<p title="unclosed>X</p>',
        "<noscript>X</noscript>",
        '<div style="max-height:none;opacity:1;height:0">X</div>',
    ],
)
def test_seen_text_is_kept(shown: str) -> None:
    assert "X" in html_to_text(f"<p>before</p>{shown}<p>after</p>")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<div>a</div><div><br></div><div>b</div>", "a\n\nb"),
        ("<p>a</p>\n <p>b</p>", "a\n\nb"),
        ("<div>a</div><div>&nbsp;</div><div>b</div>", "a\n\nb"),
        ("<b>80</b>&nbsp;<b>k</b>&nbsp;<div>&nbsp;b</div>", "80 k\nb"),
        ("a  \n b\t c", "a b c"),
        ("<ul><li>a<li>b</ul>", "- a\n- b"),
        ("<ul><li><p>a</p></li><li><div>b</div></li></ul>", "- a\n\n- b"),
        ("<table><tr><th>Pay<td>90k<tr><th>City<td>Berlin</table>", "Pay\t90k\nCity\tBerlin"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("&lt;b&gt; &amp; &euro;80&nbsp;k &#8203;&shy;&#x202e;x", "<b> & €80 k x"),
        ('<a href="https://x.example">apply</a> now', "apply now"),
        ("1 < 2 <3 > 2", "1 < 2 <3 > 2"),
        ("<blockquote type=cite>a<br>b</blockquote>c", "> a\n> b\n\nc"),
        ("<blockquote>indented</blockquote>", "indented"),
        ('new<div id="divRplyFwdMsg">old</div>', f"new\n\n{HISTORY}\n\nold"),
        ("caf&eacute; <b>b</b>old", "café bold"),
    ],
)
def test_layout(html: str, text: str) -> None:
    assert html_to_text(html) == text


_BOMBS = {
    "comments": "<!--" * 65_000,
    "divs": "<div>" * 52_000,
    "attributes": "<a " + "x=y " * 65_000 + ">",
    "quotes": '<a "' * 65_000,
    "brackets": "<" * 260_000,
    "strays": "<p><table><td></p>" * 14_000,
    "ampersands": "&" * 260_000,
    "digits": "&#" + "9" * 260_000,
    "rules": "<style>" + ".a{" * 85_000,
    "media": "<style>" + "@media{" * 37_000,
    "sheets": "<style>.x{display:none}</style>" * 8_000,
    "citations": "<blockquote type=cite>" * 12_000,
    "items": "<li>" * 65_000,
    "classes": "".join(f'<p class="c{number}" style="font-size:{number}px">' for number in range(6_000)),
    "blanks": " \t" * 130_000,
}


@pytest.mark.parametrize("name", _BOMBS)
def test_bombs_take_no_time(name: str) -> None:
    began = time.process_time()
    html_to_text(_BOMBS[name])
    assert time.process_time() - began < 1.5


_PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div style='",
        "display:none",
        "'>",
        "<!--",
        "-->",
        "<td",
        ">",
        '"',
        "&amp",
        "&#55296;",
        "text",
        "<br>",
        "<style>",
        "</style>",
        ".a{color:#fff}",
        "</",
        "<blockquote type=cite>",
        "</blockquote>",
        "\x1e",
        "\x11",
        "�",
    ]
)


@given(st.lists(_PIECES | st.text(max_size=4), max_size=40).map("".join))
def test_any_soup_gives_clean_text(html: str) -> None:
    text = html_to_text(html)
    text.encode("utf-8")
    assert not set(text) & set("\x00\x11\x12\x1b\x1c\x1d\x1e\x1f\x7f\u200b\u202e\xad")
    assert "\n\n\n" not in text


def test_speed_on_ordinary_newsletters() -> None:
    cell = '<td style="font-family:Arial,sans-serif;font-size:14px;padding:0 24px" class="c">'
    row = f"<tr>{cell}We hire <b>engineers</b>.</td></tr>"
    html = f"<html><body><table>{row * 2_000}</table></body></html>"
    began = time.process_time()
    html_to_text(html)
    assert len(html) / (time.process_time() - began) > 2e6, "10 MB/s and more when nothing else runs"
