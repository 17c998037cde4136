"""Editions of any shape: 1 to 20 attributes, 2 to 5 levels, up to 400 statements and 10 results."""

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from hypothesis import strategies as st

FIXTURE = settings.BASE_DIR / "fixtures" / "2017-draft.json"
Model = dict[str, Any]
PROJECT = {"en": "project", "fr": "project"}


def shaped(
    attributes: Sequence[Sequence[int]],
    *,
    levels: int = 3,
    results: int = 5,
    code: str = "shaped-1",
    rule: str = "cumulative",
) -> Model:
    """A model file whose attributes have statements of these levels, with the fixture's lists."""
    model: Model = json.loads(FIXTURE.read_text(encoding="utf-8"))
    model["meta"] = {
        "schema": "ccs-maturity-model/1",
        "status": f"made up; edition code {code}",
        "rule": rule,
    }
    del model["sample_initiatives"]
    model["levels"] = [
        {"code": f"L{n}", "order": n, **text(f"level {n}")} for n in range(1, levels + 1)
    ]
    model["results"] = [{"code": f"R{n}", **text(f"result {n}")} for n in range(1, results + 1)]
    model["attributes"] = [
        {
            "code": f"A{a:02}",
            "name": {"en": f"Attribute {a}", "fr": f"Attribut {a}"},
            "provenance": PROJECT,
            "criteria": [
                {"code": f"A{a:02}-{c:02}", "level": level, **text(f"statement {a}.{c}")}
                for c, level in enumerate(statements, start=1)
            ],
        }
        for a, statements in enumerate(attributes, start=1)
    ]
    return model


def text(words: str) -> Model:
    return {"en": f"The {words}.", "fr": f"Voici {words}.", "provenance": PROJECT}


@st.composite
def shapes(draw: st.DrawFn, most: int = 400) -> Model:
    """Any edition with at most so many statements; some attributes and levels may have none."""
    levels = draw(st.integers(2, 5))
    number = draw(st.integers(1, 20))
    statements = st.lists(st.integers(1, levels), max_size=min(30, most // number))
    attributes = draw(st.lists(statements, min_size=number, max_size=number).filter(any))
    return shaped(
        attributes,
        levels=levels,
        results=draw(st.integers(0, 10)),
        rule=draw(st.sampled_from(["cumulative", "iso33020"])),
    )
