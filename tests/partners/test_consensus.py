"""What the governments gave side by side, what is agreed, and what the team makes of it."""

import json

import pytest

from assessments.baselines import snapshot
from assessments.baselines.reader import content
from assessments.baselines.values import Written
from assessments.cycle.actions import start_assessment
from assessments.format.upgrade import upgrade
from assessments.method.validation.verdict import Verdict
from assessments.models import Assessment, Event, Rating
from assessments.partners.consensus_actions import accept_agreed, record_dissent
from assessments.partners.reads import Matter, MatterState, gather
from assessments.rating.actions import save_answer
from assessments.rating.answers import Answer, answer_of
from maturity.canonical import canonical
from maturity.faults import Faults
from maturity.models import Attribute, Channel, Criterion
from tests.cast import Cast

WHO = ("CA", "CA-BC", "CA-ON", "CA-AB")


def given(cast: Cast, *ratings: str, code: str = "ACC-01", channel: str = "") -> None:
    """One government after the other gives a criterion its rating, and has finished."""
    where = {"channel": channel} if channel else {}
    cast.import_(
        participants=[
            {
                "jurisdiction": who,
                "finished": True,
                "ratings": [{"criterion": code, "rating": rating} | where | reason(rating)],
            }
            for who, rating in zip(WHO, ratings, strict=False)
        ]
    )


def reason(rating: str) -> dict:
    return {"reason": {"lang": "fr", "text": "Inventé."}} if rating == "NA" else {}


def matter(cast: Cast, code: str = "ACC-01") -> Matter:
    return next(each for each in gather(cast.assessment).matters if each.criterion.code == code)


def acc() -> Attribute:
    return Attribute.objects.get(code="ACC")


def say(cast: Cast, answer: Answer, channel: str = "") -> None:
    where = Channel.objects.filter(code=channel).first()
    save_answer(cast.assessment, Criterion.objects.get(code="ACC-01"), where, answer, by=cast.lead)


@pytest.mark.parametrize(
    ("ratings", "sentence", "suggested", "standing"),
    [
        (["L"], "One government has rated this: “Largely achieved”.", "L", MatterState.OPEN),
        (["L", "L"], "All 2 governments say “Largely achieved”.", "L", MatterState.AGREED),
        (["L", "P"], "The 2 governments do not agree.", "P", MatterState.OPEN),
        (["L", "L", "P"], "2 of 3 governments say “Largely achieved”.", "L", MatterState.OPEN),
        (
            ["L", "L", "L", "P"],
            "3 of 4 governments say “Largely achieved”.",
            "L",
            MatterState.AGREED,
        ),
        (["NA", "NA"], "All 2 governments say “Not applicable”.", "NA", MatterState.AGREED),
    ],
)
def test_a_spread_is_told_and_judged(
    cast: Cast, ratings: list[str], sentence: str, suggested: str, standing: MatterState
) -> None:
    given(cast, *ratings)
    found = matter(cast)
    [unit] = found.units
    assert unit.suggested is not None
    assert (unit.sentence, unit.suggested.code, found.standing) == (sentence, suggested, standing)


def test_only_those_who_have_finished_count(cast: Cast) -> None:
    cast.import_(
        participants=[
            {"jurisdiction": who, "finished": finished,
             "ratings": [{"criterion": "ACC-01", "rating": "L"}]}
            for who, finished in (("CA", True), ("CA-BC", False))
        ]
    )  # fmt: skip
    found = gather(cast.assessment)
    assert [len(unit.rows) for unit in found.matters[0].units] == [1]
    assert [each.jurisdiction.code for each in found.missing] == ["CA-BC"]


def test_channels_are_compared_one_by_one(cast: Cast) -> None:
    given(cast, "L", "L", channel="ONLINE")
    assert matter(cast).agreed is False  # by phone nobody has rated it
    given(cast, "N", "F", channel="PHONE")
    found = matter(cast)
    assert [(unit.channel and unit.channel.code, unit.agreed) for unit in found.units] == [
        ("ONLINE", True),
        ("PHONE", False),
    ]
    phone = Channel.objects.get(code="PHONE")
    assert [found.suggestion(phone), found.suggestion(None)] == ["N", "N"]


def test_a_disagreement_is_settled_by_a_rating_that_says_why(cast: Cast) -> None:
    given(cast, "N", "F")
    say(cast, Answer("P"))
    assert matter(cast).standing == MatterState.OPEN
    say(cast, Answer("P", "We looked at it together.", "en"))
    assert matter(cast).standing == MatterState.SETTLED


def test_a_team_that_departs_from_what_is_agreed_says_why(cast: Cast) -> None:
    given(cast, "L", "L")
    say(cast, Answer("L"))
    assert matter(cast).standing == MatterState.AGREED
    say(cast, Answer("F"))
    assert matter(cast).standing == MatterState.OPEN
    say(cast, Answer("F", "It has been mended since.", "en"))
    assert matter(cast).standing == MatterState.SETTLED


def test_what_was_carried_over_settles_nothing(cast: Cast) -> None:
    given(cast, "L", "L")
    say(cast, Answer("P", "Last time.", "en"))
    Rating.objects.update(carried_forward=True)
    found = matter(cast)
    assert (found.rated, found.acceptable) == (False, True)


def test_what_is_agreed_is_taken_over_where_it_is_still_what_was_seen(cast: Cast) -> None:
    given(cast, "L", "L")
    given(cast, "P", "P", code="ACC-02")
    assert accept_agreed(cast.assessment, acc(), ["ACC-01:L", "ACC-02:F"], by=cast.lead) == 1
    assert [(r.criterion.code, r.rating) for r in cast.assessment.ratings.all()] == [
        ("ACC-01", "L")
    ]


def test_what_the_team_has_rated_is_not_taken_over(cast: Cast) -> None:
    given(cast, "L", "L")
    say(cast, Answer("P"))
    assert accept_agreed(cast.assessment, acc(), ["ACC-01:L"], by=cast.lead) == 0
    assert answer_of(cast.assessment.ratings.get()) == Answer("P")


def test_not_applicable_brings_its_reason_along(cast: Cast) -> None:
    given(cast, "NA", "NA")
    accept_agreed(cast.assessment, acc(), ["ACC-01:NA"], by=cast.lead)
    assert answer_of(cast.assessment.ratings.get()) == Answer(
        "NA", reason="Inventé.", reason_language="fr"
    )


def test_agreed_channels_are_taken_over_each(cast: Cast) -> None:
    given(cast, "L", "L", channel="ONLINE")
    given(cast, "F", "F", channel="PHONE")
    assert matter(cast).mark == "ACC-01:L,F"
    accept_agreed(cast.assessment, acc(), ["ACC-01:L,F"], by=cast.lead)
    assert [(r.channel and r.channel.code, r.rating) for r in cast.assessment.ratings.all()] == [
        ("ONLINE", "L"),
        ("PHONE", "F"),
    ]


def dissent(cast: Cast, text: str, channel: Channel | None = None) -> None:
    criterion = Criterion.objects.get(code="ACC-01")
    record_dissent(cast.assessment, criterion, channel, text, "en", by=cast.lead)


def test_a_dissent_is_kept_changed_and_taken_back(cast: Cast) -> None:
    say(cast, Answer("P"))
    for text in ("Ours is N.", "Ours is F.", "Ours is F.", ""):
        dissent(cast, text)
    told = [(e.place, e.old, e.new) for e in Event.objects.filter(verb="record_dissent")]
    first, second = ({"dissent": f"Ours is {r}.", "dissent_language": "en"} for r in "NF")
    assert told == [("ACC-01", {}, first), ("ACC-01", first, second), ("ACC-01", second, {})]


def test_a_dissent_is_not_carried_into_the_next_assessment(cast: Cast) -> None:
    cast.rate_all()
    dissent(cast, "Ours is N.")
    cast.approve()
    following = start_assessment(
        cast.initiative, cast.assessment.stage, by=cast.lead, as_of=cast.assessment.as_of
    )
    assert following.ratings.get(criterion__code="ACC-01").dissent == ""


def test_a_dissent_needs_a_rating(cast: Cast) -> None:
    with pytest.raises(Faults, match="Choose the rating first"):
        dissent(cast, "Ours is N.")


def test_a_dissent_is_shown_but_not_exchanged(cast: Cast) -> None:
    say(cast, Answer("P"))
    dissent(cast, "Ours is N.")
    taken = json.loads(canonical(snapshot.take(cast.assessment)))
    assert taken["dissent"] == {"ACC-01": {"lang": "en", "text": "Ours is N."}}
    assert taken["assessment"]["ratings"] == [{"criterion": "ACC-01", "rating": "P"}]
    [answer] = content(taken, "fr").attributes[0].criteria[0].answers
    assert answer.dissent == Written("Ours is N.", "en")


def test_a_snapshot_made_before_dissent_was_kept_is_still_read(cast: Cast) -> None:
    say(cast, Answer("P"))
    taken = snapshot.take(cast.assessment)
    del taken["dissent"]
    [answer] = content(upgrade(taken), "en").attributes[0].criteria[0].answers
    assert answer.dissent is None


def test_joined_channels_keep_their_dissents(cast: Cast) -> None:
    for code in ("ONLINE", "PHONE"):
        say(cast, Answer("P"), code)
        dissent(cast, f"Not {code}.", Channel.objects.get(code=code))
    say(cast, Answer("P"))
    assert cast.assessment.ratings.get().dissent == "Not ONLINE.\nNot PHONE."


def test_figures_of_agreement_are_those_of_the_export(cast: Cast) -> None:
    given(cast, "N", "F", "F")
    given(cast, "P", "P", "L", code="ACC-02")
    figures = gather(cast.assessment).figures
    said = {"alpha": round(figures.alpha or 0, 2), "pairwise": round(figures.equal_pairs or 0, 2)}
    assert said == cast.export()["computed"]["agreement"]


def test_undefined_figures_say_why(cast: Cast) -> None:
    given(cast, "L")
    assert gather(cast.assessment).figures.verdict == Verdict.NOT_COMPUTABLE
    given(cast, "L", "L")
    assert gather(cast.assessment).figures.verdict == Verdict.TOO_LITTLE_VARIATION


def test_gathering_takes_a_fixed_number_of_queries(cast: Cast, django_assert_num_queries) -> None:
    for ratings in (["L"], ["L", "P", "F"]):
        given(cast, *ratings)
        assessment = Assessment.objects.with_context().get(pk=cast.assessment.pk)
        with django_assert_num_queries(8):
            gather(assessment, "ACC")
