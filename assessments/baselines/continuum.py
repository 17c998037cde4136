"""The geometry of the continuum: where a bar's segments, flag and marks stand."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.baselines.values import AttributeContent
from maturity.wording import percent

# Segments with gaps of 3, in a picture 490 wide; 241 where several stand abreast.
WHOLE, SHORT, GAP = 489, 240, 3
# By how many levels there are: one hue, darker with each level (7:1 on white for the highest). Two
# levels stand 3:1 apart; of more, steps that are as even as text on them at 4.5:1 allows, and what
# keeps them apart is the gap or the line between them. The style sheet has the same for the dark.
RAMPS = {
    2: ("#7aaac9", "#254356"),
    3: ("#7fa8c4", "#3d7396", "#0f4264"),
    4: ("#afcbde", "#6097bb", "#346688", "#0f3a56"),
    5: ("#a4c3d8", "#6298bc", "#3b6e8f", "#1b4b6a", "#082538"),
}
# Of each ramp so many of the first are light enough for dark text.
LIGHT = {2: 1, 3: 1, 4: 2, 5: 2}
UNDER_WAY = "#cfe0ec"


@dataclass(frozen=True, slots=True)
class Segment:
    x: int
    width: str  # not a number, which a French page would write with a comma
    fill: str
    kind: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its picture in words, its segments, and the places of target and last baseline;
    `top` is the highest level, and `width` a segment's."""

    title: str
    top: int
    width: int
    segments: tuple[Segment, ...]
    target: int | None
    previous: int | None


def bar(attribute: AttributeContent, *, short: bool = False) -> Bar:
    """The picture of one attribute on the continuum; `short`, it is half as wide."""
    width = ((SHORT if short else WHOLE) + GAP) // attribute.top - GAP
    attained, pitch = attribute.attained or 0, width + GAP
    segments = []
    for level in range(1, attribute.top + 1):
        x = (level - 1) * pitch + 1
        if level <= attained:
            segments.append(
                Segment(x, str(width), RAMPS[attribute.top][level - 1], f"attained-{level}")
            )
        elif level == attained + 1:
            part = round(width * attribute.next_share, 1)
            segments.append(Segment(x, str(part or ""), UNDER_WAY, "under-way"))
        else:
            segments.append(Segment(x, "", "", ""))
    return Bar(
        title=_title(attribute),
        top=attribute.top,
        width=width,
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
        level = {**name, "level": attribute.attained, "top": attribute.top}
        parts = [_("%(name)s has attained level %(level)s of %(top)s.") % level]
    else:
        parts = [_("%(name)s has not attained level 1 yet.") % name]
    if attribute.attained < attribute.top:
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
