"""How far a piece of work has come: the one definition that task lists, forms and pages share."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` things. Of statements: those with an effective rating, NA included."""

    done: int
    total: int

    @property
    def left(self) -> int:
        return self.total - self.done

    @property
    def state(self) -> str:
        """ "done", "in_progress" or "not_started"."""
        if self.done >= self.total:
            return "done"
        return "in_progress" if self.done else "not_started"
