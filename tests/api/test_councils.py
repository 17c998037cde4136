"""What programs read of a council: its standing and its baselines; and what its code means."""

import csv
import hashlib
import io
from collections import Counter

import pytest
from django.utils import timezone

from assessments.councils.actions import approve_council
from assessments.models import CouncilBaseline
from assessments.seeding import scale
from maturity.models import Council
from tests.api.test_api import call, items, secret_of
from tests.cast import Cast
from tests.test_access import ROLES

pytestmark = pytest.mark.slow


@pytest.fixture
def approved(cast: Cast) -> CouncilBaseline:
    """A baseline of the Joint Councils."""
    cast.rate_all()
    cast.approve()
    joint = Council.objects.get(code="JC")
    return approve_council(joint, timezone.localdate(), by=cast.cochair)


def test_the_snapshot_s_bytes_have_the_baseline_s_sha256(
    cast: Cast, approved: CouncilBaseline
) -> None:
    secret = secret_of(cast, "cochair")
    [listed] = items(call(secret, "councils/JC/baselines"))
    answer = call(secret, f"council-baselines/{approved.pk}")
    assert hashlib.sha256(answer.content).hexdigest() == listed["sha256"] == approved.sha256
    again = call(
        secret, f"council-baselines/{approved.pk}", **{"If-None-Match": f'"{approved.sha256}"'}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert listed["snapshot"].endswith(f"/api/v1/council-baselines/{approved.pk}")


def test_each_role_gets_its_answer(cast: Cast, approved: CouncilBaseline) -> None:
    path = f"council-baselines/{approved.pk}"
    got = [call(secret_of(cast, role), path).status_code for role in ROLES[1:]]
    assert got == [404, 404, 403, 404, 404, 200, 404, 200]


def test_the_standing_has_the_initiatives_by_name_and_what_is_late(
    cast: Cast, approved: CouncilBaseline
) -> None:
    said = call(secret_of(cast, "cochair"), "councils/JC/standing").json()
    assert [each["code"] for each in said["initiatives"]] == ["TEST"]
    assert said["coverage"]["with_baseline"] == 1
    assert said["late"]["total"] == 0
    assert len(said["trend"]) == 5


@pytest.mark.parametrize("role", ["cochair", "secretariat"])
def test_the_joint_councils_mean_the_same_everywhere(cast: Cast, role: str) -> None:
    list(scale.add(range(1, 8), seed=3))
    secret, client = secret_of(cast, role), cast.client(role)
    standing = call(secret, "councils/JC/standing").json()
    number = standing["coverage"]["with_baseline"]
    assert number == 7
    told = items(call(secret, "initiatives?council=JC&limit=100"))
    listed = [each["code"] for each in told if each["code"] != "TEST"]
    assert len(listed) == number
    alone = items(call(secret, "initiatives?council=JC-alone&limit=100"))
    filed = [each["code"] for each in standing["initiatives"] if each["council"] == "JC"]
    assert sorted(each["code"] for each in alone if each["code"] != "TEST") == sorted(filed)
    page = client.get("/en/initiatives/?council=JC&baseline=with").text
    assert f"<h2>{number} initiatives" in page
    board = client.get("/en/councils/JC/").text
    assert f"{number} of 8 registered initiatives have a baseline" in board
    file = b"".join(client.get("/en/councils/JC/data/portfolio.csv")).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(file)))
    assert {each["Initiative code"] for each in rows} == set(listed)
    # What the page says of an attribute is what the file says.
    said = Counter(each["Level attained"] for each in rows if each["Attribute code"] == "ACC")
    assert [said[step] for step in ("0", "1", "2", "3", "")] == standing["distribution"]["ACC"]


def test_the_files_of_a_council_have_its_late_things_its_years_and_its_baselines(
    cast: Cast, approved: CouncilBaseline
) -> None:
    client = cast.client("cochair")

    def rows(name: str) -> list[list[str]]:
        file = b"".join(client.get(f"/en/councils/JC/data/{name}.csv")).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(file)))[1:]

    assert rows("late") == []
    assert len(rows("trend")) == 5 * 8
    [[at, _since, approved_on, digest, *figures]] = rows("council-baselines")
    assert (at, approved_on, digest) == (
        approved.at.isoformat(), timezone.localdate().isoformat(), approved.sha256,
    )  # fmt: skip
    # The edition has no levels 4 and 5.
    assert figures == ["1", "1", "1", "1", "0", "0", "0", "0", "1", "", "", "0"]
    answer = cast.client("lead").get(f"/en/initiatives/{cast.initiative.code}/data/portfolio.csv")
    assert answer.status_code == 404
