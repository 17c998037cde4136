"""Plays in use in the demonstration, with documents that do not exist."""

from collections.abc import Mapping

from assessments.models import Initiative, Person, Play, PlayUse
from assessments.playbook.using import Use, use_play

State = PlayUse.State
# Of the pilot: how far it is with a play, what shows it, and a note with its language.
PILOT: Mapping[str, tuple[str, str, str, str]] = {
    "X1": (State.DONE, "Service blueprint of a death notification (fictitious)", "", ""),
    "RES-b": (
        State.DONE, "Interviews with bereaved families (fictitious)",
        "Fictitious. Families asked to be called back on a day of their choice.", "en",
    ),
    "ACC-b": (
        State.UNDER_WAY, "Contacts counted in five cases (fictitious)",
        "Inventé. Le décompte d’après viendra au printemps.", "fr",
    ),
    "EFF-b": (State.PLANNED, "", "", ""),
    "X3": (State.PLANNED, "", "", ""),
}  # fmt: skip
# Of every other initiative, so that a reader of the play sees who has used it.
SHARED: Mapping[str, tuple[str, str, str, str]] = {
    "X1": (State.UNDER_WAY, "Service blueprint, first draft (fictitious)", "", ""),
}


def use_plays(initiative: Initiative, *, pilot: bool, by: Person) -> None:
    """Marks the plays that an initiative of the demonstration uses."""
    for code, (state, title, note, language) in (PILOT if pilot else SHARED).items():
        slug = f"{initiative.code}-{code}".lower()
        document = {"document_title": title, "document_url": f"https://example.org/{slug}"}
        said = Use(state, note, language)
        use_play(initiative, Play.objects.get(code=code), said, document if title else {}, by=by)
