"""Both languages are complete: a text without its French fails here, and so does a doubtful one."""

import ast
import re
import shutil
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import call_command

PLACEHOLDER = re.compile(r"%\(\w+\)\w|%%")
APPS = ("maturity", "assessments", "reports")
GATHERED = {"_", "gettext", "ngettext", "pgettext"}
CATALOGUE = settings.BASE_DIR / "maturity" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
BAD_TYPOGRAPHY = {
    "a plain space before a colon, a percent or dollar sign, or inside « »": r" [:%$](?!\()|« | »",
    "a space before a semicolon, or a question or exclamation mark": "[ \xa0][;?!]",
    "a straight apostrophe": r"\w'\w",
}


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(CATALOGUE)


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_text_has_its_french(catalogue: polib.POFile) -> None:
    assert [entry.msgid for entry in catalogue if not all(texts(entry))] == []


def test_no_french_is_doubtful(catalogue: polib.POFile) -> None:
    assert [entry.msgid for entry in catalogue if entry.fuzzy] == []


def test_placeholders_are_the_same_in_both_languages(catalogue: polib.POFile) -> None:
    wrong = [
        entry.msgid
        for entry in catalogue
        for text in texts(entry)
        if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(entry.msgid))
    ]
    assert wrong == []


@pytest.mark.parametrize("fault", BAD_TYPOGRAPHY)
def test_french_typography_is_canadian(catalogue: polib.POFile, fault: str) -> None:
    pattern = re.compile(BAD_TYPOGRAPHY[fault])
    wrong = [
        text
        for entry in catalogue
        for text in texts(entry)
        if pattern.search(PLACEHOLDER.sub("X", text))
    ]
    assert wrong == []


def test_the_catalogue_holds_what_the_code_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`make messages` has been run since the last text was written."""
    for folder in (*APPS, "templates"):
        shutil.copytree(settings.BASE_DIR / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(settings, "LOCALE_PATHS", [tmp_path / "maturity" / "locale"])
    call_command("makemessages", locale=["fr"], no_obsolete=True, verbosity=0)
    gathered = polib.pofile(tmp_path / CATALOGUE.relative_to(settings.BASE_DIR))
    texts_of = [
        {(entry.msgctxt, entry.msgid) for entry in file}
        for file in (polib.pofile(CATALOGUE), gathered)
    ]
    assert texts_of[0] == texts_of[1]


# Nouns that a number can stand before, in the plural: where it can be 1, `count` has to choose.
NOUNS = (
    "actions|answers|assessments|attributes|baselines|changes|characters|councils|days|"
    "discussions|documents|events|files|governments|hours|initiatives|levels|minutes|people|"
    "questions|ratings|reports|results|statements|tokens|views"
)
UNCOUNTED = re.compile(
    r"{% blocktranslate(?![^%]*\bcount\b)[^%]*%}(?P<text>.*?){% endblocktranslate %}", re.DOTALL
)
# Not after “of”: in “3 of 46 statements” the noun goes with the second number, the model’s own.
GLUED = re.compile(rf"(?<!of )(?<!of</span> ){{{{ (?P<number>\w+) }}}}(?: other)? (?:{NOUNS})\b")
BARE = re.compile(r"}}[ \xa0]+[A-Za-zÀ-ÿ]{2,}")
BLOCK = re.compile(r"{% blocktranslate.*?endblocktranslate %}|{%.*?%}|{#.*?#}", re.DOTALL)
TAG = re.compile(r"<[^{}<>]*(?:{{.*?}}[^{}<>]*)*>", re.DOTALL)
# Numbers that are never 1: limits of the portal, and how many statements a model has.
NEVER_ONE = {"least", "limit", "most", "statements", "attributes", "results"}


def template_texts() -> dict[str, str]:
    root = settings.BASE_DIR / "templates"
    found = sorted(each for each in root.rglob("*") if each.suffix in (".html", ".txt"))
    return {str(path.relative_to(root)): path.read_text(encoding="utf-8") for path in found}


def test_a_number_that_can_be_one_agrees_with_its_noun() -> None:
    glued = [
        (name, number["number"])
        for name, text in template_texts().items()
        for block in UNCOUNTED.finditer(text)
        for number in GLUED.finditer(block["text"])
        if number["number"] not in NEVER_ONE
    ]
    assert glued == [("compare/side_by_side/spread.html", "total")] * 2  # at least 5 peers, or none


def test_no_word_is_glued_to_a_value_outside_a_translation() -> None:
    glued = {
        name: words
        for name, text in template_texts().items()
        if (words := BARE.findall(TAG.sub("", BLOCK.sub("", text))))
    }
    assert glued == {}


def test_no_text_hides_where_the_catalogue_does_not_look() -> None:
    """What is translated inside of an f-string is never gathered, and would stay in English."""
    hidden = []
    for app in APPS:
        for path in sorted((settings.BASE_DIR / app).glob("**/*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.JoinedStr):
                    hidden += [
                        f"{path.relative_to(settings.BASE_DIR)}:{call.lineno}"
                        for call in ast.walk(node)
                        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in GATHERED
                    ]
    assert hidden == []
