"""Every PDF that the portal can make, by the module that makes it, with what is hard to print.

A new kind of report joins here: its module, and a function that makes a file in the database of a
test, one for each case.
"""

import json
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from itertools import cycle
from typing import Any

from django.conf import settings
from django.utils import timezone

from assessments.councils.actions import approve_council
from assessments.councils.snapshot import take
from assessments.importing.actions import import_document
from assessments.improvement.actions import save_item
from assessments.lessons.actions import LessonText
from assessments.meetings.actions import add_meeting, save_decisions, set_council_targets
from assessments.method.validation.simulation import Truth
from assessments.models import Assessment, Play, ValidationRun
from assessments.people.actions import command_line_person
from assessments.playbook.reads import published
from assessments.playbook.texts import TEXTS, longest
from assessments.priority.actions import (
    begin_statement_of_work,
    save_milestone,
    save_party,
    save_statement_of_work,
)
from assessments.priority.reads import COLUMNS, kept_work
from assessments.review import actions as workflow
from assessments.validation.document import as_document
from assessments.validation.reads import ValidatedStatement
from assessments.validation.report import validation_report
from maturity.models import Council, Criterion, Edition
from reports.baseline import assessment_document
from reports.blank_form import blank_form
from reports.comparison import comparison_document
from reports.council import council_baseline_sources, council_document
from reports.documents import make_pdf
from reports.model import model_document
from reports.playbook import play_document, playbook_document
from reports.statement_of_work import work_document
from reports.validation import validation_document
from tests.validation.test_report import TODAY, raw

FIXTURES = settings.BASE_DIR / "fixtures"
PARTS = ("ratings", "results", "participants", "targets", "actions")
MARKUP = "</p></svg><script>alert(1)</script><style>*{display:none}</style><h1>&amp; url(x) */ ]]>"
LONG = "x" * 10_000
# Every letter of Latin, every accent that is put on one, and the Canadian syllabics.
LETTERS = "".join(
    character if unicodedata.combining(character) == 0 else f"o{character}"
    for start, end in ((0xC0, 0x370), (0x1400, 0x1680), (0x18B0, 0x1900), (0x1E00, 0x1F00))
    for character in map(chr, range(start, end))
    if unicodedata.category(character) != "Cn"
)
DIFFICULT = (
    "xʷməθkʷəy̓əm – Sḵwx̱wú7mesh – Œuvre d’été n° 1 – ᐃᓄᒃᑎᑐᑦ ᓀᐦᐃᔭᐍᐏᐣ",
    "😀 👩🏽‍💻 🇨🇦 ❤️ 1️⃣ ☎︎ 🏴󠁧󠁢󠁳󠁣󠁴󠁿 ✅ → ★",  # Emoji joined, coloured, flags and keys.
    "مرحبا بالعالم، 123 – שָׁלוֹם עולם (עברית) – left to right",
    "\u202eoverridden\u202c \u2066isolated\u2069 \u200fa\u200e \u061cb \u202bnever closed",
    "漢字 かな 한국어 ไทย हिन्दी \U00020000 \ue000 \U0010fffd",
    "zero\u200bwidth\u200c \u200djoined\u2060 \ufeffmark soft\u00adhyphen",
    "tab\tline\nline\r\nseparator\u2028paragraph\u2029 no\u00a0break\u202fhere",
    "a" + "\u0301" * 200,
    LETTERS,
)


def imported(*, lessons: Sequence[str] = (), **changes: Any) -> Assessment:
    """The pilot, with some of its parts changed, and with lessons learned, not approved."""
    if not (changes or lessons) and (there := Assessment.objects.filter(state="in_progress")):
        return there.get()
    pilot = json.loads((FIXTURES / "death-notification.json").read_text())
    assessment = import_document(pilot | changes, by=command_line_person())
    for text in lessons:
        said = LessonText("lesson", text, "en", audience="council")
        save_item(assessment.initiative, said, by=command_line_person())
    return assessment


def approved(**changes: Any) -> Assessment:
    """The pilot, with some of its parts changed, approved; where there is one already, that."""
    if not changes and (there := Assessment.objects.with_context().filter(state="approved")):
        return there.get()
    assessment = imported(**changes)
    workflow.submit(assessment, by=command_line_person())
    workflow.approve(assessment, by=command_line_person())
    return Assessment.objects.with_context().get(pk=assessment.pk)


def empty() -> dict[str, Any]:
    """An assessment that nobody has written into."""
    return {part: [] for part in PARTS}


def not_applicable() -> dict[str, Any]:
    reason = {"lang": "fr", "text": "Ce service n’a pas de client."}
    codes = _criteria()
    return empty() | {
        "ratings": [{"criterion": each, "rating": "NA", "reason": reason} for each in codes],
        "results": [{"result": f"R{n}", "rating": "NA", "reason": reason} for n in range(1, 6)],
    }


def written(*texts: str, **initiative: Any) -> dict[str, Any]:
    """An assessment with the texts, in turn, wherever people may write one."""
    pilot = json.loads((FIXTURES / "death-notification.json").read_text())
    text = cycle(texts)

    def words(language: str) -> dict[str, str]:
        return {"lang": language, "text": next(text)}

    def evidence() -> list[dict[str, str]]:
        return [{"title": next(text)[:300], "url": "https://example.org/?a=<b>&c='d'"}]

    rated = {"rating": "L"}
    ratings = [rated | {"comment": words("en"), "evidence": evidence()} for _text in texts]
    ratings += [{"rating": "NA", "reason": words("fr")} for _text in texts]
    indicators = [
        {key: next(text)[:limit] for key, limit in (("name", 300), ("unit", 60), ("source", 300))}
        for _text in texts
    ]
    codes = [f"R{n}" for n in range(1, 6)]
    names = {"name": {"en": next(text)[:300], "fr": next(text)[:300]}}
    actions = {next(text)[:1000]: next(text)[:300] for _text in texts}
    return empty() | {
        "initiative": pilot["initiative"] | names | initiative,
        "ratings": [
            {"criterion": code} | each for code, each in zip(_criteria(), ratings, strict=False)
        ],
        "results": [
            {
                "result": code,
                "rating": "P",
                "comment": words("fr"),
                "indicator": each | {"value": 1},
            }
            for code, each in zip(codes, indicators, strict=False)
        ],
        "actions": [
            {"title": {"lang": "en", "text": title}, "owner": owner}
            for title, owner in actions.items()
        ],
        "plays": [
            {
                "play": code,
                "state": "done",
                "artefact": {"title": next(text)[:300], "url": "https://example.org/?a=<b>&c='d'"},
                "note": {"lang": "en", "text": next(text)[:1000]},
            }
            for code, _text in zip(("ACC-a", "ACC-b", "X1"), texts, strict=False)
        ],
        "lessons": [each[:2000] for each in texts],
    }


def many() -> dict[str, Any]:
    """200 pieces of evidence for one statement, and 200 actions."""
    evidence = [
        {"title": f"Élément de preuve {n}", "url": f"https://example.org/{n}"} for n in range(200)
    ]
    actions = [
        {"title": {"lang": "fr", "text": f"Revoir le formulaire {n}"}, "criteria": ["ACC-01"]}
        for n in range(200)
    ]
    ratings = [{"criterion": "ACC-01", "rating": "L", "evidence": evidence}]
    return empty() | {"ratings": ratings, "actions": actions}


def _criteria() -> Iterator[str]:
    return iter(Criterion.objects.values_list("code", flat=True))


def draft(changes: Callable[[], dict[str, Any]], language: str) -> bytes:
    return make_pdf(assessment_document(imported(**changes()), language)).data


def baseline(changes: Callable[[], dict[str, Any]], language: str) -> bytes:
    return make_pdf(assessment_document(approved(**changes()), language)).data


def form(first: str) -> bytes:
    return blank_form(Edition.objects.get(), first).data


def said(*texts: str) -> dict[str, Any]:
    """The pilot, with the texts where a council's report has what people wrote."""
    pilot = json.loads((FIXTURES / "death-notification.json").read_text())
    names = {"name": {"en": texts[0][:300], "fr": texts[-1][:300]}}
    actions = [
        {"title": {"lang": "fr", "text": text[:1000]}, "owner": text[:300], "due": "2026-12-01"}
        for text in texts
    ]
    return {"initiative": pilot["initiative"] | names, "actions": actions}


def council(changes: Callable[[], dict[str, Any]], language: str) -> bytes:
    """The Joint Councils' report with one initiative, which has one baseline."""
    approved(**changes())
    today = timezone.localdate()
    taken = take(Council.objects.get(code="JC"), today, today - timedelta(days=365))
    return make_pdf(council_document(taken, language)).data


def council_baseline(texts: Sequence[str], language: str) -> bytes:
    """A baseline of the Joint Councils, with decisions that say some texts, and a target."""
    approved()
    joint, by = Council.objects.get(code="JC"), command_line_person()
    today = timezone.localdate()
    kept = [{"kind": "decision", "text_en": each[:2000], "text_fr": each[:2000]} for each in texts]
    meeting = add_meeting(joint, today, by=by)
    save_decisions(meeting, [(None, each) for each in kept], by=by)
    set_council_targets(joint, {"ACC": {"level": 3, "share": 80, "by": today}}, by=by)
    baseline = approve_council(joint, today, by=by)
    return make_pdf(council_baseline_sources(baseline)["council"].compose(language)).data


def second_cycle() -> dict[str, Any]:
    """A later cycle of the pilot, in which some ratings rose and some fell."""
    pilot = json.loads((FIXTURES / "death-notification.json").read_text())
    later = {"P": "L", "L": "F", "F": "L"}
    ratings = [
        each | {"rating": later.get(each["rating"], each["rating"])} if number % 2 else each
        for number, each in enumerate(pilot["ratings"])
    ]
    results = [
        each | {"indicator": each["indicator"] | {"value": each["indicator"]["value"] + 7.5}}
        if "indicator" in each
        else each
        for each in pilot["results"]
    ]
    return {"as_of": "2027-10-31", "ratings": ratings, "results": results}


def other_initiative(*texts: str) -> dict[str, Any]:
    pilot = json.loads((FIXTURES / "death-notification.json").read_text())
    name = dict.fromkeys(("en", "fr"), (texts or ("Autre service",))[0][:300])
    return {"initiative": pilot["initiative"] | {"code": "OTHER", "name": name, "lead": "CA-QC"}}


def full(*texts: str) -> dict[str, Any]:
    """Of another initiative, every statement rated, with the texts wherever people may write."""
    given = written(*texts)
    rated = {each["criterion"] for each in given["ratings"]}
    given["ratings"] += [
        {"criterion": code, "rating": "F"} for code in _criteria() if code not in rated
    ]
    return given | other_initiative(*texts)


def comparison(
    first: Callable[[], dict[str, Any]], second: Callable[[], dict[str, Any]], language: str
) -> bytes:
    """Two baselines: of one stage and initiative, unless the changes say otherwise."""
    baselines = [approved(**changes()).baseline for changes in (first, second)]
    return make_pdf(comparison_document(baselines[0], baselines[1], language)).data


def model(language: str) -> bytes:
    return make_pdf(model_document(Edition.objects.get(), language)).data


def playbook(language: str) -> bytes:
    return make_pdf(playbook_document(published(), language)).data


def play(language: str, text: str = "") -> bytes:
    """A play; with a text, one that says it wherever the secretariat may write."""
    play = Play.objects.published().get(code="X1")
    if text:
        assert play.published
        for name in TEXTS:
            for each in ("en", "fr"):
                column = f"{name}_{each}"
                setattr(play.published, column, text[: longest(column)])
    return make_pdf(play_document(play, language)).data


def work(language: str, *texts: str) -> bytes:
    """The statement of work with its first text, or with others in every place."""
    by = command_line_person()
    begin_statement_of_work(by=by)
    save_milestone(None, by=by, text_en="A pilot", text_fr="Un projet pilote", day=None)
    if texts:
        given = cycle(texts)
        said = {column: next(given)[:200] for column in ("title_en", "title_fr")}
        said |= {column: next(given) for column in COLUMNS if column not in said}
        save_statement_of_work(by=by, **said)
        party = {name: next(given)[:200] for name in ("name_en", "name_fr", "does_en", "does_fr")}
        save_party(None, by=by, **party)
    found = kept_work()
    assert found
    return make_pdf(work_document(found, language)).data


def validated(assessments: int, language: str) -> bytes:
    """What is found of a simulated population, in which a statement is misplaced and another one is
    harder in French."""
    run = simulated_run(assessments)
    return make_pdf(validation_document(run, language)).data


def simulated_run(assessments: int) -> ValidationRun:
    """A finished run of the whole edition, of fictitious assessments."""
    edition = Edition.objects.get()
    criteria = list(Criterion.objects.select_related("attribute"))
    statements = tuple(
        ValidatedStatement(each.code, each.attribute.code, each.level) for each in criteria
    )
    levels = [each.level for each in criteria]
    truth = Truth(
        levels, assessments, misplaced=4, misplaced_by=3, translated=20, shift=1.5, spread=2
    )
    report = validation_report(raw(truth, statements=statements), TODAY, rounds=50)
    return ValidationRun(
        edition=edition,
        asked_by=command_line_person(),
        finished_at=timezone.now(),
        result=as_document(report),
    )


EVERY_PDF: dict[str, dict[str, Callable[[], bytes]]] = {
    "baseline": {
        "baseline in English": partial(baseline, dict, "en"),
        "baseline in French": partial(baseline, dict, "fr"),
        "baseline in both": partial(baseline, dict, "both"),
        "draft": partial(draft, dict, "fr"),
        "no answer": partial(draft, empty, "both"),
        "nothing applies": partial(baseline, not_applicable, "en"),
        "markup in every text": partial(draft, partial(written, MARKUP), "en"),
        "difficult texts": partial(draft, partial(written, *DIFFICULT), "fr"),
        "long texts": partial(draft, partial(written, LONG), "en"),
        "200 documents and actions": partial(draft, many, "fr"),
    },
    "council": {
        "in English": partial(council, dict, "en"),
        "in French": partial(council, dict, "fr"),
        "in both": partial(council, partial(said, *DIFFICULT), "both"),
        "long texts": partial(council, partial(said, LONG), "fr"),
        "markup in every text": partial(council, partial(said, MARKUP), "en"),
        "baseline in both": partial(council_baseline, DIFFICULT, "both"),
        "baseline with markup": partial(council_baseline, [MARKUP], "fr"),
        "baseline with long texts": partial(council_baseline, [LONG] * 30, "en"),
    },
    "blank_form": {
        "English first": partial(form, "en"),
        "French first": partial(form, "fr"),
    },
    "comparison": {
        "two cycles in English": partial(comparison, dict, second_cycle, "en"),
        "two stages in French": partial(comparison, dict, lambda: {"stage": "DES"}, "fr"),
        "two initiatives in both": partial(
            comparison, dict, lambda: not_applicable() | other_initiative(), "both"
        ),
        "markup in every text": partial(comparison, dict, partial(full, MARKUP), "en"),
        "difficult texts": partial(comparison, dict, partial(full, *DIFFICULT), "fr"),
        "long texts": partial(comparison, dict, partial(full, LONG), "en"),
    },
    "model": {
        "model in English": partial(model, "en"),
        "model in French": partial(model, "fr"),
        "model in both": partial(model, "both"),
    },
    "statement_of_work": {
        "in English": partial(work, "en"),
        "in French": partial(work, "fr"),
        "in both": partial(work, "both"),
        "markup in every text": partial(work, "en", MARKUP),
        "difficult texts": partial(work, "fr", *DIFFICULT),
        "long texts": partial(work, "both", LONG),
    },
    "playbook": {
        "all plays in French": partial(playbook, "fr"),
        "a play in both": partial(play, "both"),
        "markup in every text": partial(play, "en", MARKUP),
        "difficult texts": partial(play, "fr", " ".join(DIFFICULT)),
    },
    "validation": {
        "of nothing in both": partial(validated, 0, "both"),
        "of few in French": partial(validated, 12, "fr"),
        "of many in English": partial(validated, 160, "en"),
        "of many in both": partial(validated, 160, "both"),
    },
}
