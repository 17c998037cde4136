"""The slides of a validation report: what cannot be said yet, what to look at, and its pictures."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext_lazy

from assessments.baselines import stacks
from assessments.models import ValidationRun
from assessments.validation.content import PartContent, ReportContent
from assessments.validation.pictures import Panel, Picture, Point
from maturity.file_names import file_name
from maturity.wording import decimal, grouped, long_date
from reports.slides.deck import (
    Bars,
    Deck,
    Grid,
    GridColumn,
    Points,
    Series,
    Shade,
    Slide,
    Stacks,
)
from reports.slides.words import label, level

SLIDES = pgettext_lazy("file name", "validation-slides")
DIFFERENCES = 10  # statements that a slide has of those that differ most between languages
SHADES = tuple(Shade(fill, ink, kind == "inapplicable") for kind, fill, ink in stacks.shades(3))
# Figures stand beside bars and may come to lie on them: these are light enough.
PALE = tuple(Shade(fill, stacks.INK) for fill in ("#dfeaf2", "#b4cfe0", "#7fa8c4"))
HATCHED = Shade(stacks.PAPER, stacks.INK, hatched=True)


def validation_deck(
    content: ReportContent, run: ValidationRun, fingerprint: str, language: str
) -> Deck:
    """The slides of a finished run in one language."""
    edition, made = run.edition, run.finished_at
    assert made  # nosec B101: before, there is nothing to show
    with override(language):
        return Deck(
            name=file_name(SLIDES, edition.code, made.date(), language=language, ending="pptx"),
            language=language,
            title=_("Does the model work?"),
            subject=edition.title,
            owner=_("Client-centric services maturity portal"),
            facts=(
                _("Edition %(code)s") % {"code": edition.code},
                " ".join((label(_("Computed on")), long_date(made))),
                content.counts,
            ),
            footer=f"{edition.code} · {long_date(made)}",
            slides=tuple(_slides(content, fingerprint)),
            made_at=made,
            fingerprint=fingerprint,
        )


def _slides(content: ReportContent, fingerprint: str) -> Iterator[Slide]:
    yield _verdicts(content)
    nothing = _("No figure that can be judged is short of what is wanted.")
    yield Slide(title=_("What to look at"), body=Points(content.look_at or (nothing,)))
    if content.pending:
        yield Slide(title=_("What cannot be said yet"), body=Points(content.pending))
    order, agreement, languages, categories = content.pictures
    yield from _order(order)
    yield _agreement(agreement)
    yield _languages(languages)
    yield _picture(categories, _categories(categories) if categories.uses else None)
    proof = (
        _("These slides are made from the same figures as the report, whose fingerprint this is:"),
        f"SHA-256\n{fingerprint[:32]}\n{fingerprint[32:]}",
    )
    yield Slide(title=_("Method and provenance"), body=Points((*content.judged_by, *proof)))


def _verdicts(content: ReportContent) -> Slide:
    title = _("What the figures say")
    columns = (GridColumn(_("Question"), 5.5), GridColumn(_("Verdicts"), 6.4))
    rows = tuple((part.title, _counted(part)) for part in content.parts)
    return Slide(title=title, body=Grid(title, columns, rows))


def _counted(part: PartContent) -> str:
    verdicts = [*(each.verdict for each in part.rows), *(each.verdict for each in part.subjects)]
    found = Counter(filter(None, verdicts))
    counted = (f"{label(verdict)} {grouped(number)}" for verdict, number in found.items())
    return " · ".join(counted) or _("No verdict")


def _picture(picture: Picture, body: Bars | Stacks | None, lead: str = "") -> Slide:
    """A slide with the chart of a picture; without one, with the reason."""
    if body is None:
        return Slide(title=picture.title, body=Points((str(picture.why),)))
    notes = " ".join(part for part in (picture.found, body.alternative) if part)
    return Slide(title=picture.title, lead=lead or picture.key, body=body, notes=notes)


def _order(picture: Picture) -> Iterator[Slide]:
    """A slide an attribute: shares that should fall from level to level."""
    if not picture.panels:
        yield _picture(picture, None)
    for panel in picture.panels:
        steps = sorted({each.level for each in panel.points if each.level})
        series = tuple(
            Series(
                level(step),
                tuple(_percent(each) if each.level == step else None for each in panel.points),
                PALE[(step - 1) % len(PALE)],
            )
            for step in steps
        )
        yield Slide(
            title=f"{label(picture.title)} {panel.name}",
            lead=_("The share of assessments that achieve each statement, in percent"),
            body=_bars(panel, series, form="0", highest=100),
            notes=_words(panel),
        )


def _agreement(picture: Picture) -> Slide:
    if not picture.panels:
        return _picture(picture, None)
    panel = picture.panels[0]
    tentative, reliable = (decimal(each, 3) for each in panel.axis.guides)
    lead = _(
        "Krippendorff’s alpha: tentative from %(tentative)s on, reliable from %(reliable)s on."
    ) % {"tentative": tentative, "reliable": reliable}
    values = tuple(None if each.value is None else round(each.value, 2) for each in panel.points)
    series = (Series(_("Krippendorff’s alpha (ordinal)"), values, PALE[2]),)
    body = _bars(panel, series, form="0.00", lowest=panel.axis.low, highest=panel.axis.high)
    return _picture(picture, body, lead)


def _languages(picture: Picture) -> Slide:
    """The statements that differ most, with those that are harder in French apart."""
    if not picture.panels:
        return _picture(picture, None)
    axis = picture.panels[0].axis
    known = [
        (each, each.value)
        for panel in picture.panels
        for each in panel.points
        if each.value is not None
    ]
    most = sorted(known, key=lambda pair: -abs(pair[1]))[:DIFFERENCES]
    panel = Panel(picture.title, axis, tuple(point for point, _value in most))
    series = (
        Series(
            _("Harder in French"), tuple(round(v, 2) if v > 0 else None for _p, v in most), PALE[2]
        ),
        Series(
            _("Easier in French"), tuple(round(v, 2) if v <= 0 else None for _p, v in most), HATCHED
        ),
    )
    lead = _(
        "The statements that differ most: how much harder or easier they are to achieve in French "
        "than in English (in logits; 0.75 is a difference that matters)."
    )
    body = _bars(panel, series, form="0.00", lowest=axis.low, highest=axis.high)
    return _picture(picture, body, lead)


def _categories(picture: Picture) -> Stacks:
    names = [name for name, _number in picture.uses[0].counts]
    series = tuple(
        Series(name, tuple(use.counts[place][1] for use in picture.uses), shade)
        for place, (name, shade) in enumerate(zip(names, SHADES, strict=True))
        if any(use.counts[place][1] for use in picture.uses)
    )
    said = "; ".join(
        f"{label(use.name)} {', '.join(f'{name} {grouped(n)}' for name, n in use.counts if n)}"
        for use in picture.uses
    )
    return Stacks(tuple(use.name for use in picture.uses), series, f"{said}.")


def _bars(
    panel: Panel, series: tuple[Series, ...], *, form: str, highest: float, lowest: float = 0
) -> Bars:
    shown = tuple(each for each in series if any(value is not None for value in each.values))
    names = tuple(each.label for each in panel.points)
    return Bars(names, shown, _words(panel), form, lowest, highest)


def _words(panel: Panel) -> str:
    return f"{'; '.join(each.said for each in panel.points)}."


def _percent(point: Point) -> int | None:
    return None if point.value is None else int(point.value * 100)
