"""The geometry of the continuum: where a bar's segments, flag and marks stand."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.baselines.values import AttributeContent
from assessments.method.scoring import LEVELS
from maturity.wording import percent

# Three segments of 160 with gaps of 3, in a picture 490 wide; shorter where several stand abreast.
WIDTH, SHORT, GAP = 160, 77, 3
# One hue, darker with each level (7:1 on white for level 3); lighter for what is under way.
FILLS = {1: "#7fa8c4", 2: "#3d7396", 3: "#0f4264"}
UNDER_WAY = "#cfe0ec"


@dataclass(frozen=True, slots=True)
class Segment:
    x: int
    width: str  # not a number, which a French page would write with a comma
    fill: str
    kind: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its picture in words, its segments, and the places of target and last baseline."""

    title: str
    segments: tuple[Segment, ...]
    target: int | None
    previous: int | None


def bar(attribute: AttributeContent, *, short: bool = False) -> Bar:
    """The picture of one attribute on the continuum; `short`, it is half as wide, 240."""
    width = SHORT if short else WIDTH
    attained, pitch = attribute.attained or 0, width + GAP
    segments = []
    for level in LEVELS:
        x = (level - 1) * pitch + 1
        if level <= attained:
            segments.append(Segment(x, str(width), FILLS[level], f"attained-{level}"))
        elif level == attained + 1:
            part = round(width * attribute.next_share, 1)
            segments.append(Segment(x, str(part or ""), UNDER_WAY, "under-way"))
        else:
            segments.append(Segment(x, "", "", ""))
    return Bar(
        title=_title(attribute),
        segments=tuple(segments),
        target=attribute.target and attribute.target * pitch - 2,
        previous=None if attribute.previous is None else max(8, attribute.previous * pitch - 12),
    )


def _title(attribute: AttributeContent) -> str:
    """Say the same in words, for people who do not see the picture."""
    name = {"name": attribute.name.text}
    if attribute.attained is None or attribute.words is None:
        return _("%(name)s: no statement applies.") % name
    if attribute.attained:
        level = {**name, "level": attribute.attained}
        parts = [_("%(name)s has attained level %(level)s of 3.") % level]
    else:
        parts = [_("%(name)s has not attained level 1 yet.") % name]
    if attribute.attained < 3:
        parts.append(
            _("Level %(next)s is %(share)s achieved.")
            % {"next": attribute.attained + 1, "share": percent(attribute.next_share)}
        )
    if attribute.target:
        parts.append(_("The target is level %(target)s.") % {"target": attribute.target})
    if attribute.previous is not None:
        parts.append(
            _("The last baseline stood at level %(level)s.") % {"level": attribute.previous}
        )
    return " ".join(parts)
