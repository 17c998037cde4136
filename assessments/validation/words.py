"""The words of a validation report: each part, figure, reason and verdict by its code."""

from collections.abc import Mapping
from enum import Enum, auto

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.method.validation import Verdict, Why
from assessments.validation.figures import Judgement

type Words = str | Promise


class FigureStyle(Enum):
    """How a figure is written."""

    SHARE = auto()
    COUNT = auto()
    NUMBER = auto()  # with two decimals
    SMALL = auto()  # with three


# Of each part, its title and what it means.
PARTS: Mapping[str, tuple[Words, Words]] = {
    "agreement": (
        _("Do assessors agree?"),
        _("Governments rated the same statements independently: these figures say how far their "
          "ratings agree. They test how the model is used."),
    ),
    "severity": (
        _("Does any government rate more generously?"),
        _("How much higher (or, below 0, lower) each government rates than the others do for the "
          "same statements. 3 is the distance from the lowest rating to the highest."),
    ),
    "order": (
        _("Do the statements form an order?"),
        _("In each attribute, the harder statements should be achieved only where the easier ones "
          "are. The coefficients are read together: any one of them alone can mislead."),
    ),
    "pairs": (
        _("Is each statement at its level?"),
        _("For each two statements of different levels: in what share of resamples the one of the "
          "higher level is less often achieved."),
    ),
    "levels": (
        _("Do the levels form an order?"),
        _("The same coefficients for the three levels of each attribute, taken as a whole."),
    ),
    "level_pairs": (
        _("Is each level harder than the one below?"),
        _("For each two levels of an attribute: in what share of resamples the higher one is less "
          "often achieved."),
    ),
    "ends": (
        _("Does the scale have room at both ends?"),
        _("Where many assessments achieve no statement, or all of them, the attribute does not "
          "tell them apart."),
    ),
    "statements": (
        _("Is each statement usable?"),
        _("How often each statement is achieved, how it goes with the others of its attribute, and "
          "how often it is not applicable or not rated."),
    ),
    "categories": (
        _("Which points of the scale are used?"),
        _("How the ratings of each attribute’s statements are spread over the scale. A point that "
          "is hardly ever given tells little."),
    ),
    "languages": (
        _("Do both languages say the same?"),
        _("Whether a statement is rated differently in English and in French by assessments that "
          "rate the other statements alike."),
    ),
    "feedback": (
        _("Are the statements clear?"),
        _("In what share of the sets of ratings, by teams and by governments, someone found the "
          "statement unclear in the language in which it was rated; and for how many seconds "
          "people are active at it: the median, shown only if it comes from at least five people. "
          "Assessments under way count too."),
    ),
    "results": (
        _("Do ratings go with results?"),
        _("Whether assessments that are further along also report better results."),
    ),
    "stages": (
        _("Do stages of the life cycle differ?"),
        _("Whether progress differs between the stages at which initiatives are assessed."),
    ),
    "retest": (
        _("Do ratings stay the same when nothing has changed?"),
        _("Statements rated again within 60 days, without an action between. A change smaller than "
          "the smallest detectable one may be chance."),
    ),
    "ballot": (
        _("What do members say of the statements?"),
        _("Whether members find each statement relevant."),
    ),
}  # fmt: skip

# Of each figure, its name and how it is written.
FIGURES: Mapping[str, tuple[Words, FigureStyle]] = {
    "krippendorff_alpha": (_("Krippendorff’s alpha (ordinal)"), FigureStyle.NUMBER),
    "gwet_ac2": (_("Gwet’s AC2 (ordinal)"), FigureStyle.NUMBER),
    "brennan_prediger": (_("Brennan–Prediger (ordinal)"), FigureStyle.NUMBER),
    "pairwise_agreement": (_("Pairs of ratings that are equal"), FigureStyle.SHARE),
    "reliability_of_one": (_("Reliability of one government’s ratings"), FigureStyle.NUMBER),
    "reliability_of_3": (_("Reliability of three governments’ ratings"), FigureStyle.NUMBER),
    "raters_needed": (_("Governments needed for reliable ratings"), FigureStyle.COUNT),
    "mean_difference": (_("Mean difference from the other governments"), FigureStyle.NUMBER),
    "reproducibility": (_("Coefficient of reproducibility (CR)"), FigureStyle.NUMBER),
    "minimal_marginal_reproducibility": (
        _("Minimal marginal reproducibility (MMR)"), FigureStyle.NUMBER
    ),
    "scalability": (_("Coefficient of scalability (CS)"), FigureStyle.NUMBER),
    "loevinger_h": (_("Loevinger’s H"), FigureStyle.NUMBER),
    "mokken_h": (_("Mokken’s H, on the four ratings"), FigureStyle.NUMBER),
    "ht": (_("H of the transposed table (HT)"), FigureStyle.NUMBER),
    "falls": (_("Significant falls (monotonicity)"), FigureStyle.COUNT),
    "crossings": (_("Pairs of statements that cross significantly"), FigureStyle.COUNT),
    "misfits": (_("Assessments that rate against the order"), FigureStyle.COUNT),
    "less_achieved": (_("Resamples in which the higher is less achieved"), FigureStyle.SHARE),
    "floor": (_("Assessments that achieve no statement"), FigureStyle.SHARE),
    "ceiling": (_("Assessments that achieve every statement"), FigureStyle.SHARE),
    "kr20": (_("KR-20 (no proof of quality)"), FigureStyle.NUMBER),
    "difficulty": (_("Share that achieves it"), FigureStyle.SHARE),
    "item_rest": (_("Correlation with the other statements"), FigureStyle.NUMBER),
    "item_h": (_("H of the statement"), FigureStyle.NUMBER),
    "not_applicable": (_("Not applicable"), FigureStyle.SHARE),
    "not_rated": (_("Not rated"), FigureStyle.SHARE),
    "not_achieved": (_("Not achieved"), FigureStyle.SHARE),
    "partially_achieved": (_("Partially achieved"), FigureStyle.SHARE),
    "largely_achieved": (_("Largely achieved"), FigureStyle.SHARE),
    "fully_achieved": (_("Fully achieved"), FigureStyle.SHARE),
    "uniform_chi2": (_("Uniform difference (χ²)"), FigureStyle.NUMBER),
    "nonuniform_chi2": (_("Non-uniform difference (χ²)"), FigureStyle.NUMBER),
    "nagelkerke_change": (_("Change of Nagelkerke’s R²"), FigureStyle.SMALL),
    "purified_chi2": (_("Uniform, purified (χ²)"), FigureStyle.NUMBER),
    "purified_nonuniform_chi2": (_("Non-uniform, purified (χ²)"), FigureStyle.NUMBER),
    "p": (_("p, after Holm’s correction"), FigureStyle.SMALL),
    "shift": (_("How much harder in French (logits)"), FigureStyle.NUMBER),
    "unclear_en": (_("Found unclear in English"), FigureStyle.SHARE),
    "unclear_fr": (_("Found unclear in French"), FigureStyle.SHARE),
    "seconds_to_rate_en": (_("Seconds to rate in English"), FigureStyle.COUNT),
    "seconds_to_rate_fr": (_("Seconds to rate in French"), FigureStyle.COUNT),
    "spearman_rating": (_("Rank correlation with the rating of the result"), FigureStyle.NUMBER),
    "spearman_rating_p": (_("p of the correlation with the rating"), FigureStyle.SMALL),
    "spearman_indicator": (_("Rank correlation with the indicator"), FigureStyle.NUMBER),
    "spearman_indicator_p": (_("p of the correlation with the indicator"), FigureStyle.SMALL),
    "kruskal_wallis": (_("Kruskal–Wallis H"), FigureStyle.NUMBER),
    "kruskal_wallis_p": (_("p of the difference between stages"), FigureStyle.SMALL),
    "weighted_kappa": (_("Weighted kappa (quadratic)"), FigureStyle.NUMBER),
    "intraclass_correlation": (_("Intraclass correlation"), FigureStyle.NUMBER),
    "smallest_detectable_change": (_("Smallest detectable change"), FigureStyle.NUMBER),
    "i_cvi": (_("Content validity index (I-CVI)"), FigureStyle.NUMBER),
    "modified_kappa": (_("Modified kappa"), FigureStyle.NUMBER),
}  # fmt: skip

REASONS: Mapping[Why, Words] = {
    Why.NO_DATA: _("nothing rated"),
    Why.NO_PAIRS: _("nothing to compare"),
    Why.NO_VARIATION: _("all ratings equal"),
    Why.ONE_ITEM: _("only one statement"),
    Why.TOO_FEW: _("too few ratings"),
    Why.INCOMPLETE: _("too few complete assessments"),
    Why.NOT_KEPT: _("not asked yet"),
    Why.NO_FIT: _("no estimate found"),
}

VERDICTS: Mapping[Judgement | Verdict, Words] = {
    Judgement.MET: _("as wanted"),
    Judgement.NOT_MET: _("not as wanted"),
    Judgement.TOO_EARLY: _("too early to judge"),
    Verdict.RELIABLE: _("reliable"),
    Verdict.TENTATIVE: _("tentative"),
    Verdict.NOT_RELIABLE: _("not reliable"),
    Verdict.TOO_LITTLE_VARIATION: _("too little variation"),
    Verdict.NOT_COMPUTABLE: _("not computable"),
}

PENDING: Mapping[str, Words] = {
    "without_caution": _("Figures without a caution: %(have)s of %(needed)s assessments."),
    "order": _("Whether statements and levels form an order: %(have)s of %(needed)s assessments."),
    "languages": _(
        "Whether both languages say the same: %(have)s of %(needed)s initiatives in each language."
    ),
}

# What to look at where a figure is not as wanted; the others have one sentence in common.
LOOK_AT: Mapping[str, Words] = {
    "less_achieved": _(
        "%(higher)s is less often achieved than %(lower)s in only %(value)s of resamples: check "
        "their levels."
    ),
    "p": _(
        "%(subject)s is rated differently in English and in French: compare the two wordings."
    ),
    "nagelkerke_change": _(
        "%(subject)s: the difference between English and French is not negligible. Compare the two "
        "wordings."
    ),
    "item_rest": _("%(subject)s hardly goes with the other statements: check what it asks."),
}  # fmt: skip
OTHERWISE = _("%(subject)s – %(name)s: %(value)s (wanted: %(wanted)s).")
