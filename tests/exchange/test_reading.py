"""What a file may hold and what it may not, beyond the faults that `test_exchange` tries."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.exchange import reading
from assessments.importing.actions import import_document
from assessments.models import Assessment
from maturity.faults import Faults
from maturity.text import Alteration
from tests.cast import Cast, Document

LONG = "x" * 10_001
NO_DATE = "is not a date (year-month-day, such as 2026-10-31)"
NO_ADDRESS = "must be a web address that begins with https:// or http://"
NO_REASON = "is missing: “not applicable” needs a reason"


def faults_of(content: Document | bytes) -> list[str]:
    """What is told of a document; nothing where it is sound."""
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    try:
        reading.parse(data)
    except Faults as faults:
        return [str(fault) for fault in faults.faults]
    return []


def at(document: Any, path: tuple) -> Any:
    for step in path:
        document = document[step]
    return document


def put(document: Document, path: str, value: Any) -> None:
    """Puts `value` at a place such as ratings.0.criterion."""
    *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
    at(document, tuple(steps))[last] = value


def place(path: str) -> str:
    """ratings[0].criterion for ratings.0.criterion."""
    steps = path.split(".")
    return "".join(f"[{s}]" if s.isdigit() else f".{s}" for s in steps).lstrip(".")


def test_a_document_with_an_entry_of_each_kind_has_no_fault(cast: Cast, full: Document) -> None:
    assert faults_of(full) == []


def test_a_byte_order_mark_is_no_fault(cast: Cast, full: Document) -> None:
    assert faults_of(json.dumps(full).encode("utf-8-sig")) == []


def test_a_file_may_have_5_000_000_bytes(cast: Cast, full: Document) -> None:
    assert faults_of(json.dumps(full).encode().ljust(5_000_000)) == []


def test_a_file_may_not_have_one_byte_more(cast: Cast, full: Document) -> None:
    assert faults_of(json.dumps(full).encode().ljust(5_000_001)) == [
        "the file is too large: at most 5,000,000 bytes are read"
    ]


@pytest.mark.parametrize(
    ("part", "where"),
    [
        ({"lead": "CA-BC", "partners": ["CA", "CA-BC"]}, "initiative.partners[1]"),
        ({"partners": ["CA-BC", "CA"]}, "initiative.partners[0]"),
        ({"lead": "CA"}, "initiative.lead"),
    ],
)
def test_a_government_leads_or_is_a_partner(cast: Cast, part: Document, where: str) -> None:
    document = cast.document(initiative={"code": "TEST", **part})
    code = part.get("lead", "CA-BC")
    assert faults_of(document) == [
        f'{where}: "{code}" already leads the initiative, and cannot be a partner too'
    ]


@pytest.mark.parametrize(
    ("part", "where"),
    [
        ({"partners": []}, "partners"),
        ({"partners": ["CA-AB"]}, "partners"),
        ({"lead": "CA", "partners": ["CA-BC"]}, ""),
        ({"partners": ["CA", "CA-AB"]}, ""),
    ],
)
def test_a_partner_with_a_contributor_stays(cast: Cast, part: Document, where: str) -> None:
    document = cast.document(initiative={"code": "TEST", **part})
    told = (
        "Government of Canada still has a contributor on the team, or one who is invited, and "
        "could never be asked to rate. Remove that role or cancel that invitation first."
    )
    assert faults_of(document) == ([f"initiative.{where}: {told}"] if where else [])
    if where:
        with pytest.raises(Faults, match=f"initiative.{where}: Government of Canada still has"):
            import_document(document, by=cast.secretariat)


@pytest.mark.parametrize(
    "record",
    [
        "initiative", "initiative.name", "ratings.0.comment", "ratings.0.reason", "results.0",
        "results.0.indicator", "results.0.comment", "participants.0", "participants.0.ratings.0",
        "participants.0.ratings.0.reason", "targets.0", "actions.0", "actions.0.title",
    ],
)  # fmt: skip
def test_an_unknown_key_is_a_fault_at_any_depth(cast: Cast, full: Document, record: str) -> None:
    put(full, f"{record}.extra", 1)
    assert faults_of(full) == [f"{place(record)}.extra: is not a key of this format"]


@pytest.mark.parametrize("path", ["as_of", "results.0.indicator.date", "targets.0.by",
                                  "actions.0.due"])  # fmt: skip
@pytest.mark.parametrize("date", ["2026-02-29", "2026-13-01", "20261031", "2026-W44-6",
                                  "31-10-2026", "2026-10-31T00:00:00", "", "2026-10-31\n"])  # fmt: skip  # noqa: E501
def test_a_date_has_to_exist(cast: Cast, full: Document, path: str, date: str) -> None:
    put(full, path, date)
    assert faults_of(full) == [f"{place(path)}: {NO_DATE}"]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", "ftp://example.org/", "data:text/html,x",
        "mailto:someone@example.org", "//example.org/", "https://", "https:///map", "example.org",
        " https://example.org/", "https://example.org/a b", "https://someone@example.org/",
        "https://example.org/\n", "https://example.org\n", "https://exa\nmple.org/",
    ],
)  # fmt: skip
def test_evidence_is_at_a_web_address(cast: Cast, full: Document, url: str) -> None:
    put(full, "ratings.0.evidence.0.url", url)
    assert faults_of(full) == [f"ratings[0].evidence[0].url: {NO_ADDRESS}"]


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("initiative.name.en", 300), ("initiative.name.fr", 300), ("ratings.0.comment.text", 10_000),  # noqa: E501
        ("ratings.0.reason.text", 10_000), ("ratings.0.evidence.0.title", 300),
        ("results.0.comment.text", 10_000), ("results.0.reason.text", 10_000),
        ("results.0.indicator.name", 300), ("results.0.indicator.unit", 60),
        ("results.0.indicator.source", 300), ("participants.0.ratings.0.reason.text", 10_000),
        ("actions.0.title.text", 1000), ("actions.0.owner", 300),
    ],
)  # fmt: skip
class TestTexts:
    def test_a_text_may_be_as_long_as_its_limit(self, cast, full, path: str, limit: int) -> None:
        put(full, path, "é" * limit)
        assert faults_of(full) == []

    def test_a_text_may_not_be_longer(self, cast, full, path: str, limit: int) -> None:
        put(full, path, "é" * (limit + 1))
        message = f"has {limit + 1:,} characters; at most {limit:,} are kept"
        assert faults_of(full) == [f"{place(path)}: {message}"]

    def test_a_text_may_not_be_blank(self, cast, full, path: str, limit: int) -> None:
        put(full, path, " \n")
        assert faults_of(full) == [f"{place(path)}: must not be blank"]


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\u202e", "\udfff", "\uffff"])
@pytest.mark.parametrize("path", ["initiative.name.fr", "ratings.0.comment.text"])
def test_a_text_holds_nothing_but_text(
    cast: Cast, full: Document, path: str, character: str
) -> None:
    put(full, path, f"a{character}b")
    document, changes = reading.read(json.dumps(full).encode())
    steps = tuple(int(step) if step.isdigit() else step for step in path.split("."))
    assert (at(document, steps), changes) == ("ab", {Alteration.REMOVED})


def test_hyphens_fold_in_codes_and_not_in_words(cast: Cast, full: Document) -> None:
    put(full, "ratings.0.criterion", "ACC\u201101")
    put(full, "initiative.name.fr", "Saint\u2011Louis\u2011du\u2011Ha!\u2011Ha!")
    document = reading.parse(json.dumps(full).encode())
    assert document["ratings"][0]["criterion"] == "ACC-01"
    assert document["initiative"]["name"]["fr"] == "Saint\u2011Louis\u2011du\u2011Ha!\u2011Ha!"


def test_only_comments_have_lines(cast: Cast, full: Document) -> None:
    put(full, "ratings.0.comment.text", "one\x0btwo\r\nthree")
    put(full, "initiative.name.fr", "un\x0bdeux")
    document = reading.parse(json.dumps(full).encode())
    assert document["ratings"][0]["comment"]["text"] == "one\ntwo\nthree"
    assert document["initiative"]["name"]["fr"] == "un deux"


def test_a_host_that_looks_like_another_shows_what_it_is(cast: Cast, full: Document) -> None:
    put(full, "ratings.0.evidence.0.url", "https://ex\u0430mple.org/é")
    document = reading.parse(json.dumps(full).encode())
    assert document["ratings"][0]["evidence"][0]["url"] == "https://xn--exmple-4nf.org/é"


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("participants.0.finished", 1, "must be true or false, without quotation marks"),
        ("participants.0.finished", "true", "must be true or false, without quotation marks"),
        ("participants.0.finished", None, "must be true or false, without quotation marks"),
        ("targets.0.level", True, "must be a whole number, without quotation marks"),
        ("targets.0.level", 2.5, "must be a whole number, without quotation marks"),
        ("targets.0.level", 0, "must be at least 1"),
        ("targets.0.level", 10**30, "must be at most 5"),
        ("targets.0.level", 4, "must be at most 3"),
        ("results.0.indicator.value", False, "must be a number, without quotation marks"),
        ("results.0.indicator.value", None, "must be a number, without quotation marks"),
        ("results.0.indicator.value", -(10**12), "must be at least -999999999999"),
        ("results.0.indicator.value", 10**12, "must be at most 999999999999"),
        ("as_of", 2026, "must be text in quotation marks"),
        ("as_of", None, "must be text in quotation marks"),
        ("ratings", None, "must be a list in [ ]"),
        ("ratings.1", "ACC-02", "must be an object in { }"),
        ("ratings.0.evidence", {}, "must be a list in [ ]"),
        ("initiative.channels", [], "needs at least 1"),
        ("initiative", "TEST", "must be an object in { }"),
        ("ratings.0.criterion", 1, "must be text in quotation marks"),
    ],
)
def test_a_value_of_the_wrong_kind_is_a_fault(
    cast: Cast, full: Document, path: str, value: Any, message: str
) -> None:
    put(full, path, value)
    assert f"{place(path)}: {message}" in faults_of(full)


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("participants.0.ratings.0", {"criterion": "ACC-01", "rating": "NA"},
         f"participants[0].ratings[0].reason: {NO_REASON}"),
        ("participants.0.ratings.1.channel", "KIOSK",
         'participants[0].ratings[1].channel: the initiative does not have the channel "KIOSK"'),
        ("participants.0.ratings.1.channel", "FAX",
         'participants[0].ratings[1].channel: unknown code "FAX"'),
        ("participants.0.ratings.1", {"criterion": "ACC-01", "rating": "L"},
         'participants[0].ratings[1].criterion: duplicate "ACC-01"'),
        ("participants.0.ratings.1.criterion", "ACC-01",
         'participants[0].ratings[1].criterion: "ACC-01" is rated both for all channels '
         "and for one"),
        ("initiative.channels.1", "ONLINE", 'initiative.channels[1]: duplicate "ONLINE"'),
        ("initiative.priorities", ["digital-identity"] * 2,
         'initiative.priorities[1]: duplicate "digital-identity"'),
        ("actions.0.criteria", ["ACC-02", "ACC-02"], 'actions[0].criteria[1]: duplicate "ACC-02"'),
        ("initiative.channels.1", "FAX", 'initiative.channels[1]: unknown code "FAX"'),
    ],
)  # fmt: skip
def test_what_a_schema_cannot_say_is_judged_too(
    cast: Cast, full: Document, path: str, value: Any, expected: str
) -> None:
    put(full, path, value)
    assert expected in faults_of(full)


def test_a_channel_is_one_that_the_initiative_has_in_the_portal(cast: Cast) -> None:
    ratings = [{"criterion": "ACC-01", "channel": "MAIL", "rating": "L"}]
    assert faults_of(cast.document(ratings=ratings)) == [
        'ratings[0].channel: the initiative does not have the channel "MAIL"'
    ]


def test_a_code_ends_where_it_ends(cast: Cast, full: Document) -> None:
    full["initiative"]["code"] = "NEW\n"
    assert faults_of(full) == [
        "initiative.code: must be a code of capital letters, digits, hyphens and underscores"
    ]


@pytest.mark.parametrize(
    "number", ["1e400", "-1e400", "1e-400", "NaN", "Infinity", "-Infinity", "1" * 5000]
)
def test_a_number_is_one_that_can_be_kept(cast: Cast, full: Document, number: str) -> None:
    text = json.dumps(full).replace("62.5", number)
    assert faults_of(text.encode()) == ["the file has a number that cannot be read"]


def test_a_key_that_is_given_twice_is_named_at_any_depth(cast: Cast, full: Document) -> None:
    text = json.dumps(full).replace('"rating": "F"', '"rating": "F", "rating": "N"')
    assert faults_of(text.encode()) == ["ratings[1].rating: is given twice"]


@pytest.mark.parametrize("key", ["a\nb", "a\rb", "a\u2028b", "\ud800", "a\x00b", "a\x1b[2Jb"])
def test_a_fault_is_one_line_of_plain_text_whatever_a_key_is(
    cast: Cast, full: Document, key: str
) -> None:
    full["ratings"][0][key] = 1
    [fault] = faults_of(full)
    assert fault.encode().decode().isprintable()


@pytest.mark.parametrize("path", ["edition", "stage", "ratings.1.criterion", "initiative.lead",
                                  "participants.0.jurisdiction", "actions.0.criteria.0"])  # fmt: skip  # noqa: E501
def test_a_fault_is_one_line_whatever_a_code_is(cast: Cast, full: Document, path: str) -> None:
    put(full, path, "A\nB")
    faults = faults_of(full)
    assert faults
    assert [fault for fault in faults if not fault.isprintable()] == []


def test_a_duplicate_title_of_two_lines_is_told_in_one(cast: Cast, full: Document) -> None:
    full["actions"] = [{"title": {"lang": "en", "text": "One\ntwo"}}] * 2
    [fault] = faults_of(full)
    assert fault.isprintable()


@pytest.mark.parametrize("depth", [100, 1_000, 3_000, 10_000])
@pytest.mark.parametrize("path", ["ratings.0.rating", "ratings.0.comment", "stage", "initiative"])
def test_deep_nesting_is_a_fault_and_no_crash(
    cast: Cast, full: Document, depth: int, path: str
) -> None:
    put(full, path, "HERE")
    data = json.dumps(full).encode().replace(b'"HERE"', b"[" * depth + b"]" * depth)
    assert len(faults_of(data)) > 0


def paths(value: Any, path: tuple = ()) -> Iterator[tuple]:
    """Where the values of a document are."""
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*path, key)
        if isinstance(item, dict | list):
            yield from paths(item, (*path, key))


ODD = st.sampled_from(
    [
        None, True, 0, 1, -1, 2.0, 1.5, 10**12, 10**30, 0.000001, "", " ", "N", "NA", "en", "A\nB",
        "x" * 41, LONG, "\ud800", "\x00", "ACC-01", "ACC-02", "ONLINE", "CA", "2026-02-30",
        "0001-01-01", "9999-12-31", [], {}, [[]], [None], [""], ["CA", "CA"], {"lang": "en"},
        {"lang": "en", "text": "x"}, {"": 1}, [{}], {"code": "OTHER"},
    ]
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_file_is_either_refused_or_imported(cast: Cast, full: Document, data: Any) -> None:
    document = copy.deepcopy(full)
    for _change in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from(list(paths(document))))
        parent = at(document, path[:-1])
        if data.draw(st.booleans()):
            # A copy: the second change may be inside it, and the next example draws it again.
            parent[path[-1]] = copy.deepcopy(data.draw(ODD))
        else:
            del parent[path[-1]]
    with transaction.atomic():
        try:
            parsed = reading.parse(json.dumps(document).encode())
            assessment = import_document(parsed, by=cast.lead)
        except Faults as faults:
            assert faults.faults  # noqa: PT017
        else:
            assert faults_of(cast.export(assessment)) == []
            assert Assessment.objects.filter(pk=assessment.pk).exists()
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("as_of", "2206-12-01"),
        ("as_of", "0026-11-01"),
        ("results.0.indicator.date", "2206-12-01"),
        ("results.0.indicator.date", "1999-12-31"),
        ("targets.0.by", "2206-12-01"),
        ("actions.0.due", "0026-11-01"),
    ],
)
def test_days_are_judged_as_forms_judge_them(
    cast: Cast, full: Document, path: str, day: str
) -> None:
    put(full, path, day)
    assert [each.partition(": ")[0] for each in faults_of(full)] == [place(path)]
