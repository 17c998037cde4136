"""An initiative against the spread of its peers: the others with a baseline at the same stage now.

Nothing is shown where fewer than five peers stand behind it. A reader who may not see all of them
by name gets no figure that points at one of the others (`council.withholding`):

- What a reader knows by name can be taken away from any total. So what is withheld follows from
  the rest alone, and the rest is the same from whichever initiative of theirs they look.
- Two groups of which one holds the other differ by the few that are in one alone. So a reader who
  may not see a council by name is shown all councils together, and no council of its own.

The Joint Councils bring the others together: peers of their initiatives are those of all councils.
"""

from dataclasses import dataclass

from django.utils import timezone

from assessments import rules
from assessments.baselines.reader import content
from assessments.baselines.values import AttributeContent, Content
from assessments.councils.listing import visible_slots
from assessments.councils.values import Breakdown
from assessments.models import Figures, Initiative, Listing, Person
from assessments.standings import bits, index
from assessments.standings.columns import slot_of
from assessments.standings.withholding import LEAST, may_total, shown
from maturity.bilingual import current_language
from maturity.models import Stage

COUNCIL, ALL = "council", "all"


@dataclass(frozen=True, slots=True)
class PeerRow:
    """An attribute: where the initiative stands, and how many peers stand at each level."""

    attribute: AttributeContent
    row: Breakdown

    @property
    def own_step(self) -> int:
        """The place of the own level among the cells."""
        attained = self.attribute.attained
        return len(self.row.cells) - 1 if attained is None else attained

    @property
    def lower(self) -> int | None:
        """How many peers stand lower; None where that is withheld, or the own has no level."""
        return self._sum(0, self.own_step)

    @property
    def same(self) -> int | None:
        return self._sum(self.own_step, self.own_step + 1)

    @property
    def higher(self) -> int | None:
        return self._sum(self.own_step + 1, len(self.row.cells) - 1)

    @property
    def side(self) -> int:
        """1 where more peers stand lower than higher, -1 where fewer, 0 where that is not shown."""
        if self.lower is None or self.higher is None:
            return 0
        return (self.lower > self.higher) - (self.lower < self.higher)

    def _sum(self, first: int, last: int) -> int | None:
        cells = self.row.cells[first:last]
        if self.attribute.attained is None or None in cells:
            return None
        return sum(each or 0 for each in cells)


@dataclass(frozen=True)
class Peers:
    """An initiative at a stage against its peers.

    `own` is its baseline, None where it has none at the stage; `total` is how many peers there
    are, None where too few stand behind it; `asked` is a stage that there is not.
    """

    stage: str
    stages: tuple[tuple[str, str], ...]  # those at which the initiative has a baseline
    own: Content | None
    among: str  # COUNCIL or ALL
    scopes: tuple[str, ...]
    council: str
    by_name: bool
    total: int | None
    rows: tuple[PeerRow, ...]
    unknown_stage: str = ""

    @property
    def least(self) -> int:
        return LEAST

    @property
    def steps(self) -> range:
        """The levels from 1 on."""
        return range(1, self.rows[0].row.top + 1)

    @property
    def ahead(self) -> tuple[str, ...]:
        """The attributes on which more peers stand lower than higher."""
        return tuple(row.row.name for row in self.rows if row.side > 0)

    @property
    def behind(self) -> tuple[str, ...]:
        """The attributes on which more peers stand higher than lower."""
        return tuple(row.row.name for row in self.rows if row.side < 0)

    @property
    def has_withheld(self) -> bool:
        return any(None in row.row.cells for row in self.rows)


def read(initiative: Initiative, person: Person, stage: str, among: str) -> Peers:
    """An initiative against its peers as a person may see them, in seven queries at most.

    `stage` is a code, empty for that of its newest baseline; `among` is COUNCIL or ALL.
    """
    known_stages = {each.code: each for each in Stage.objects.all()}
    newest = Figures.objects.newest().filter(initiative=initiative)
    found = {
        each.stage.code: each
        for each in newest.select_related("stage", "baseline").defer("baseline__snapshot")
    }
    unknown = stage if stage and stage not in known_stages else ""
    if unknown or not stage:
        stage = next(reversed(found), "")
    scopes = _scopes(initiative, person)
    among = among if among in scopes else scopes[0]
    figures = found.get(stage)
    own = content(figures.baseline.content, current_language()) if figures else None
    total, rows = (
        _spread(own, initiative, person, known_stages[stage], among) if own else (None, ())
    )
    return Peers(
        stage=stage,
        stages=tuple((code, each.text) for code, each in known_stages.items() if code in found),
        own=own,
        among=among,
        scopes=scopes,
        council=initiative.council.abbreviation,
        by_name=rules.may_see_names(person, [initiative.council]),
        total=total,
        rows=rows,
        unknown_stage=unknown[:40],
    )


def _scopes(initiative: Initiative, person: Person) -> tuple[str, ...]:
    """Among whom a person may compare an initiative, the first unless they choose."""
    joint = initiative.council.is_joint
    if joint or not rules.may_see_names(person, [initiative.council]):
        return (ALL,)
    return (COUNCIL, ALL)


def _spread(
    own: Content, initiative: Initiative, person: Person, stage: Stage, among: str
) -> tuple[int | None, tuple[PeerRow, ...]]:
    """How many peers there are, and where they stand; None and nothing where they are too few."""
    number = Listing.objects.values_list("number", flat=True).get(initiative=initiative)
    known, today = index.read(), timezone.localdate()
    standing = known.at(today)
    peers = standing.baselines & ~bits.of_numbers([number])
    peers &= bits.every(peers, 1 << slot_of(stage.order))
    if among == COUNCIL:
        peers &= known.of(f"council.{initiative.council.code}")
    named = peers & visible_slots(known, person, today)
    rest = peers & ~named
    if not may_total(bits.count(named), bits.count(rest)):
        return None, ()
    total = bits.count(peers)
    # Peers whose edition has more levels stand where they stand.
    names = [f"level.{each.code}" for each in own.attributes]
    top = max(own.top, standing.reach(names, peers))

    def counts(code: str, within: int) -> list[int]:
        return [bits.count(each) for each in standing.steps(f"level.{code}", within, top)]

    return total, tuple(
        PeerRow(
            each,
            Breakdown(
                each.name.text,
                shown(counts(each.code, named), counts(each.code, rest)),
                total,
            ),
        )
        for each in own.attributes
    )
