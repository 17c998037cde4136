"""Numbers as people type them, and as a field shows them again.

English and French write the same signs for opposite things: 45,000 is forty-five thousand in one
and forty-five in the other. What could be either is asked about, whatever the page's language.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from maturity.bilingual import current_language

SIGNED = re.compile(r"([-+\u2212]?)([0-9][0-9.,]*)%?\Z")
LONGEST = 30  # digits on either side of the decimal mark
# Thousands in groups of three, by a mark that is not the decimal mark.
GROUPED = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2}(?:(?P<group>[.,])[0-9]{3})(?:(?P=group)[0-9]{3})*)"
    r"(?:(?!(?P=group))[.,](?P<part>[0-9]+))?"
)
PLAIN = re.compile(r"(?P<whole>[0-9]+)(?:[.,](?P<part>[0-9]+))?")
EITHER = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A number that can be read in two ways: with thousands, or with decimals."""

    typed: str
    thousands: Decimal
    decimals: Decimal

    @property
    def question(self) -> str:
        """The sentence that says how to write each."""
        decimals = written(self.decimals)
        if decimals.lstrip("-").isdigit():
            decimals += f"{_mark()}0"
        message = _(
            "“%(typed)s” can be read in two ways. Write %(thousands)s if you mean thousands, or "
            "%(decimals)s if you mean decimals."
        )
        thousands = written(self.thousands)
        return message % {"typed": self.typed, "thousands": thousands, "decimals": decimals}


def read_number(text: str) -> Decimal | Ambiguous | None:
    """The number that `text` writes, in either language; None where it writes none. 62 % is 62."""
    # Spaces of every kind only group digits.
    signed = SIGNED.match("".join(text.split()))
    if signed is None:
        return None
    sign, body = ("-" if signed[1] in ("-", "\u2212") else ""), signed[2]
    if EITHER.fullmatch(body):
        thousands = Decimal(sign + re.sub("[.,]", "", body))
        return Ambiguous(text.strip(), thousands, Decimal(sign + body.replace(",", ".")))
    found = GROUPED.fullmatch(body) or PLAIN.fullmatch(body)
    if found is None:
        return None
    whole, part = re.sub("[.,]", "", found["whole"]), found["part"] or ""
    if max(len(whole), len(part)) > LONGEST:
        return None
    return Decimal(f"{sign}{whole}.{part}" if part else f"{sign}{whole}")


def written(value: Decimal) -> str:
    """A number as a field has it: with the reader's decimal mark, and read again as the same."""
    text = f"{value.normalize():f}"
    whole, _point, part = text.partition(".")
    # Three decimals could be taken for thousands.
    part += "0" if len(part) == 3 else ""
    return f"{whole}{_mark()}{part}" if part else whole


def _mark() -> str:
    return "," if current_language() == "fr" else "."
