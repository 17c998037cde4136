"""Telling people that a report cannot print all that they wrote. It is saved all the same."""

from django.contrib import messages
from django.http import HttpRequest

from maturity.printing import unprintable, unprintable_sentence


def warn_unprintable(request: HttpRequest, *texts: str) -> None:
    """Tell at the head of the next page which characters of some texts no report can print."""
    if sentence := unprintable_sentence(unprintable("\n".join(texts))):
        messages.warning(request, sentence)
