"""Whatever people type is saved, shown and taken away as the same text: all of Unicode."""

import csv
import html
import io

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assessments.baselines.reads import assessment_content
from assessments.rating.answers import Answer
from maturity.models import Attribute, Criterion
from maturity.text import clean
from tests.cast import Cast
from tests.forms import fields

pytestmark = pytest.mark.slow
NUMBER = 46  # of statements: so many texts are tried at a time
# No browser sends a half of a character.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
# What scripts and spreadsheets, templates and databases stumble over.
ODD = [
    "<b>&amp;</b>", "{{ user }}{% now %}", "=1+1", "@SUM(A1)", "- moins de pas", "'; DROP TABLE",
    "\u202e\u0627\u0644", "e\u0301", "\U0001f469\u200d\U0001f52c", "a\x00b", "\r\n\r", "\ufdd0",
    "\ud55c\uae00 \u0a2a\u0a70\u0a1c\u0a3e\u0a2c\u0a40 \u1401\u14c4\u14c7", "\u2028\u2029",
    "%s %(x)s", "\ue000\uf0b7",
]  # fmt: skip


@settings(max_examples=21, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, min_size=NUMBER, max_size=NUMBER))
@example((ODD * 3)[:NUMBER])
def test_a_comment_is_the_same_text_everywhere(cast: Cast, texts: list[str]) -> None:
    client = cast.client("lead")
    codes = list(Criterion.objects.values_list("code", flat=True))
    cast.assessment.ratings.all().delete()
    expected = {}
    for code, text in zip(codes, texts, strict=True):
        data = {f"{code}-rating": "L", f"{code}-comment": text, f"{code}-comment_language": "fr"}
        data[f"{code}-seen"] = Answer().fingerprint
        response = client.post(cast.url(f"answers/{code}/"), data)
        assert response.status_code == 200, (text, response.content)
        expected[code] = clean(text, lines=True).text.strip()
    document = client.get(cast.url("export.json")).json()
    exported = {
        each["criterion"]: each.get("comment", {}).get("text", "") for each in document["ratings"]
    }
    assert exported == expected
    sent = client.get(cast.url("data/ratings.csv")).streaming_content
    sheet = b"".join(sent).decode("utf-8-sig")
    cells = {cell.removeprefix("'") for row in csv.reader(io.StringIO(sheet)) for cell in row}
    assert {text.removeprefix("'") for text in expected.values() if text} <= cells
    cast.assessment.refresh_from_db()
    shown = {
        each.code: each.answers[0].comment.text if each.answers[0].comment else ""
        for each in assessment_content(cast.assessment).criteria
    }
    assert shown == expected
    profile = html.unescape(client.get(cast.url("profile/")).content.decode())
    for attribute in Attribute.objects.values_list("code", flat=True):
        page = fields(client.get(cast.url(f"attributes/{attribute}/")).content.decode())
        for code in codes:
            if code.startswith(attribute):
                assert page[f"{code}-comment"] == expected[code]
                assert all(line.strip() in profile for line in expected[code].splitlines())
