"""Telling people why something that they asked for was not done."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest

from maturity.faults import Faults


@contextmanager
def faults_in(form: BaseForm, at: str | None = None) -> Iterator[None]:
    """Faults of what is done here become errors of a form: at its head or at the field `at`.

    With `at` empty, each stands at the field that its own place ends with.
    """
    try:
        yield
    except Faults as faults:
        for fault in faults.faults:
            own = fault.place.rpartition(".")[2] or None
            form.add_error(own if at == "" else at, fault.message)


@contextmanager
def faults_told(request: HttpRequest) -> Iterator[None]:
    """Faults of what is done here are told at the head of the next page."""
    try:
        yield
    except Faults as faults:
        for fault in faults.faults:
            messages.error(request, fault.message)
