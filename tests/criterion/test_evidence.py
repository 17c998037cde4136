"""The evidence of a criterion: links, files, documents used again, removed and put back."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.cycle.actions import start_assessment
from assessments.evidence.actions import (
    MAX_DOCUMENTS,
    EvidenceDocument,
    SupportedAnswer,
    add_evidence,
)
from assessments.models import Event, Evidence, File, Participant, Play
from assessments.partners.actions import Opinion, save_opinions
from assessments.playbook.using import Use, use_play
from assessments.rating.actions import save_answer
from assessments.rating.answers import Answer
from assessments.review import actions as workflow
from maturity.models import Channel, Criterion, Jurisdiction, Stage
from tests.cast import Cast
from tests.forms import fields

pytestmark = pytest.mark.slow

PAGE = "criteria/ACC-01/"
LINK = {"do": "add_link", "link-title": "A map", "link-url": "https://example.org/map",
        "link-language": "fr"}  # fmt: skip
PDF = b"%PDF-1.7\nmade up"


def criterion(code: str = "ACC-01") -> Criterion:
    return Criterion.objects.get(code=code)


def upload(content: bytes = PDF, name: str = "Report.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


def adding_a_file(**more: object) -> dict[str, object]:
    return {"do": "add_file", "file-file": upload(), "file-language": "en", **more}


def ask(cast: Cast, *, finished: bool = False) -> Participant:
    """The contributor's government is asked to rate independently."""
    return Participant.objects.create(
        assessment=cast.assessment, jurisdiction=Jurisdiction.objects.get(code="CA"),
        asked_at=timezone.now(), finished=finished,
    )  # fmt: skip


def by_channel(cast: Cast) -> list[Channel]:
    channels = list(Channel.objects.filter(code__in=["ONLINE", "PHONE"]))
    for channel in channels:
        save_answer(
            cast.assessment, criterion(), channel, Answer("F"), by=cast.people["lead"]
        )  # fmt: skip
    return channels


def shown(cast: Cast, role: str = "lead", language: str = "en", page: str = PAGE) -> str:
    html = cast.client(role).get(cast.url(page, language)).content.decode()
    # As it is read: without tags, and each space one space.
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_lead_adds_a_link_in_its_language(cast: Cast) -> None:
    response = cast.client("lead").post(cast.url(PAGE), LINK)
    row = Evidence.objects.get()
    assert response.url == cast.url(PAGE) + "#evidence"
    assert (row.title, row.url, row.language, row.rating.criterion.code, row.rating.rating) == (
        "A map", "https://example.org/map", "fr", "ACC-01", "",
    )  # fmt: skip


def test_a_document_is_told_with_its_language_and_who_added_it(cast: Cast) -> None:
    cast.client("lead").post(cast.url(PAGE), LINK)
    assert "A map (in French) Added by Fictitious lead" in shown(cast, "viewer")


def test_each_document_added_and_removed_leaves_an_event(cast: Cast) -> None:
    client = cast.client("lead")
    client.post(cast.url(PAGE), LINK)
    client.post(cast.url(PAGE), {"do": f"remove:{Evidence.objects.get().key}"})
    told = Event.objects.order_by("-id").values_list("verb", "place", "old", "new")[:2]
    value = {"evidence": [["A map", "https://example.org/map"]]}
    assert list(told) == [
        ("remove_evidence", "ACC-01", value, None), ("add_evidence", "ACC-01", None, value),
    ]  # fmt: skip


def test_an_address_without_its_beginning_is_completed(cast: Cast) -> None:
    cast.client("lead").post(cast.url(PAGE), LINK | {"link-url": "example.org/map"})
    assert Evidence.objects.get().url == "https://example.org/map"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", ""),
        ("title", "x" * 301),
        ("title", "x" * 100_000),
        ("title", "\u200b\u200b"),
        ("title", "\u2800"),
        ("url", ""),
        ("url", "javascript:alert(1)"),
        ("url", "data:text/html,x"),
        ("url", "ftp://example.org/"),
        ("url", "https://somebody@example.org/"),
        ("url", "https://example.org/a b"),
        ("url", r"\\server\share\x.docx"),
        ("url", "file:///C:/x.docx"),
        ("url", r"H:\x.docx"),
        ("url", "https://example.org/" + "x" * 2000),
        ("language", "xx"),
    ],
)
def test_a_fault_of_a_link_stands_at_its_field_and_nothing_is_lost(
    cast: Cast, field: str, typed: str
) -> None:
    given = LINK | {f"link-{field}": typed, "thread-text": "Half a thought"}
    page = cast.client("lead").post(cast.url(PAGE), given).content.decode()
    assert (Evidence.objects.count(), f'<a href="#id_link-{field}">' in page) == (0, True)
    assert f'id="id_link-{field}_error' in page
    assert fields(page)["thread-text"].strip() == "Half a thought"


def test_what_was_typed_beside_is_there_on_the_next_page_and_only_once(cast: Cast) -> None:
    client = cast.client("lead")
    client.post(cast.url(PAGE), LINK | {"thread-text": "Half a thought", "thread-language": "fr"})
    page = client.get(cast.url(PAGE)).content.decode()
    values = fields(page)
    assert (values["thread-text"].strip(), values["thread-language"]) == ("Half a thought", "fr")
    assert "<title>Error" not in page
    assert fields(client.get(cast.url(PAGE)).content.decode())["thread-text"].strip() == ""


def test_the_toggle_keeps_what_was_typed(cast: Cast) -> None:
    given = LINK | {"redisplay": "1", "thread-text": "Une idée"}
    page = cast.client("lead").post(cast.url(PAGE, "fr"), given).content.decode()
    values = fields(page)
    assert (values["link-title"], values["thread-text"].strip()) == ("A map", "Une idée")
    assert Evidence.objects.count() == 0


def test_the_enter_key_adds_the_link_that_was_typed(cast: Cast) -> None:
    given = {name: value for name, value in LINK.items() if name != "do"}
    cast.client("lead").post(cast.url(PAGE), given)
    assert Evidence.objects.count() == 1


def test_a_removed_document_can_be_put_back(cast: Cast) -> None:
    client = cast.client("lead")
    client.post(cast.url(PAGE), LINK)
    client.post(cast.url(PAGE), {"do": f"remove:{Evidence.objects.get().key}"})
    assert Evidence.objects.count() == 0
    assert 'value="put_back"' in client.get(cast.url(PAGE)).content.decode()
    client.post(cast.url(PAGE), {"do": "put_back"})
    row = Evidence.objects.get()
    assert (row.title, row.url, row.language) == ("A map", "https://example.org/map", "fr")
    assert 'value="put_back"' not in client.get(cast.url(PAGE)).content.decode()


def test_removing_or_putting_back_twice_does_no_harm(cast: Cast) -> None:
    client = cast.client("lead")
    client.post(cast.url(PAGE), LINK)
    remove = {"do": f"remove:{Evidence.objects.get().key}"}
    statuses = [
        client.post(cast.url(PAGE), given).status_code
        for given in (remove, remove, {"do": "put_back"}, {"do": "put_back"})
    ]
    assert (statuses, Evidence.objects.count()) == ([302] * 4, 1)


def test_the_same_document_twice_is_told(cast: Cast) -> None:
    client = cast.client("lead")
    client.post(cast.url(PAGE), LINK)
    page = client.post(cast.url(PAGE), LINK).content.decode()
    assert "already part of the evidence for this answer" in page
    assert Evidence.objects.count() == 1


def test_an_answer_has_200_documents_at_most(cast: Cast) -> None:
    place, lead = SupportedAnswer(criterion()), cast.people["lead"]
    first = add_evidence(
        cast.assessment, place, EvidenceDocument("0", "https://example.org/0"), by=lead
    )
    Evidence.objects.bulk_create(
        Evidence(rating=first.rating, title=str(n), url=f"https://example.org/{n}")
        for n in range(1, MAX_DOCUMENTS)
    )
    response = cast.client("lead").post(cast.url(PAGE), LINK)
    page = response.content.decode()
    assert "An answer can have at most 200 documents. Remove one first." in page
    assert Evidence.objects.count() == 200
    assert len(response.content) < 100_000


def test_a_document_supports_the_answer_for_a_channel(cast: Cast) -> None:
    _online, phone = by_channel(cast)
    cast.client("lead").post(cast.url(PAGE), LINK | {"link-channel": phone.pk})
    assert [each.rating.channel for each in Evidence.objects.all()] == [phone]


@pytest.mark.parametrize("channel", ["", "x", "99999999999999999999"])
def test_where_a_criterion_is_rated_by_channel_one_has_to_be_chosen(
    cast: Cast, channel: str
) -> None:
    by_channel(cast)
    response = cast.client("lead").post(cast.url(PAGE), LINK | {"link-channel": channel})
    assert '<a href="#id_link-channel">' in response.content.decode()


def test_an_answer_that_is_given_another_way_by_now_is_told(cast: Cast) -> None:
    online = by_channel(cast)[0]
    client, given = cast.client("lead"), LINK | {"link-channel": online.pk}
    client.post(cast.url(PAGE), given)
    client.post(cast.url(PAGE), {"do": f"remove:{Evidence.objects.get().key}"})
    save_answer(cast.assessment, criterion(), None, Answer("F"), by=cast.people["lead"])
    page = client.post(cast.url(PAGE), {"do": "put_back"}).content.decode()
    assert "is now rated differently" in page


def test_a_file_is_kept_with_what_is_known_of_it(cast: Cast) -> None:
    cast.client("lead").post(cast.url(PAGE), adding_a_file(**{"file-title": "Findings"}))
    row, file = Evidence.objects.get(), File.objects.get()
    assert (row.title, row.file, row.url) == ("Findings", file, "")
    assert (file.name, file.media_type, file.size, len(file.sha256)) == (
        "Report.pdf", "application/pdf", len(PDF), 64,
    )  # fmt: skip
    with file.content.open() as content:
        assert content.read() == PDF
    assert "Report" not in file.content.name


def test_a_file_without_a_title_is_called_by_its_name(cast: Cast) -> None:
    cast.client("lead").post(cast.url(PAGE), adding_a_file())
    assert "Report (PDF, 16 bytes, in English) Added by Fictitious lead" in shown(cast)


def test_a_file_is_told_in_french(cast: Cast) -> None:
    cast.client("lead").post(cast.url(PAGE), adding_a_file())
    File.objects.update(size=1_240_000)
    assert "1,2" in shown(cast, language="fr")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "The file is empty."),
        (b"<svg/>", "This kind of file is not accepted"),
        (b"%PDF-" + bytes(20_000_000), "The file is too large: the limit is 20 MB."),
        (None, "This field is required."),
    ],
    ids=["empty", "type", "size", "none"],
)
def test_a_fault_of_a_file_stands_at_its_field(
    cast: Cast, content: bytes | None, told: str
) -> None:
    given = {"do": "add_file", "file-language": "en", "link-title": "Kept"}
    if content is not None:
        given["file-file"] = upload(content)
    page = cast.client("lead").post(cast.url(PAGE), given).content.decode()
    assert re.search(rf'<a href="#id_file-file">File – {re.escape(told)}', page)
    assert (File.objects.count(), fields(page)["link-title"]) == (0, "Kept")


def test_forms_that_nobody_sent_are_not_said_to_be_wrong(cast: Cast) -> None:
    given = {"do": "add_file", "file-language": "en"}
    page = cast.client("lead").post(cast.url(PAGE), given).content.decode()
    marked = re.findall(r'<[^>]*aria-invalid="true"[^>]*>', page)
    assert [re.findall(r' name="([^"]*)"', each) for each in marked] == [["file-file"]]


def test_a_document_of_an_earlier_cycle_is_used_again(cast: Cast) -> None:
    lead = cast.people["lead"]
    add_evidence(
        cast.assessment, SupportedAnswer(criterion("SEC-01")),
        EvidenceDocument("Audit", "https://example.org/audit", "both"), by=lead,
    )  # fmt: skip
    earlier = Evidence.objects.get()
    cast.assessment = start_assessment(
        cast.initiative, Stage.objects.get(code="PHO"), by=lead, as_of=cast.assessment.as_of
    )
    page = cast.client("lead").get(cast.url(PAGE)).content.decode()
    assert f'<option value="{earlier.pk}">Audit (link)</option>' in page
    cast.client("lead").post(cast.url(PAGE), {"do": "reuse", "reuse-document": earlier.pk})
    row = Evidence.objects.get(rating__assessment=cast.assessment)
    assert (row.title, row.url, row.language) == ("Audit", "https://example.org/audit", "both")


@pytest.mark.parametrize("key", ["", "x", "0", "9" * 400])
def test_only_a_document_of_the_list_is_used_again(cast: Cast, key: str) -> None:
    client = cast.client("lead")
    client.post(cast.url("criteria/ACC-02/"), LINK)
    response = client.post(cast.url(PAGE), {"do": "reuse", "reuse-document": key})
    assert '<a href="#id_reuse-document">' in response.content.decode()


def test_documents_of_another_initiative_are_not_offered(cast: Cast) -> None:
    add_evidence(
        cast.assessment, SupportedAnswer(criterion()), EvidenceDocument("Theirs", "https://example.org/"),
        by=cast.people["lead"],
    )  # fmt: skip
    assert "Theirs" not in shown(cast, page="criteria/ACC-02/", role="viewer")


def test_all_documents_are_listed_once_with_what_they_support(cast: Cast) -> None:
    client = cast.client("lead")
    for code in ("ACC-01", "SEC-01"):
        client.post(cast.url(f"criteria/{code}/"), LINK)
    assert "A map (in French) ACC-01 , SEC-01" in shown(cast, "viewer", page="documents/")


def test_many_documents_are_listed_a_hundred_at_a_time(cast: Cast) -> None:
    cast.client("lead").post(cast.url(PAGE), LINK)
    rating = Evidence.objects.get().rating
    Evidence.objects.bulk_create(
        Evidence(rating=rating, title=f"Document {n:03}", url=f"https://example.org/{n}")
        for n in range(150)
    )
    assert "151 documents" in shown(cast, page="documents/")
    second = shown(cast, page="documents/?page=2")
    assert ("Document 099" in second, "Document 149" in second) == (True, True)


@pytest.mark.parametrize(
    ("role", "status"),
    [("viewer", 403), ("secretariat", 403), ("contributor", 200), ("cochair", 404)],
)
@pytest.mark.parametrize("do", ["add_link", "add_file", "reuse", "remove:x", "put_back"])
def test_the_evidence_of_the_team_is_the_lead_s(
    cast: Cast, role: str, status: int, do: str
) -> None:
    """A contributor whose government was not asked is told so; none of them writes."""
    response = cast.client(role).post(cast.url(PAGE), LINK | {"do": do})
    refused = {status, 302, 404} if role == "contributor" else {status}
    assert (response.status_code in refused, Evidence.objects.count()) == (True, 0)


@pytest.mark.parametrize("do", ["remove:x", "remove:", "answer:x", "resolve:", "nothing:x"])
def test_what_no_button_says_changes_nothing(cast: Cast, do: str) -> None:
    events = Event.objects.count()
    response = cast.client("lead").post(cast.url(PAGE), {"do": do})
    assert response.status_code == (200 if do == "nothing:x" else 404) or do == "answer:x"
    assert Event.objects.count() == events


def test_a_council_reads_the_evidence_once_it_is_submitted(cast: Cast) -> None:
    cast.client("lead").post(cast.url(PAGE), LINK)
    cast.submit()
    text = shown(cast, "cochair")
    assert ("A map (in French)" in text, "Discussion" in text, "Add a link" in text) == (
        True, False, False,
    )  # fmt: skip


def test_a_closed_assessment_takes_no_evidence(cast: Cast) -> None:
    cast.submit()
    response = cast.client("lead").post(cast.url(PAGE), LINK)
    assert "this page is now read-only" in response.content.decode()
    assert Evidence.objects.count() == 0


# What a participant's own ratings rest on.


def test_a_contributor_adds_to_the_rating_of_their_own_government(cast: Cast) -> None:
    participant = ask(cast)
    cast.client("contributor").post(cast.url(PAGE), LINK)
    row = Evidence.objects.get()
    assert (row.rating, row.opinion.participant, row.opinion.rating) == (None, participant, "")


@pytest.mark.parametrize(
    ("role", "sees"),
    [("contributor", True), ("lead", False), ("viewer", False), ("secretariat", False)],
)
@pytest.mark.parametrize("page", [PAGE, "documents/", "criteria/ACC-02/"])
def test_evidence_is_blind_as_the_rating_is(
    cast: Cast, role: str, page: str, *, sees: bool
) -> None:
    ask(cast)
    cast.client("contributor").post(cast.url(PAGE), LINK)
    # On the page of another statement, only in the list to choose from.
    assert ("A map" in shown(cast, role, page=page)) == sees


def test_the_history_says_nothing_of_blind_evidence(cast: Cast) -> None:
    ask(cast)
    cast.client("contributor").post(cast.url(PAGE), LINK)
    assert "A map" not in shown(cast, page="history/")
    assert "A map" not in shown(cast, page="history/?criterion=ACC-01")
    Participant.objects.update(finished=True)
    assert "A map" in shown(cast, page="history/?criterion=ACC-01")


@pytest.mark.parametrize("role", ["lead", "viewer", "secretariat", "contributor"])
def test_once_finished_everyone_sees_it_and_whose_it_is(cast: Cast, role: str) -> None:
    ask(cast)
    cast.client("contributor").post(cast.url(PAGE), LINK)
    Participant.objects.update(finished=True)
    assert "Government of Canada A map (in French)" in shown(cast, role)
    assert "ACC-01 (Government of Canada)" in " ".join(
        shown(cast, role, page="documents/").replace(" )", ")").replace("( ", "(").split()
    )


def test_a_government_that_still_rates_does_not_see_what_others_gave(cast: Cast) -> None:
    ask(cast)
    other = Participant.objects.create(
        assessment=cast.assessment, jurisdiction=Jurisdiction.objects.get(code="CA-ON"),
        finished=True,
    )  # fmt: skip
    opinion = other.ratings.create(criterion=criterion(), rating="F")
    Evidence.objects.create(opinion=opinion, title="Theirs", url="https://example.org/")
    assert ("Theirs" in shown(cast, "contributor"), "Theirs" in shown(cast)) == (False, True)


def test_a_government_that_still_rates_does_not_see_what_the_team_agreed(cast: Cast) -> None:
    answer = Answer("F", comment="Agreed words", comment_language="en")
    save_answer(cast.assessment, criterion(), None, answer, by=cast.people["lead"])
    ask(cast)
    assert ("Agreed words" in shown(cast, "contributor"), "Agreed words" in shown(cast)) == (
        False, True,
    )  # fmt: skip
    Participant.objects.update(finished=True)
    assert "Agreed words" in shown(cast, "contributor")


@pytest.mark.parametrize("page", [PAGE, "documents/", "criteria/ACC-02/"])
def test_a_government_that_still_rates_does_not_see_what_the_team_rests_on(
    cast: Cast, page: str
) -> None:
    cast.client("lead").post(cast.url(PAGE), LINK)
    participant = ask(cast)
    assert "A map" not in shown(cast, "contributor", page=page)
    Participant.objects.filter(pk=participant.pk).update(finished=True)
    assert ("A map" in shown(cast, "contributor", page=page)) == (page != "criteria/ACC-02/")


def test_while_others_rate_the_lead_alone_sees_what_one_gave(cast: Cast) -> None:
    ask(cast)
    cast.client("contributor").post(cast.url(PAGE), LINK)
    Participant.objects.update(finished=True)
    Participant.objects.create(
        assessment=cast.assessment, jurisdiction=Jurisdiction.objects.get(code="CA-ON")
    )
    roles = ("lead", "contributor", "viewer", "secretariat")
    assert ["A map" in shown(cast, role) for role in roles] == [True, True, False, False]


def test_a_government_that_has_finished_changes_nothing(cast: Cast) -> None:
    ask(cast, finished=True)
    response = cast.client("contributor").post(cast.url(PAGE), LINK)
    assert "Your government has finished" in response.content.decode()


def test_a_contributor_takes_nothing_from_the_team(cast: Cast) -> None:
    ask(cast)
    cast.client("lead").post(cast.url(PAGE), LINK)
    cast.client("contributor").post(cast.url(PAGE), {"do": f"remove:{Evidence.objects.get().key}"})
    assert Evidence.objects.count() == 1


def test_a_contributor_who_is_not_asked_takes_nothing_from_the_team_either(cast: Cast) -> None:
    cast.client("lead").post(cast.url(PAGE), LINK)
    cast.client("contributor").post(cast.url(PAGE), {"do": f"remove:{Evidence.objects.get().key}"})
    assert Evidence.objects.count() == 1


def test_a_contributor_may_put_back_what_they_removed(cast: Cast) -> None:
    ask(cast)
    client = cast.client("contributor")
    client.post(cast.url(PAGE), LINK)
    client.post(cast.url(PAGE), {"do": f"remove:{Evidence.objects.get().key}"})
    client.post(cast.url(PAGE), {"do": "put_back"})
    assert Evidence.objects.get().opinion.participant.jurisdiction.code == "CA"


def test_a_change_to_rating_by_channel_keeps_what_it_rests_on(cast: Cast) -> None:
    participant = ask(cast)
    cast.client("contributor").post(cast.url(PAGE), LINK)
    opinions = [Opinion(criterion(), channel, "F") for channel in cast.initiative.channels.all()]
    save_opinions(
        cast.assessment, participant.jurisdiction, opinions, by=cast.people["contributor"]
    )
    row = Evidence.objects.get()
    assert (row.title, row.opinion.channel, participant.ratings.count()) == (
        "A map", opinions[0].channel, 2,
    )  # fmt: skip


def test_what_supports_several_channels_supports_the_one_answer_once(cast: Cast) -> None:
    for channel in by_channel(cast):
        place, document = (
            SupportedAnswer(criterion(), channel),
            EvidenceDocument("A map", "https://example.org/map"),
        )
        add_evidence(cast.assessment, place, document, by=cast.people["lead"])
    save_answer(cast.assessment, criterion(), None, Answer("F"), by=cast.people["lead"])
    assert Evidence.objects.get().rating.channel is None


def test_a_file_that_is_sent_twice_is_kept_once(cast: Cast) -> None:
    client = cast.client("lead")
    client.post(cast.url(PAGE), adding_a_file())
    page = client.post(cast.url(PAGE), adding_a_file()).content.decode()
    assert '<a href="#id_file-file">' in page
    assert (File.objects.count(), Evidence.objects.count()) == (1, 1)


def prove(cast: Cast, code: str, state: str = "done") -> None:
    link = {"document_title": f"Record of {code}", "document_url": "https://example.org/record"}
    use_play(cast.initiative, Play.objects.get(code=code), Use(state), link, by=cast.lead)


def test_what_a_play_that_is_done_shows_is_among_the_evidence(cast: Cast) -> None:
    served = Play.objects.get(code="ACC-b").published
    assert served
    first, *others = served.criteria
    prove(cast, "ACC-b")
    prove(cast, "ACC-a", "under_way")
    for role in ("lead", "viewer", "secretariat"):
        said = shown(cast, role, page=f"criteria/{first}/")
        assert "Plays that are done" in said
        assert "Record of ACC-b Play: Bundle a life event ACC-b" in said
        assert "No document supports this answer yet." not in said
        assert "Record of ACC-b" not in shown(cast, role, page="criteria/SMP-01/")
        assert "Record of ACC-a" not in shown(cast, role)
        listed = shown(cast, role, page="documents/")
        assert "1 document, with the statements that it supports" in listed
        assert f"Bundle a life event ACC-b {' '.join([first, *others])}" in listed


def test_a_government_that_rates_blind_reads_nothing_of_plays(cast: Cast) -> None:
    prove(cast, "ACC-b")
    ask(cast)
    for page in ("criteria/ACC-04/", "documents/"):
        assert "Record of ACC-b" not in shown(cast, "contributor", page=page)
    Participant.objects.update(finished=True)
    for page in ("criteria/ACC-04/", "documents/"):
        assert "Record of ACC-b" in shown(cast, "contributor", page=page)


def test_plays_that_are_done_take_a_fixed_number_of_queries(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = cast.client("lead")
    for codes in (("ACC-b",), ("X1", "X3", "ACC-a")):
        for code in codes:
            prove(cast, code)
        for page, queries in (("criteria/ACC-04/", 17), ("documents/", 9)):
            client.get(cast.url(page))
            with django_assert_num_queries(queries):
                client.get(cast.url(page))


@pytest.mark.parametrize("items", [1, 3])
@pytest.mark.parametrize(("page", "queries"), [(PAGE, 19), ("documents/", 7)])
def test_a_page_asks_as_often_whatever_is_on_it(
    cast: Cast,
    items: int,
    page: str,
    queries: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = cast.client("lead")
    for n in range(items):
        client.post(cast.url(PAGE), LINK | {"link-url": f"https://example.org/{n}"})
        client.post(cast.url(PAGE), adding_a_file(**{"file-file": upload(PDF + bytes([n]))}))
        given = {"do": "start", "thread-text": "Why?", "thread-language": "en"}
        given["thread-mentions"] = [cast.people["viewer"].pk, cast.people["contributor"].pk]
        client.post(cast.url(PAGE), given)
    client.get(cast.url(PAGE))
    with django_assert_num_queries(queries):
        client.get(cast.url(page))


def test_the_snapshot_tells_what_a_document_is(cast: Cast) -> None:
    client = cast.client("lead")
    client.post(cast.url(PAGE), LINK)
    client.post(cast.url(PAGE), adding_a_file())
    cast.submit()
    baseline = workflow.approve(cast.assessment, by=cast.people["cochair"])
    file = File.objects.get()
    assert baseline.content["documents"] == {
        "https://example.org/map": {"language": "fr"},
        file.address: {
            "language": "en", "name": "Report.pdf", "media_type": "application/pdf",
            "size": len(PDF), "sha256": file.sha256,
        },
    }  # fmt: skip
    assert "Report (PDF, 16 bytes, in English)" in shown(cast, "viewer", page="profile/")


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("en", "The path of a network drive is not a link. Add the file instead."),
        ("fr", "Le chemin d’un lecteur réseau n’est pas un lien. Ajoutez plutôt le fichier."),
    ],
)
def test_the_path_of_a_drive_is_said_to_be_no_link(cast: Cast, language: str, message: str) -> None:
    given = LINK | {"link-url": r"\\server\share\x.docx"}
    assert message in cast.client("lead").post(cast.url(PAGE, language), given).content.decode()


def test_a_host_that_looks_like_another_is_kept_as_what_it_is(cast: Cast) -> None:
    given = LINK | {"link-url": "ex\u0430mple.org/map\u200b"}
    cast.client("lead").post(cast.url(PAGE), given)
    assert Evidence.objects.get().url == "https://xn--exmple-4nf.org/map"
