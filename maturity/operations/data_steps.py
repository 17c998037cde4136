"""Long migrations of data, in small batches while the portal is used.

A step looks at the rows themselves to find what is left. So it can be interrupted at any time and
started again, and goes on where it was. An app's steps are the list STEPS of its module
`data_steps`; a step may go one release after that which brought it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module

from django.apps import apps
from django.db import transaction
from django.utils.module_loading import module_has_submodule

from maturity.faults import Fault, Faults

BATCH = 500  # rows a transaction: whoever writes one of them waits for moments


@dataclass(frozen=True)
class DataStep:
    """One migration of data.

    `left` counts the rows that are not migrated yet; `advance` migrates so many of them at most,
    and gives how many it did. It may be called again after any of its calls, done or undone.
    """

    name: str
    left: Callable[[], int]
    advance: Callable[[int], int]


@dataclass(frozen=True)
class StepProgress:
    """How far a step is: rows done, of those that there were when it began."""

    step: DataStep
    done: int
    total: int

    def __str__(self) -> str:
        return f"{self.step.name}: {self.done:,} of {self.total:,}"


def registered() -> Iterator[DataStep]:
    """The steps of every app, in the order of the apps."""
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "data_steps"):
            yield from import_module(f"{app.name}.data_steps").STEPS


def advanced(steps: Iterable[DataStep]) -> Iterator[StepProgress]:
    """Goes through the steps, a batch a transaction, and says after each how far it is.

    Raises Faults where a step gets nothing done of what is left.
    """
    for step in steps:
        done, total = 0, step.left()
        while number := _batch(step):
            done += number
            yield StepProgress(step, done, max(total, done))
        if left := step.left():
            raise Faults([Fault(step.name, f"{left:,} rows are left, and none could be migrated")])


@transaction.atomic
def _batch(step: DataStep) -> int:
    return step.advance(BATCH)
