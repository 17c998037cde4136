"""Whether the maturity model works: agreement, items, order and languages, over raw ratings.

Pure functions over plain values, never over computed levels, which are cumulative by construction.
Whole numbers count bits and Fractions keep sums exact, so that nothing depends on an order. A
figure that is not computable is None, and where a result can say so, `undefined` says why.
"""

from assessments.method.validation.agreement import (
    alpha_interval,
    brennan_prediger,
    gwet_ac2,
    krippendorff_alpha,
    pairwise_agreement,
)
from assessments.method.validation.ballot import ContentValidity, content_validity
from assessments.method.validation.feedback import median_seconds, share_unclear
from assessments.method.validation.functions import Crossing, ItemOrdering, Monotonicity
from assessments.method.validation.items import (
    ItemAnalysis,
    difficulty_intervals,
    item_analysis,
)
from assessments.method.validation.languages import ItemDif, language_dif
from assessments.method.validation.meaning import RankTest, kruskal_wallis, spearman
from assessments.method.validation.mokken import Mokken, h_interval, mokken
from assessments.method.validation.order import (
    OrderedPair,
    Scalogram,
    ordered_pairs,
    scalogram,
)
from assessments.method.validation.raters import RaterReliability, rater_reliability
from assessments.method.validation.resampling import Interval
from assessments.method.validation.retest import (
    intraclass_correlation,
    smallest_detectable_change,
    weighted_kappa,
)
from assessments.method.validation.undefined import Why
from assessments.method.validation.verdict import Agreement, Verdict, agreement_of, verdict

__all__ = [
    "Agreement",
    "ContentValidity",
    "Crossing",
    "Interval",
    "ItemAnalysis",
    "ItemDif",
    "ItemOrdering",
    "Mokken",
    "Monotonicity",
    "OrderedPair",
    "RankTest",
    "RaterReliability",
    "Scalogram",
    "Verdict",
    "Why",
    "agreement_of",
    "alpha_interval",
    "brennan_prediger",
    "content_validity",
    "difficulty_intervals",
    "gwet_ac2",
    "h_interval",
    "intraclass_correlation",
    "item_analysis",
    "krippendorff_alpha",
    "kruskal_wallis",
    "language_dif",
    "median_seconds",
    "mokken",
    "ordered_pairs",
    "pairwise_agreement",
    "rater_reliability",
    "scalogram",
    "share_unclear",
    "smallest_detectable_change",
    "spearman",
    "verdict",
    "weighted_kappa",
]
