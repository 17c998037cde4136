"""The Markdown of plays: paragraphs, lists, emphasis and links. All else is shown as it is typed.

What a text may hold is told before it is saved (`faults_of`); what is shown is made harmless
whatever a text holds (`as_html`).
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

SCHEMES = frozenset({"http", "https", "mailto"})
TAGS = {"p", "ol", "ul", "li", "em", "strong", "a", "br"}
# Headings belong to the page that a text is part of, and what is code or a quotation is no advice.
LEFT_OUT = (
    "image", "heading", "lheading", "hr", "code", "fence", "blockquote", "reference", "backticks",
)  # fmt: skip


def _is_safe(url: str) -> bool:
    try:
        return urlsplit(url.strip()).scheme.lower() in SCHEMES
    except ValueError:  # no address at all, such as a bracket that is not closed
        return False


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).disable(list(LEFT_OUT))
    reader.validateLink = _is_safe  # type: ignore[method-assign]
    return reader


def _judge() -> MarkdownIt:
    """Reads all that Markdown can say, so that it can be told what is not kept."""
    reader = MarkdownIt("commonmark", {"html": True})
    reader.validateLink = lambda url: True  # type: ignore[method-assign]
    return reader


READER, JUDGE = _reader(), _judge()


def as_html(text: str) -> SafeString:
    """A text as HTML: no scripts, no raw HTML, no pictures, links to the web and to mail alone."""
    made = nh3.clean(
        READER.render(text),
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=set(SCHEMES),
        link_rel="noopener noreferrer",
    )
    return mark_safe(made)  # nosec B308 B703 # noqa: S308 – cleaned in the line above


def as_points(text: str) -> tuple[str, ...]:
    """A text as points without marks: each paragraph, and each item of a list."""
    found = (token for token in READER.parse(text) if token.type == "inline")
    return tuple(filter(None, (_plain(token.children or []) for token in found)))


def _plain(tokens: list[Token]) -> str:
    """The words of a line, a break in it as a space."""
    breaks = {"softbreak", "hardbreak"}
    return "".join(" " if each.type in breaks else each.content for each in tokens).strip()


def faults_of(text: str) -> list[str]:
    """What a text holds that is not kept, as sentences that say what to do; each once."""
    return list(dict.fromkeys(_faults(JUDGE.parse(text))))


def _faults(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        match token.type:
            case "html_block" | "html_inline":
                yield _("Remove the HTML tags: they would be shown as they are typed.")
            case "image":
                yield _("Remove the picture: only text and links are kept.")
            case "heading_open":
                yield _("Remove the heading: each part has its own.")
            case "link_open" if not _is_safe(str(token.attrGet("href") or "")):
                yield _("Links must begin with https://, http:// or mailto:.")
        yield from _faults(token.children or [])
