"""What each figure of a validation report means, in a sentence, by its code."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_CORRELATION_P = _(
    "How likely a correlation as strong would be by chance alone: the smaller, the less likely."
)
_SAME_UNPURIFIED = _("The same, compared only by statements for which no difference was found.")
_POINT = _("The share of all ratings of the attribute’s statements that are at this point.")

MEANINGS: Mapping[str, str | Promise] = {
    "krippendorff_alpha": _(
        "How far ratings agree: 1 is perfect agreement and 0 is what chance alone would give. It "
        "says little where nearly all ratings are equal."
    ),
    "gwet_ac2": _("Agreement beyond chance, also where nearly all ratings are equal."),
    "brennan_prediger": _(
        "Agreement beyond chance if each rating were as likely as any other by chance."
    ),
    "pairwise_agreement": _(
        "The share of pairs of ratings of the same statement in which both ratings are the same."
    ),
    "reliability_of_one": _("How far one government’s ratings would be confirmed by another’s."),
    "reliability_of_3": _(
        "How far the mean ratings of three governments would be confirmed by those of three others."
    ),
    "raters_needed": _("How many governments have to rate before their mean ratings are reliable."),
    "mean_difference": _(
        "By how many points of the scale it rates above the others or, below 0, under them."
    ),
    "reproducibility": _(
        "The share of answers that follow from the number of statements achieved alone, if the "
        "statements form an order."
    ),
    "minimal_marginal_reproducibility": _(
        "How many answers the most frequent one to each statement gives already, without an order: "
        "the coefficient above is to be read against this."
    ),
    "scalability": _("How much of what those answers leave open is explained by the order."),
    "loevinger_h": _(
        "How far harder statements are achieved only where easier ones are: 1 is always, 0 is as "
        "often as by chance; from 0.3 weak, from 0.4 medium, from 0.5 strong."
    ),
    "mokken_h": _("The same, using the four ratings instead of achieved or not achieved."),
    "ht": _("How far all assessments put the statements in the same order."),
    "falls": _(
        "How often, beyond chance, a statement is rated lower by assessments that rate the others "
        "higher."
    ),
    "crossings": _(
        "How many pairs of statements change places, beyond chance, between assessments that rate "
        "low and those that rate high."
    ),
    "misfits": _(
        "How many assessments rate harder statements higher than easier ones unusually often: they "
        "deserve a look."
    ),
    "less_achieved": _(
        "The share of resamples in which the one at the higher level is less often achieved, as "
        "it should be."
    ),
    "floor": _("The share of assessments that the attribute cannot tell apart at its low end."),
    "ceiling": _("The share of assessments that the attribute cannot tell apart at its high end."),
    "kr20": _(
        "How closely the statements go together. They are causes of the client’s experience too, "
        "so this proves nothing about the model."
    ),
    "difficulty": _("The share of assessments that rate it largely or fully achieved."),
    "item_rest": _(
        "Whether assessments that achieve it also achieve more of the attribute’s other statements."
    ),
    "item_h": _("Loevinger’s H over the pairs that it is part of, on the four ratings."),
    "not_applicable": _("The share of assessments in which it does not apply."),
    "not_rated": _("The share of assessments in which it has no rating."),
    "not_achieved": _POINT,
    "partially_achieved": _POINT,
    "largely_achieved": _POINT,
    "fully_achieved": _POINT,
    "uniform_chi2": _(
        "How strongly the data speak for a difference between the languages that is always the "
        "same."
    ),
    "nonuniform_chi2": _(
        "How strongly the data speak for a difference that grows or shrinks with the ratings of "
        "the other statements."
    ),
    "nagelkerke_change": _(
        "How large the difference is: negligible below 0.035, large from 0.070 on."
    ),
    "purified_chi2": _SAME_UNPURIFIED,
    "purified_nonuniform_chi2": _SAME_UNPURIFIED,
    "p": _(
        "How likely a difference as large would be by chance if both languages said the same, all "
        "statements being tested together."
    ),
    "shift": _(
        "How much harder it is to achieve in French than in English or, below 0, how much easier: "
        "0.75 is a difference that matters."
    ),
    "unclear_en": _(
        "The share of sets of ratings in English in which someone found the statement unclear."
    ),
    "unclear_fr": _(
        "The share of sets of ratings in French in which someone found the statement unclear."
    ),
    "seconds_to_rate_en": _("The median time that it takes to rate a statement in English."),
    "seconds_to_rate_fr": _("The median time that it takes to rate a statement in French."),
    "spearman_rating": _(
        "Whether assessments that are further along rate the result higher: 1 is always, 0 not at "
        "all."
    ),
    "spearman_rating_p": _CORRELATION_P,
    "spearman_indicator": _(
        "Whether assessments that are further along measure a higher indicator: 1 is always, 0 not "
        "at all."
    ),
    "spearman_indicator_p": _CORRELATION_P,
    "kruskal_wallis": _("How much progress differs between stages."),
    "kruskal_wallis_p": _(
        "How likely stages as far apart would be by chance alone: the smaller, the less likely."
    ),
    "weighted_kappa": _(
        "How far the second rating repeats the first, beyond chance; large differences weigh more."
    ),
    "intraclass_correlation": _(
        "How much of the variation of ratings lies between statements, and not between the two "
        "times."
    ),
    "smallest_detectable_change": _(
        "By how many points of the scale a rating has to change before this is more than chance."
    ),
    "i_cvi": _("The share of members who find the statement relevant."),
    "modified_kappa": _("The same, corrected for chance."),
}
