"""The Markdown of plays: what is shown is harmless, and what is not kept is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.playbook.markdown import as_html, faults_of


def test_lists_emphasis_and_links_are_shown() -> None:
    html = as_html("1. Count *all* **contacts**\n2. See [a guide](https://example.org/a?b=1&c=2)")
    assert html == (
        "<ol>\n<li>Count <em>all</em> <strong>contacts</strong></li>\n"
        '<li>See <a href="https://example.org/a?b=1&amp;c=2" rel="noopener noreferrer">a guide</a>'
        "</li>\n</ol>\n"
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<script>alert(1)</script>", "Remove the HTML tags"),
        ("Some <b onclick=alert(1)>text</b>", "Remove the HTML tags"),
        ("[here](javascript:alert(1))", "Links must begin with"),
        ("[here](JaVaScRiPt:alert(1))", "Links must begin with"),
        ("[here](data:text/html;base64,PHNjcmlwdD4=)", "Links must begin with"),
        ("[here](/a/path)", "Links must begin with"),
        ("[here](//example.org)", "Links must begin with"),
        ("<javascript:alert(1)>", "Links must begin with"),
        ("![a picture](https://example.org/a.png)", "Remove the picture"),
        ("![a picture](javascript:alert(1))", "Remove the picture"),
        ("# A heading", "Remove the heading"),
        ("A heading\n===", "Remove the heading"),
    ],
)
def test_what_is_not_kept_is_told_and_does_no_harm(text: str, fault: str) -> None:
    [said] = faults_of(text)
    assert said.startswith(fault)
    html = as_html(text)
    assert not any(tag in html for tag in ("<script", "<b", "<img", "<h1"))
    assert 'href="' not in html.replace('href="https://example.org/', "")


def test_each_fault_is_told_once_and_deep_inside_a_list_too() -> None:
    text = "- one\n  - [two](javascript:a) ![x](https://example.org/x.png)\n  - [three](file:///b)"
    assert [each.partition(" ")[0] for each in faults_of(text)] == ["Links", "Remove"]


@pytest.mark.parametrize(
    "text",
    ["", "2 < 3 and 5 > 4", "A *note*.", "[mail](mailto:a@example.org)", "<https://example.org/>"],
)
def test_what_is_kept_has_no_fault(text: str) -> None:
    assert faults_of(text) == []


@given(st.text(alphabet=st.sampled_from("<>[]()!*_`#-1. \n\"'&;:/abjscriptonload=javascript")))
def test_no_text_becomes_more_than_the_tags_that_are_kept(text: str) -> None:
    html = as_html(f"[x](https://example.org/) {text} <img src=x onerror=alert(1)>")
    assert "<img" not in html
    assert "<script" not in html
    assert 'href="javascript' not in html.lower()
