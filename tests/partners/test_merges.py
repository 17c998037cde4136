"""One rating for all channels on an own sheet replaces those of each channel, and is taken back."""

import pytest

from assessments.models import Participant
from assessments.partners.actions import Opinion, ask_to_rate, finish, save_opinion, save_opinions
from assessments.partners.merges import merged
from assessments.rating.answers import Answer, answer_of
from maturity.models import Channel, Criterion, Jurisdiction
from tests.cast import Cast
from tests.forms import fields

OWN = "own/ACC/"
UNDO = 'name="undo" value="ACC-01"'
# What was said of each channel: nobody else may read it before the government has finished.
SECRET = "Zanzibar"
BEFORE = {"ONLINE": Answer("F", SECRET, "en"), "PHONE": Answer("NA", "", "", "None.", "en")}


def ask(cast: Cast, code: str = "CA") -> Participant:
    jurisdiction = Jurisdiction.objects.get(code=code)
    return ask_to_rate(cast.assessment, [jurisdiction], by=cast.lead)[0]


@pytest.fixture
def sheet(cast: Cast) -> Participant:
    """What Canada says of each channel: all that there is of an answer, with documents."""
    sheet = ask(cast)
    criterion = Criterion.objects.get(code="ACC-01")
    for code, answer in BEFORE.items():
        channel = Channel.objects.get(code=code)
        save_opinion(sheet, criterion, channel, answer, by=cast.contributor, page="fr")
        row = sheet.ratings.get(channel=channel)
        for title in ("both", code):
            row.evidence.create(title=title, url=f"https://example.org/{title}")
    return sheet


def join(cast: Cast) -> None:
    """What a contributor does: one rating for all channels."""
    client = cast.client("contributor")
    shown = client.get(cast.url(OWN)).content.decode()
    shown = client.post(cast.url(OWN), fields(shown) | {"switch": "ACC-01:one"}).content.decode()
    client.post(cast.url(OWN), fields(shown) | {"ACC-01-rating": "P"})


def take_back(cast: Cast) -> str:
    response = cast.client("contributor").post(cast.url(OWN), {"undo": "ACC-01"}, follow=True)
    return response.content.decode()


def rows(sheet: Participant) -> list[object]:
    return [
        (
            row.channel and row.channel.code,
            answer_of(row),
            row.page_language,
            sorted(each.title for each in row.evidence.all()),
        )
        for row in sheet.ratings.select_related("channel").order_by("channel__code")
    ]


def page(cast: Cast, role: str, path: str) -> str:
    return cast.client(role).get(cast.url(path)).content.decode()


def test_the_ratings_of_each_channel_are_taken_back_whole(cast: Cast, sheet: Participant) -> None:
    before = rows(sheet)
    join(cast)
    assert (sheet.ratings.get().rating, sheet.ratings.get().evidence.count()) == ("P", 3)
    assert UNDO in page(cast, "contributor", OWN)
    assert "Each channel has its own rating again" in take_back(cast)
    assert rows(sheet) == before
    assert UNDO not in page(cast, "contributor", OWN)


@pytest.mark.parametrize("gone", ["nothing replaced", "a channel gone", "finished"])
def test_what_cannot_be_taken_back_is_told(cast: Cast, sheet: Participant, gone: str) -> None:
    if gone != "nothing replaced":
        join(cast)
    if gone == "a channel gone":
        cast.initiative.channels.remove(Channel.objects.get(code="PHONE"))
    if gone == "finished":
        finish(sheet, by=cast.contributor, incomplete=True)
    before = rows(sheet)
    told = "this page is now read-only" if gone == "finished" else "There is nothing to undo"
    assert told in take_back(cast)
    assert rows(sheet) == before


def test_what_a_file_replaced_last_is_what_comes_back(cast: Cast, sheet: Participant) -> None:
    join(cast)
    criterion = Criterion.objects.get(code="ACC-01")
    given = [Opinion(criterion, each, "L") for each in Channel.objects.filter(code__in=BEFORE)]
    for opinions in (given, [Opinion(criterion, None, "N")]):
        save_opinions(cast.assessment, sheet.jurisdiction, opinions, by=cast.lead)
    take_back(cast)
    assert [(code, answer.rating) for code, answer, *_rest in rows(sheet)] == [
        ("ONLINE", "L"),
        ("PHONE", "L"),
    ]


def test_another_governments_ratings_do_not_come_back(cast: Cast, sheet: Participant) -> None:
    join(cast)
    assert merged(ask(cast, "CA-BC"), ["ACC-01"]) == {}
    assert list(merged(sheet, ["ACC-01", "ACC-02"])) == ["ACC-01"]


def test_the_history_tells_what_was_replaced_once_the_government_has_finished(
    cast: Cast, sheet: Participant
) -> None:
    join(cast)
    told = []
    for finished in (False, True):
        if finished:
            finish(sheet, by=cast.contributor, incomplete=True)
        for path in ("history/", "history/?criterion=ACC-01", "history.csv"):
            shown = cast.client("lead").get(cast.url(path))
            body = b"".join(shown) if shown.streaming else shown.content
            told.append(f"Online – Fully achieved – {SECRET}" in body.decode())
    assert told == [False] * 3 + [True] * 3
