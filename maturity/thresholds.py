"""The thresholds by which an edition is validated: they belong to it, and are frozen with it."""

from collections.abc import Mapping

type Thresholds = Mapping[str, float]

# Where an edition says nothing else; the sources are named in the reports on validation.
DEFAULTS: Thresholds = {
    "reproducibility": 0.90,  # coefficient of reproducibility (Guttman)
    "scalability": 0.60,  # coefficient of scalability (Menzel)
    "homogeneity": 0.30,  # Loevinger's H
    "alpha_tentative": 0.667,  # Krippendorff's alpha, from which a conclusion is tentative
    "alpha_reliable": 0.800,
    "content_validity": 0.78,  # I-CVI of the ballot
    "order_share": 0.95,  # of the bootstrap, in which the higher level is less achieved
    "floor_ceiling": 0.15,  # of the ratings at the lowest or the highest point
    "item_rest": 0.20,  # correlation of a statement with the rest
    "least_assessments": 30,  # below, figures are shown with a caution
    "order_assessments": 80,  # from here on, an order is judged
    "language_ratings": 120,  # in each language, for clearing the French
}
# What a draft begins with where the edition before says nothing else: once the French of all
# statements is tested together, 120 ratings a language find a shift that matters one time in four,
# and 240 four times in five (docs/validation.md). Published editions keep what judges them.
PROPOSED: Thresholds = {**DEFAULTS, "language_ratings": 240}
COUNTS = ("least_assessments", "order_assessments", "language_ratings")


def canonical_thresholds(given: Mapping[str, object]) -> dict[str, float]:
    """Return thresholds in the order of DEFAULTS, each as the number that it is kept as."""
    return {
        name: int(str(given[name])) if name in COUNTS else float(str(given[name]))
        for name in DEFAULTS
    }
