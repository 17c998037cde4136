"""Finding plays: by words and filters, and those that fit a statement."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessments import rules
from assessments.models import Assessment, Initiative, Person, Play, PlayUse, PlayVersion
from assessments.models.assessments import State
from assessments.search.reads import find as search
from maturity.bilingual import current_language
from maturity.folding import by_name

# How many initiatives have to stand behind a number that is shown without their names.
FEWEST = 5
# What a list shows of a play, and is narrowed by: its long texts are left in the database.
LISTED = (
    "number", "title_en", "title_fr", "problem_en", "problem_fr", "criteria", "results", "stages",
    "from_level", "to_level",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fitting:
    """A play that serves a statement, by its code and its title in the language of the page."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Users:
    """Who uses a play: the uses that a reader may know by name, and how many others there are,
    None where that would tell some reader of too few (see `users_of`)."""

    named: tuple[PlayUse, ...]
    others: int | None


@dataclass(frozen=True, slots=True)
class ShownUse:
    """What an initiative does with a play, and what readers see of the play, or saw last."""

    use: PlayUse
    version: PlayVersion

    @property
    def title(self) -> str:
        """In the language of the page."""
        return self.version.title

    @property
    def criteria(self) -> tuple[str, ...]:
        """The codes of the statements that it serves."""
        return tuple(self.version.criteria)


def published() -> list[Play]:
    """The plays that readers find, in their order, each with its published version."""
    return list(Play.objects.published())


def find(
    words: str = "", *, attribute: str = "", criterion: str = "", step: str = "", stage: str = ""
) -> list[Play]:
    """The published plays that `words` find (of `search.reads.Asked`), the best first, and that
    serve what is asked for; without words in the playbook's order.

    `attribute`, `criterion` and `stage` are codes, `step` is the level that is to be reached.
    """
    rows = Play.objects.published().only(
        "code", "order", *(f"published__{each}" for each in LISTED)
    )
    found = []
    for play in search(rows, words, current_language()) if words else rows:
        version = _shown(play)
        if criterion and criterion not in version.criteria:
            continue
        if attribute and not any(code.startswith(f"{attribute}-") for code in version.criteria):
            continue
        if step and not version.from_level < int(step) <= version.to_level:
            continue
        if stage and stage not in version.stages:
            continue
        found.append(play)
    return found


def fitting(
    codes: Collection[str], stage: str = "", level: int | None = None
) -> dict[str, list[Fitting]]:
    """For each of some statements the published plays that serve it, in one query.

    With a `level`, those that lead to it; with a `stage`, those for that stage of the life cycle
    come first.
    """
    language = current_language()
    rows = Play.objects.exclude(published=None).values_list(
        "code",
        f"published__title_{language}",
        "published__criteria",
        "published__stages",
        "published__from_level",
        "published__to_level",
    )
    found: dict[str, list[tuple[bool, Fitting]]] = defaultdict(list)
    for play, title, criteria, stages, lowest, highest in rows if codes else ():
        if level is None or lowest < level <= highest:
            for code in set(codes).intersection(criteria):
                found[code].append((stage not in stages, Fitting(play, title)))
    return {
        code: [play for _later, play in sorted(plays, key=lambda each: each[0])]
        for code, plays in found.items()
    }


def newest_version(play: Play) -> PlayVersion | None:
    """What readers see of a play, or saw last."""
    return play.published or play.versions.exclude(published_at=None).first()


def draft_of(play: Play) -> PlayVersion | None:
    """What is written of a play and not published."""
    return play.versions.filter(published_at=None).first()


def unpublished() -> list[Play]:
    """The plays that readers do not find, and those of which there is a draft."""
    drafts = PlayVersion.objects.filter(play=OuterRef("pk"), published_at=None)
    rows = Play.objects.select_related("published").annotate(drafted=Exists(drafts))
    return list(rows.filter(Q(published=None) | Q(drafted=True)))


def users_of(play: Play, reader: Person | None) -> Users:
    """Who has begun with a play or is done; see `rules.plays_known_to`.

    Of others than those whom the reader knows by name, their number is told where it is `FEWEST` or
    more. Anybody may read the whole number signed out, and somebody of a council may take away from
    it those of the council: so nobody is told it where fewer than that would remain without the
    initiatives of any one council, unless none would. Withheld, it is from everybody, as the number
    of others tells the whole number too.
    """
    begun = PlayUse.objects.filter(play=play).exclude(state=PlayUse.State.PLANNED)
    named: list[PlayUse] = []
    if reader:
        known = begun.filter(rules.plays_known_to(reader)).select_related("initiative")
        named = by_name(known, lambda use: use.initiative.name)
    known_together = _known_together(begun)
    others = len(known_together) - len(named)
    told = others >= FEWEST and _tells_of_none(known_together)
    return Users(tuple(named), others if told else None)


def uses_of(initiative: Initiative) -> list[PlayUse]:
    """What an initiative does with plays, in the order of the playbook."""
    return list(initiative.play_uses.select_related("play__published", "file", "changed_by"))


def proof_of(initiative: Initiative, reader: Person) -> list[ShownUse]:
    """The plays that are done, with the document that shows it, in the order of the playbook: they
    are evidence for their statements. None for whoever may not see the plan."""
    if not rules.may_see_plan(reader, initiative):
        return []
    return shown_uses(initiative.play_uses.filter(state=PlayUse.State.DONE))


def shown_uses(uses: QuerySet[PlayUse]) -> list[ShownUse]:
    """Uses with what is shown of their plays, in two queries. A play that was withdrawn goes on
    where it is used."""
    found = list(uses.select_related("play", "file"))
    versions = PlayVersion.objects.exclude(published_at=None).order_by("number")
    versions = versions.filter(play__in={each.play_id for each in found})
    # The long texts are left in the database.
    rows = versions.only("play", "number", "title_en", "title_fr", "criteria")
    last = {each.play_id: each for each in rows}
    return [ShownUse(each, last[each.play_id]) for each in found if each.play_id in last]


def _shown(play: Play) -> PlayVersion:
    assert play.published  # nosec B101: `PlayQuerySet.published`
    return play.published


def _known_together(begun: QuerySet[PlayUse]) -> list[list[object]]:
    """For each use the groups in which somebody knows its initiative by name: all of its council,
    what was submitted to that, and what the Joint Councils read for having a baseline."""
    own = Assessment.objects.filter(initiative=OuterRef("initiative"))
    rows = begun.annotate(
        submitted=Exists(own.exclude(submitted_at=None)),
        approved=Exists(own.filter(state=State.APPROVED)),
    ).values_list("initiative__council", "submitted", "approved")
    return [
        [
            council,
            *([(council, "submitted")] if submitted else []),
            *(["joint"] if approved else []),
        ]
        for council, submitted, approved in rows
    ]


def _tells_of_none(uses: Sequence[Sequence[object]]) -> bool:
    """Whether the number of uses, without those of any one of their groups, is none or enough."""
    groups = Counter(each for use in uses for each in use)
    left = (len(uses) - known for known in groups.values())
    return all(not each or each >= FEWEST for each in left)
