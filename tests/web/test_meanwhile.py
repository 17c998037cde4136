"""Two people change the same things: nobody's change goes unseen (`web.meanwhile`)."""

import re
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils.html import escape

from assessments.models import Action, Initiative, Person
from maturity.models import Criterion
from tests.cast import Cast

SEEN = re.compile(r'name="((?:\w+-)?seen)" value="([^"]*)"')


def opened(client: Client, path: str) -> dict[str, str]:
    """The marks of what a page shows, as it posts them."""
    return dict(SEEN.findall(client.get(path).content.decode()))


def action(title: str, **more: Any) -> dict[str, Any]:
    about = [Criterion.objects.get(code="ACC-01").pk]
    said = {"title": title, "title_language": "en", "criteria": about, "status": "planned"}
    return said | {"owner": "", **more}


def plan(**targets: str) -> dict[str, str]:
    return {f"{code}-level": level for code, level in targets.items()}


def test_targets_of_two_people_both_stand(cast: Cast) -> None:
    client, path = cast.client("lead"), cast.plan("targets/")
    mine, theirs = opened(client, path), opened(client, path)
    client.post(path, plan(ACC="2") | theirs | {"ACC-by": "2096-10-31"})
    client.post(path, plan(CON="3") | mine | {"CON-by": "2096-10-31"})
    found = {each.attribute.code: each.level for each in cast.assessment.targets.all()}
    assert found == {"ACC": 2, "CON": 3}


def test_the_same_target_is_asked_about(cast: Cast) -> None:
    client, path = cast.client("lead"), cast.plan("targets/")
    mine, theirs = opened(client, path), opened(client, path)
    by = {"ACC-by": "2096-10-31"}
    client.post(path, plan(ACC="2") | theirs | by)
    answer = client.post(path, plan(ACC="3") | mine | by).content.decode()
    assert "This was changed to “2 – " in answer
    assert [each.level for each in cast.assessment.targets.all()] == [2]
    client.post(path, plan(ACC="3") | dict(SEEN.findall(answer)) | by)
    assert [each.level for each in cast.assessment.targets.all()] == [3]


def test_a_field_that_only_another_changed_keeps_its_value(cast: Cast) -> None:
    client = cast.client("lead")
    client.post(cast.plan("new/"), action("Made up"))
    path = cast.plan(f"{Action.objects.get().key}/edit/")
    mine, theirs = opened(client, path), opened(client, path)
    client.post(path, action("Made up", owner="Somebody") | theirs)
    client.post(path, action("Made up, and clearer") | mine)
    row = Action.objects.get()
    assert (row.title, row.owner) == ("Made up, and clearer", "Somebody")


def test_what_both_changed_is_shown_in_the_page_s_language(cast: Cast) -> None:
    client = cast.client("lead")
    client.post(cast.plan("new/"), action("Made up"))
    key = Action.objects.get().key
    mine, theirs = (opened(client, cast.plan(f"{key}/edit/", "fr")) for _who in range(2))
    client.post(cast.plan(f"{key}/edit/"), action("Theirs <b>") | theirs)
    answer = client.post(cast.plan(f"{key}/edit/", "fr"), action("Mine") | mine).content.decode()
    assert f"«\N{NO-BREAK SPACE}{escape('Theirs <b>')}\N{NO-BREAK SPACE}»" in answer
    assert ("Mine" in answer, Action.objects.get().title) == (True, "Theirs <b>")


def test_both_typed_the_same(cast: Cast) -> None:
    client, path = cast.client("lead"), cast.url("dates/")
    mine, theirs = opened(client, path), opened(client, path)
    for seen in (mine, theirs):
        answer = client.post(path, {"as_of": str(cast.assessment.as_of), "due": ""} | seen)
        assert answer.status_code == 302


def test_an_initiative_and_a_person_too(cast: Cast) -> None:
    client = cast.client("secretariat")
    row = Initiative.objects.get()
    path = f"/en/initiatives/{row.code}/edit/"
    given = {
        "code": row.code, "name_en": row.name_en, "name_fr": row.name_fr,
        "council": row.council_id, "lead": row.lead_id,
        "partners": [each.pk for each in row.partners.all()],
        "channels": [each.pk for each in row.channels.all()],
    }  # fmt: skip
    mine, theirs = opened(client, path), opened(client, path)
    client.post(path, given | {"name_en": "Theirs"} | theirs)
    client.post(path, given | {"name_fr": "Le mien"} | mine)
    row.refresh_from_db()
    assert (row.name_en, row.name_fr) == ("Theirs", "Le mien")
    path = f"/en/people/{cast.viewer.pk}/edit/"
    given = {"name": cast.viewer.name, "email": cast.viewer.email, "language": "en"}
    mine, theirs = opened(client, path), opened(client, path)
    client.post(path, given | {"name": "Theirs"} | theirs)
    assert "Theirs" in client.post(path, given | {"name": "Mine"} | mine).content.decode()
    assert Person.objects.get(pk=cast.viewer.pk).name == "Theirs"


def test_what_was_taken_out_meanwhile_is_not_lost(cast: Cast) -> None:
    client = cast.client("lead")
    client.post(cast.plan("new/"), action("Made up"))
    path = cast.plan(f"{Action.objects.get().key}/edit/")
    client.post(path, {"remove": "1"})
    assert client.get(path).status_code == 404
    typed = action("Written long") | {"once": str(uuid4())}
    answer = client.post(path, typed, follow=True).content.decode()
    assert "Someone else has since removed this." in answer
    assert Action.objects.get().title == "Written long"


def test_marks_that_no_page_gave_change_nothing(cast: Cast) -> None:
    client = cast.client("lead")
    client.post(cast.plan("new/"), action("Made up"))
    path = cast.plan(f"{Action.objects.get().key}/edit/")
    for title, seen in (("One", {}), ("Two", {"seen": "what:ever title :: :x"})):
        assert client.post(path, action(title) | seen).status_code == 302
        assert Action.objects.get().title == title
