"""Lists of names stand in the order of the names that the reader sees; É is among E."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from assessments.councils.words import BY_NAME, read_words
from assessments.people.forms import RoleForm
from maturity.folding import fold
from tests.cast import Cast

LANGUAGES = ["en", "fr"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_filters_are_in_the_order_of_their_names(cast: Cast, language: str) -> None:
    with override(language):
        words = read_words()
        names = [[name for _code, name in words.options(each)] for each in BY_NAME]
    assert names == [sorted(each, key=fold) for each in names]
    assert len(names[0]) > 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_fields_are_in_the_order_of_their_names(cast: Cast, language: str) -> None:
    with override(language):
        form = RoleForm(is_own=lambda _password: True)
        (key, _empty), *rows = form.fields["jurisdiction"].widget.choices
        names = [str(name) for _key, name in rows]
    assert key == ""
    assert names == sorted(names, key=fold)
    assert len(names) > 10


def test_a_list_has_another_order_in_the_other_language(cast: Cast) -> None:
    orders = []
    for language in LANGUAGES:
        with override(language):
            orders.append([code for code, _name in read_words().options("jurisdiction")])
    assert orders[0] != orders[1]
    assert sorted(orders[0]) == sorted(orders[1])


def test_jurisdictions_are_listed_in_the_readers_order(cast: Cast) -> None:
    with override("fr"):
        address = reverse("people:jurisdictions")
    page = cast.client("secretariat").get(address).content.decode()
    places = [page.index(each) for each in ("Colombie-Brit", "Île-du-Prince", "Manitoba")]
    assert places == sorted(places)
