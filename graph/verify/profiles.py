"""Which rules are applied to what: strict ones to what was generated here, tolerant ones to what others made."""

from typing import Literal, NamedTuple

from graph.verify.row_rules import ROW_RULES, RowRule
from nodes.rules.catalogue import RETOLD, RULES, SEARCHED
from nodes.rules.grounding import arguments_come_from_where_they_say
from nodes.rules.observations import (
    calls_to_be_learned_succeed,
    every_observation_has_content,
    mistakes_made_on_purpose_fail,
)
from nodes.rules.repetition import no_text_is_said_twice
from nodes.rules.replies import amounts_in_replies_were_seen, ids_in_replies_were_seen, replies_know_their_results
from nodes.rules.rule import Rule
from nodes.rules.slips import requests_show_nothing_of_the_workshop
from nodes.rules.structure import (
    call_ids_are_unique,
    every_call_is_answered_once,
    every_turn_says_something,
    turns_follow_each_other,
)

Profile = Literal["generated", "imported"]
PROFILES: tuple[Profile, ...] = ("generated", "imported")

UNSTATED: dict[Rule, str] = {
    arguments_come_from_where_they_say: "the row states no sources; evidence is searched instead",
    replies_know_their_results: "a row has no drafts",
    mistakes_made_on_purpose_fail: "nothing says which mistakes were made on purpose, and which turns were labelled",
}
"""What cannot be asked where sources are not stated, and why."""

TOLERATED: dict[Rule, str] = UNSTATED | {
    turns_follow_each_other: "others begin with a greeting, end with a call or a user, or speak twice",
    every_call_is_answered_once: "checked on the row, where ids may come again",
    call_ids_are_unique: "checked on the row, within one message",
    every_turn_says_something: "checked on the row",
    calls_to_be_learned_succeed: "failed calls are facts of life in recorded dialogues",
    ids_in_replies_were_seen: "asked of replies to results only; the rest is general talk",
    amounts_in_replies_were_seen: "asked of replies to results only, where others may work amounts out",
    requests_show_nothing_of_the_workshop: "users elsewhere write what they like",
    no_text_is_said_twice: "asked of texts about the same numbers and ids only",
    every_observation_has_content: "empty results are facts of life in recorded dialogues",
}


class Checks(NamedTuple):
    """The rules for one kind of row, and those left out with the reason."""

    row: tuple[RowRule, ...]
    dialogue: tuple[Rule, ...]
    left_out: dict[str, str]


def _checks(left_out: dict[Rule, str], instead: tuple[Rule, ...]) -> Checks:
    rules = (*SEARCHED, *(rule for rule in RULES if rule not in left_out), *instead)
    return Checks(ROW_RULES, rules, {rule.__name__: reason for rule, reason in left_out.items()})


RECORDED = Checks((), RULES, {})
"""For records: every source is stated."""
BY_PROFILE: dict[Profile, Checks] = {
    "generated": _checks(UNSTATED, ()),
    "imported": _checks(TOLERATED, RETOLD),
}
