"""The words for every code of a count, in English, once.

Each text is a message of the catalogues (`N_` marks it for extraction); `phrasing.Phrasing` puts
it into the reader's language and fills in the values. A recount without this network's programs
shows it in English.
"""

from __future__ import annotations

from types import MappingProxyType


def N_(message: str) -> str:  # noqa: N802 -- the word that extraction looks for
    """`message` as it is: marked for the catalogues."""
    return message


EVENTS = MappingProxyType(
    {
        "papers": N_("Ballots: %(papers)s. Valid: %(valid)s. Seats: %(seats)s."),
        "blank": N_("Ballots that name nobody: %(papers)s."),
        "cut_short": N_(
            "Ballots that count only until a preference that is not clear: %(papers)s."
        ),
        "quota": N_(
            "Quota: %(quota)s votes, that is %(valid)s valid ballots divided by %(divisor)s "
            "(one more than the seats), without the fraction, plus 1."
        ),
        "withdrawn": N_("%(name)s withdrew before the count and is passed over on every ballot."),
        "cap_rule": N_("Candidates of “%(group)s” who can be elected: at most %(most)s."),
        "reopen_rule": N_(
            "“%(name)s” is counted like a candidate. If it is elected, its seat and all seats "
            "that are not filled yet stay vacant."
        ),
        "lot_seed": N_(
            "Order of the lot, from the seed “%(seed)s” by %(algorithm)s, "
            "as candidate numbers: %(order)s."
        ),
        "lot_typed": N_("Order of the lot as drawn, as candidate numbers: %(order)s."),
        "lot_own_order": N_(
            "No lot was drawn before this count: the order on the ballot stands in for it."
        ),
        "first_preferences": N_("The first preferences are counted."),
        "surplus": N_(
            "%(name)s has %(votes)s votes, %(surplus)s more than the quota. All ballots that "
            "%(name)s holds (%(papers)s) move to their next preference, each at "
            "%(surplus)s/%(votes)s of its value."
        ),
        "new_value": N_("Each of these ballots is now worth %(value)s of a vote."),
        "surplus_plain": N_("The surplus of %(name)s moves to the next preferences."),
        "exclusion": N_(
            "%(name)s has the fewest votes, %(votes)s, and is excluded. The ballots "
            "(%(papers)s) move to their next preference at the value they have."
        ),
        "exclusion_plain": N_("%(name)s has the fewest votes and is excluded."),
        "cap": N_(
            "%(name)s, with %(votes)s votes, can no longer be elected, because the group has all "
            "the seats it can have. The ballots (%(papers)s) move to their next preference at "
            "the value they have."
        ),
        "cap_plain": N_(
            "%(name)s can no longer be elected, because the group has all the seats it can have."
        ),
        "exhausted": N_(
            "Ballots without a further preference at this stage: %(papers)s, worth %(value)s votes."
        ),
        "lost": N_("Lost by rounding down at this stage: %(value)s votes."),
        "tie_most": N_(
            "Equal votes: %(names)s. At stage %(stage)s, the latest one that decides between "
            "them, %(name)s had the most and goes first."
        ),
        "tie_fewest": N_(
            "Equal votes: %(names)s. At stage %(stage)s, the latest one that decides between "
            "them, %(name)s had the fewest and goes first."
        ),
        "tie_lot": N_(
            "No stage decides between these: %(left_names)s. "
            "%(name)s comes first in the order of the lot."
        ),
        "elected": N_("%(name)s is elected with %(votes)s votes."),
        "elected_total": N_("%(name)s is elected with %(votes)s votes."),
        "elected_without_quota": N_(
            "%(name)s is elected with %(votes)s votes, without the quota: no more candidates are "
            "left than seats."
        ),
        "elected_rest": N_("%(name)s is elected: no more candidates are left than seats."),
        "elected_plain": N_("%(name)s is elected."),
        "capped_plain": N_(
            "%(name)s cannot be elected, because the group has all the seats it can have."
        ),
        "reopened": N_(
            "“%(name)s” is elected: its seat stays vacant, and so do the seats not filled yet."
        ),
        "nobody": N_("Nobody is elected at this stage."),
        "meek_round": N_(
            "Shares worked out again and again (times: %(iterations)s), until the quota is "
            "%(quota)s votes."
        ),
        "meek_small_surplus": N_("The surplus left, %(surplus)s votes, is small enough."),
        "meek_stable_surplus": N_("The surplus left, %(surplus)s votes, gets no smaller."),
        "meek_exclusion": N_(
            "%(name)s has the fewest votes, %(votes)s, and is excluded; "
            "every ballot is shared out anew."
        ),
        "meek_cap": N_(
            "%(name)s, with %(votes)s votes, can no longer be elected, because the group has all "
            "the seats it can have."
        ),
        "elected_in_order": N_("Elected, in this order: %(names)s."),
        "vacant": N_("Seats that stay vacant: %(seats)s."),
        "lots_used": N_("The lot was used. Stages: %(stages)s."),
        "no_lot": N_("This count needed no lot."),
    }
)

MOTIONS = MappingProxyType(
    {
        "votes": N_(
            "Yes: %(yes)s. No: %(no)s. Abstained: %(abstained)s. Needed to carry: %(needed)s, "
            "counted against %(base)s."
        ),
        "carried": N_("The motion is carried."),
        "lost": N_("The motion is not carried."),
        "tie": N_("The votes are equal, so the motion is not carried."),
        "chair_yes": N_("The votes are equal. The chair votes yes: the motion is carried."),
        "chair_no": N_("The votes are equal. The chair votes no: the motion is not carried."),
        "no_quorum": N_(
            "Present: %(present)s of %(entitled)s; needed: %(quorum)s. "
            "Without the quorum nothing is carried."
        ),
        "simple": N_("More votes in favour than against; abstentions do not count."),
        "absolute": N_("More than half of all who may vote."),
        "of_present": N_("More than half of those present."),
        "two_thirds_of_cast": N_("Two thirds of the votes for and against."),
        "two_thirds_of_present": N_("Two thirds of those present."),
        "two_thirds_of_entitled": N_("Two thirds of all who may vote."),
        "three_quarters_of_cast": N_("Three quarters of the votes for and against."),
        "unanimous_of_cast": N_("All votes in favour; abstentions do not count."),
        "unanimous_of_present": N_("All who are present in favour."),
    }
)

RULES = MappingProxyType(
    {
        "scottish-stv": N_("Single transferable vote, Scottish rules (SSI 2011/399)"),
        "meek": N_("Single transferable vote, Meek (PRF reference rule)"),
        "irv": N_("Instant-runoff voting"),
        "approval": N_("Approval vote"),
        "plurality": N_("Plurality"),
    }
)

ACTIONS = MappingProxyType(
    {
        "first_preferences": N_("first preferences"),
        "surplus": N_("surplus of %(name)s"),
        "exclusion": N_("exclusion of %(name)s"),
        "cap": N_("group of %(name)s is full"),
        "elected": N_("elected"),
        "omega": N_("exclusion of %(name)s"),
        "stable": N_("exclusion of %(name)s"),
        "totals": N_("votes"),
    }
)

FATES = MappingProxyType(
    {
        "elected": N_("Elected"),
        "elected_stage": N_("Elected, stage %(stage)s"),
        "elected_round": N_("Elected, round %(stage)s"),
        "excluded": N_("Excluded"),
        "excluded_stage": N_("Excluded, stage %(stage)s"),
        "excluded_round": N_("Excluded, round %(stage)s"),
        "capped": N_("Group full"),
        "capped_stage": N_("Group full, stage %(stage)s"),
        "capped_round": N_("Group full, round %(stage)s"),
        "not_elected": N_("Not elected"),
        "withdrawn": N_("Withdrawn"),
        "reopened": N_("Seat stays vacant"),
        "reopened_stage": N_("Seat stays vacant, stage %(stage)s"),
        "reopened_round": N_("Seat stays vacant, round %(stage)s"),
    }
)

LABELS = MappingProxyType(
    {
        "stage": N_("Stage"),
        "stage_n": N_("Stage %(stage)s"),
        "round": N_("Round"),
        "round_n": N_("Round %(stage)s"),
        "quota": N_("Quota"),
        "exhausted": N_("No further preference"),
        "lost": N_("Lost by rounding"),
        "sum": N_("Sum"),
        "marks": N_("* elected   - excluded"),
        "untitled": N_("Untitled election"),
        "course": N_("What happened"),
        "list_separator": N_(", "),
    }
)
