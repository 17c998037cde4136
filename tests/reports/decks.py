"""A small deck with every kind of slide, for tests."""

import datetime
from dataclasses import replace

from assessments.baselines.values import Written
from reports.slides.deck import (
    Deck,
    Grid,
    GridColumn,
    Lines,
    Points,
    Series,
    Shade,
    Slide,
    Stacks,
)

DARK, PALE = Shade("#0f4264", "#ffffff"), Shade("#cfe0ec", "#1c2a33")
NONE = Shade("#ffffff", "#1c2a33", hatched=True)
COLUMNS = (
    GridColumn("Échéance", 1.5),
    GridColumn("Mesure", 8),
    GridColumn("Nombre", 1.5, is_number=True),
)
GRID = Grid(
    "Mesures en retard",
    COLUMNS,
    (
        ("2026-06-30", Written("Write to the families in plain language", "en"), "1"),
        ("2026-07-31", Written("Revoir le formulaire", "fr"), "12"),
    ),
)
STACKS = Stacks(
    ("Accessible", "Uniforme"),
    (
        Series("Niveau 1", (3, 0), DARK),
        Series("Niveau 2", (1, 4), PALE),
        Series("=1+1", (None, 1), NONE),
    ),
    "Accessible : 3 au niveau 1. Uniforme : 4 au niveau 2.",
)
YEARS = ("2024", "2025", "2026")
PANELS = tuple(
    Lines(name, YEARS, (None, 1, 3), f"{name} : 1 en 2025 et 3 en 2026.")
    for name in ("Accessible", "Uniforme", "Efficient", "Réactif", "Intégrité")
)
DECK = Deck(
    name="essai.pptx",
    language="fr",
    title="Rapport du conseil",
    subject="Conseils mixtes",
    owner="Portail",
    facts=("Situation au 30 novembre 2026", "Une édition d’essai"),
    footer="Conseils mixtes",
    slides=(
        Slide(title="Où en sont les initiatives", lead="Une phrase.", body=STACKS, notes="Notes."),
        Slide(title="Au fil des ans", body=PANELS),
        Slide(title="En retard", lead="Ce qui est en retard :", body=GRID),
        Slide(title="Ce qui compte", body=Points(("Un point.", "Un autre\nsur deux lignes."))),
        Slide(title="Rien", body=Points(("Une seule phrase.",))),
    ),
    made_at=datetime.datetime(2026, 11, 30, tzinfo=datetime.UTC),
    fingerprint="0" * 64,
)


def with_slides(*slides: Slide) -> Deck:
    return replace(DECK, slides=slides)
