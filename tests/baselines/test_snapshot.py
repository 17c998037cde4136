"""Snapshots: canonical, complete, in both languages, and deaf to whatever comes later."""

import hashlib
import json
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from assessments.baselines import snapshot
from assessments.baselines.reader import content
from assessments.baselines.values import EvidenceContent
from assessments.exchange.writing import bilingual
from assessments.format.upgrade import upgrade
from assessments.importing.actions import import_initiative
from assessments.initiatives.actions import update_initiative
from maturity.canonical import canonical, sha256
from maturity.models import Channel, Stage
from tests.cast import Cast, Document


def test_canonical_text_has_sorted_keys_no_white_space_and_plain_characters() -> None:
    assert canonical({"é": [1, None], "a": {"c": "ç", "b": 1.5}}) == (
        '{"a":{"b":1.5,"c":"ç"},"é":[1,null]}'
    )


def test_canonical_text_has_no_number_that_json_lacks() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"progress": float("nan")})


def test_the_digest_is_the_sha_256_of_the_bytes_in_utf_8() -> None:
    assert sha256('{"é":1}') == hashlib.sha256(b'{"\xc3\xa9":1}').hexdigest()


def missing_languages(value: Any, place: str = "") -> list[str]:
    """Where a snapshot has a text in one language alone."""
    if isinstance(value, dict):
        if ("en" in value) != ("fr" in value) or "" in (value.get("en"), value.get("fr")):
            return [place]
        value = value.items()
    elif isinstance(value, list):
        value = enumerate(value)
    else:
        return []
    return [fault for key, item in value for fault in missing_languages(item, f"{place}.{key}")]


def test_every_text_of_the_model_is_there_in_both_languages(cast: Cast, full: Document) -> None:
    taken = snapshot.take(cast.import_(**full))
    # Ratings that are not shares of achievement have no percentages to word.
    assert set(missing_languages(taken)) == {
        ".model.scale.4.percent", ".model.scale.5.percent",
    }  # fmt: skip


def test_every_name_that_a_report_needs_is_there(cast: Cast, full: Document) -> None:
    names = snapshot.take(cast.import_(**full))["names"]
    assert {kind: sorted(names[kind]) for kind in ("jurisdictions", "channels", "priorities")} == {
        "jurisdictions": ["CA", "CA-BC"],
        "channels": ["ONLINE", "PHONE"],
        "priorities": ["digital-identity"],
    }
    assert (names["council"]["fr"], names["stage"]["fr"]) == ("Conseils mixtes", "Exécution")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_report_reads_nothing_but_the_snapshot(
    cast: Cast,
    full: Document,
    language: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    taken = json.loads(canonical(snapshot.take(cast.import_(**full))))
    with django_assert_num_queries(0):
        assert len(content(taken, language).attributes) == 7


def test_what_a_participant_rates_is_its_own_until_it_has_finished(
    cast: Cast, full: Document
) -> None:
    full["participants"][0]["finished"] = False
    taken = snapshot.take(cast.import_(**full))
    assert taken["assessment"]["participants"] == [
        {"jurisdiction": "CA", "finished": False, "ratings": []}
    ]


def test_a_baseline_says_who_handed_it_in_and_who_approved_it(cast: Cast) -> None:
    cast.rate_all()
    approval = cast.approve().content["approval"]
    assert (approval["submitted_by"], approval["approved_by"]) == (
        "Fictitious lead", "Fictitious cochair",
    )  # fmt: skip


def test_a_baseline_proves_itself_as_the_database_gives_it_back(cast: Cast) -> None:
    cast.rate_all()
    baseline = cast.approve()
    baseline.refresh_from_db()
    assert baseline.sha256 == sha256(canonical(baseline.content))
    assert baseline.content["approval"]["baseline"] == str(baseline.pk)
    assert baseline.overall_level == baseline.content["assessment"]["computed"]["overall_level"]


def test_a_snapshot_from_before_documents_were_known_is_read_as_ever(
    cast: Cast, full: Document
) -> None:
    taken = snapshot.take(cast.import_(**full))
    del taken["documents"]
    [answer] = content(upgrade(taken), "en").attributes[0].criteria[0].answers
    assert answer.evidence == (
        EvidenceContent("A map", "https://example.org/map?x=1#y", "", "", 0),
    )


def test_the_first_cycle_has_no_previous_one(cast: Cast) -> None:
    assert snapshot.take(cast.assessment)["previous"] is None


def test_the_next_cycle_looks_back_at_the_last_baseline(cast: Cast) -> None:
    cast.rate_all()
    baseline = cast.approve()
    previous = snapshot.take(cast.import_(as_of="2027-10-31"))["previous"]
    assert previous == {
        "baseline": str(baseline.pk), "sha256": baseline.sha256, "as_of": "2026-10-31",
        "overall_level": 3,
        "attained_levels": dict.fromkeys(["ACC", "CON", "EFF", "RES", "INT", "SEC", "SMP"], 3),
        "effective": baseline.content["effective"],
    }  # fmt: skip


def test_a_snapshot_says_where_the_other_stages_stand(cast: Cast) -> None:
    cast.rate_all()
    baseline = cast.approve()
    design = snapshot.take(cast.import_(stage="DES"))
    standing = {
        "baseline": str(baseline.pk),
        "as_of": "2026-10-31",
        "overall_level": 3,
        "attained_levels": dict.fromkeys(["ACC", "CON", "EFF", "RES", "INT", "SEC", "SMP"], 3),
    }
    assert design["life_cycle"] == [
        {
            "stage": stage.code,
            "name": bilingual(stage),
            "standing": standing if stage.code == "DEL" else None,
        }
        for stage in Stage.objects.all()
    ]


def test_a_draft_can_be_read_after_the_initiative_lost_a_channel(cast: Cast) -> None:
    ratings = [
        {"criterion": "ACC-01", "channel": channel, "rating": "F"}
        for channel in ("ONLINE", "PHONE")
    ]
    cast.rate_all()
    cast.import_(ratings=ratings)
    cast.approve()
    update_initiative(
        cast.initiative, by=cast.secretariat, channels=list(Channel.objects.filter(code="ONLINE"))
    )
    following = cast.import_(as_of="2027-10-31")
    assert content(snapshot.take(following), "fr").attributes[0].criteria[0].rating.code == "F"


def test_a_baseline_keeps_the_name_that_the_initiative_had(cast: Cast) -> None:
    cast.rate_all()
    baseline = cast.approve()
    name = {"en": "Another name", "fr": "Un autre nom"}
    import_initiative({"code": "TEST", "name": name}, by=cast.secretariat)
    baseline.refresh_from_db()
    assert baseline.content["assessment"]["initiative"]["name"]["en"] == "A made-up service"
