"""The form on paper: all statements, both languages, a sound file."""

import re

import pytest
from django.test import Client
from django.utils.translation import override

from maturity.models import Criterion, Edition
from reports.blank_form import blank_form, blank_form_html
from tests.reports.pdf_structure import faults

pytestmark = [pytest.mark.database("model"), pytest.mark.slow]


@pytest.fixture
def edition(db: None) -> Edition:
    return Edition.objects.get()


@pytest.mark.parametrize(
    ("first", "languages"), [("en", ("en-CA", "fr-CA")), ("fr", ("fr-CA", "en-CA"))]
)
def test_both_languages_are_marked(
    edition: Edition, first: str, languages: tuple[str, ...]
) -> None:
    assert faults(blank_form(edition, first).data, languages=languages) == []


def test_every_statement_and_result_has_its_boxes_in_each_language(edition: Edition) -> None:
    html = blank_form_html(edition, "en")
    for part, language, applies in (
        (html.split('<section class="part"')[1], "en", "Not applicable"),
        (html.split('<section class="part"')[2], "fr", "Sans objet"),
    ):
        codes = re.findall(r'class="code">([^<]+)<', part)
        criteria = list(Criterion.objects.values_list("code", flat=True))
        assert codes == [*criteria, "R1", "R2", "R3", "R4", "R5"]
        assert part.count(f'<span class="box"></span>{applies}') == len(codes)
        with override(language):
            assert all(each.text in part.replace("&#x27;", "'") for each in Criterion.objects.all())


def test_the_language_of_the_page_comes_first(edition: Edition) -> None:
    langs = re.findall(r'class="part" lang="(..)-CA"', blank_form_html(edition, "fr"))
    assert langs == ["fr", "en"]


def test_anyone_may_have_it(edition: Edition) -> None:
    response = Client().get("/fr/model/blank-form.pdf")
    assert (
        response.headers["Content-Disposition"]
        == 'attachment; filename="formulaire-2017-draft.pdf"'
    )
    assert response.content[:5] == b"%PDF-"


@pytest.mark.database("empty")
def test_without_an_edition_there_is_none(db: None) -> None:
    assert Client().get("/en/model/blank-form.pdf").status_code == 404
