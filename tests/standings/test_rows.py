"""The figures kept of baselines say what the snapshots say, and which was the newest when."""

from datetime import timedelta

from assessments.baselines.reader import content
from assessments.models import Figures
from assessments.review import actions as workflow
from tests.cast import Cast


def test_the_figures_are_those_of_the_snapshot(cast: Cast) -> None:
    cast.rate_all()
    targets = [{"attribute": "ACC", "level": 3}]
    ratings = [{"criterion": "ACC-04", "rating": "P"}, {"criterion": "RES-07", "rating": "N"}]
    cast.import_(ratings=ratings, targets=targets)
    baseline = cast.approve()
    said, kept = content(baseline.content, "en"), Figures.objects.get(pk=baseline.pk)
    assert (kept.as_of, kept.overall_level, kept.rated, kept.total) == (
        said.as_of, said.overall, said.rated, said.total,
    )  # fmt: skip
    assert {
        code: (each["level"], each["progress"], each["target"], each["gap"])
        for code, each in kept.profile.items()
    } == {
        each.code: (each.attained, each.progress, each.target, each.gap) for each in said.attributes
    }
    blocking = {code: each["blocking"] for code, each in kept.profile.items() if each["blocking"]}
    assert blocking == {"ACC": ["ACC-04"], "RES": ["RES-07"]}


def test_only_the_newest_baseline_stands_and_the_one_before_stood_until_then(cast: Cast) -> None:
    cast.rate_all()
    first = cast.approve()
    following = cast.import_(as_of="2027-10-31")
    workflow.submit(following, by=cast.lead)
    second = workflow.approve(following, by=cast.cochair)
    Figures.objects.filter(pk=first.pk).update(approved_at=first.approved_at - timedelta(days=1))
    moments = [first.approved_at - timedelta(days=2), first.approved_at - timedelta(hours=1)]
    moments.append(second.approved_at)
    standing = [list(Figures.objects.at(each).values_list("pk", flat=True)) for each in moments]
    assert standing == [[], [first.pk], [second.pk]]
