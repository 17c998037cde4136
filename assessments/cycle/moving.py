"""Moving on to a newer edition: what becomes of the answers to the earlier one."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.method.crosswalk import Said, carried, descent, lineage
from assessments.models import Assessment, Initiative
from assessments.models.assessments import State
from maturity.models import Criterion, Edition, Result


@dataclass(frozen=True, slots=True)
class Moving:
    """The statements whose ratings are carried forward (before and after), those that are asked
    anew, and those that are asked no more; and the results that say the same."""

    carried: tuple[tuple[Criterion, Criterion], ...]
    anew: tuple[Criterion, ...]
    removed: tuple[Criterion, ...]
    results: tuple[tuple[Result, Result], ...]


def moving(before: Edition, after: Edition) -> Moving:
    """What becomes of the answers to one edition on another. Five queries."""
    changes = dict(Edition.objects.values_list("code", "changes"))
    way = lineage(changes, after.code, before.code)
    old = {each.code: each for each in _statements(before)}
    new = {each.code: each for each in _statements(after)}
    kept = carried(_said(old.values()), _said(new.values()), way)
    asked = {descent(code, way).origin for code in new}
    results = {each.code: each for each in before.result_set.all()}
    return Moving(
        tuple((old[code], new[later]) for code, later in kept.items()),
        tuple(each for code, each in new.items() if code not in kept.values()),
        tuple(each for code, each in old.items() if code not in asked),
        tuple(
            (results[each.code], each)
            for each in after.result_set.all()
            if way and each.code in results and results[each.code].text_en == each.text_en
        ),
    )


def editions_to_start_on(initiative: Initiative) -> list[Edition]:
    """The newest edition, and those of the initiative's baselines that are in use still: a
    team may stay on its own. Two queries at most."""
    in_use = list(Edition.objects.in_use())
    baselines = initiative.assessments.filter(state=State.APPROVED)
    own = set(baselines.values_list("edition", flat=True)) if len(in_use) > 1 else set()
    return [each for place, each in enumerate(in_use) if place == 0 or each.pk in own]


@dataclass(frozen=True, slots=True)
class StageMoving:
    """What would become of the last baseline of a stage on a newer edition."""

    baseline: Assessment
    moving: Moving


def moves_of(initiative: Initiative, after: Edition) -> list[StageMoving]:
    """What would become of the last baseline of each stage that is of another edition."""
    approved = initiative.assessments.filter(state=State.APPROVED).exclude(edition=after)
    rows = approved.select_related("stage", "edition").order_by("stage__order", "cycle")
    last = {each.stage_id: each for each in rows if not each.superseded}
    found: dict[int, Moving] = {}
    for each in last.values():
        if each.edition_id not in found:
            found[each.edition_id] = moving(each.edition, after)
    return [StageMoving(each, found[each.edition_id]) for each in last.values()]


def _statements(edition: Edition) -> Iterable[Criterion]:
    return edition.criterion_set.select_related("attribute")


def _said(criteria: Iterable[Criterion]) -> dict[str, Said]:
    return {each.code: (each.level, each.text_en, each.text_fr) for each in criteria}
