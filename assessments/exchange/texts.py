"""The texts of an exchange document, through the one door (`maturity.text`)."""

from typing import Any

from maturity.links import in_punycode
from maturity.text import HYPHENS, Alteration, Cleaned, clean

# The keys whose values, or the entries of whose lists, are codes.
CODES = frozenset(
    {
        "attribute", "attributes", "channel", "channels", "code", "council", "criteria",
        "criterion", "edition", "jurisdiction", "lead", "partners", "play", "priorities",
        "priority", "result", "stage",
    }
)  # fmt: skip


# The keys whose texts have several lines.
LINES = frozenset({"text", "situation", "done", "happened"})


def clean_texts(document: Any) -> frozenset[Alteration]:
    """Cleans every text of a document where it stands; gives what its writer should know of."""
    changes: set[Alteration] = set()
    # Its own stack: a file may be nested more deeply than Python calls may be.
    stack: list[tuple[str, Any]] = [("", document)]
    while stack:
        name, part = stack.pop()
        for key, value in list(_entries(part)):
            of = key if isinstance(key, str) else name
            if isinstance(value, str):
                cleaned = _cleaned(of, value)
                part[key] = cleaned.text
                changes |= cleaned.changes
            else:
                stack.append((of, value))
    return frozenset(changes)


def _entries(part: Any) -> Any:
    if isinstance(part, dict):
        return part.items()
    return enumerate(part) if isinstance(part, list) else ()


def _cleaned(name: str, text: str) -> Cleaned:
    """A text by the key that it stands at."""
    cleaned = clean(text, lines=name in LINES)
    if name in CODES:
        return Cleaned(HYPHENS.sub("-", cleaned.text), cleaned.changes)
    if name == "url":
        return Cleaned(in_punycode(cleaned.text), cleaned.changes)
    return cleaned
