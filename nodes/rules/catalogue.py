"""All rules, in the order in which they are checked."""

from nodes.rules.calls import (
    arguments_fit_the_schema,
    every_call_names_a_tool_on_offer,
    no_argument_is_given_twice,
    tools_are_well_defined,
)
from nodes.rules.deeds import deeds_in_replies_were_done
from nodes.rules.grounding import arguments_come_from_where_they_say
from nodes.rules.observations import (
    calls_to_be_learned_succeed,
    every_observation_has_content,
    mistakes_made_on_purpose_fail,
    results_fit_what_the_tool_returns,
)
from nodes.rules.repetition import (
    no_call_is_made_twice_in_a_subtask,
    no_text_is_said_twice,
    no_text_is_said_twice_of_the_same,
)
from nodes.rules.replies import (
    amounts_in_replies_were_seen,
    ids_in_replies_were_seen,
    replies_know_their_results,
)
from nodes.rules.rule import Rule
from nodes.rules.search.dates import dates_in_calls_were_meant
from nodes.rules.search.hours import times_in_calls_were_meant
from nodes.rules.search.identity import ids_in_calls_were_told
from nodes.rules.search.matching import results_are_of_their_calls
from nodes.rules.search.quantities import numbers_in_calls_are_given
from nodes.rules.search.retold import amounts_told_follow_from_results, ids_told_were_seen
from nodes.rules.search.words import texts_in_calls_were_told
from nodes.rules.slips import (
    calls_are_made_and_not_written,
    replies_keep_to_the_languages_of_the_dialogue,
    requests_show_nothing_of_the_workshop,
    texts_show_nothing_of_the_workshop,
)
from nodes.rules.structure import (
    call_ids_are_unique,
    every_call_is_answered_once,
    every_turn_says_something,
    turns_follow_each_other,
)
from nodes.rules.told import counts_in_replies_are_right, days_in_replies_were_told

RULES: tuple[Rule, ...] = (
    turns_follow_each_other,
    every_call_is_answered_once,
    call_ids_are_unique,
    every_turn_says_something,
    every_call_names_a_tool_on_offer,
    arguments_fit_the_schema,
    no_argument_is_given_twice,
    tools_are_well_defined,
    arguments_come_from_where_they_say,
    calls_to_be_learned_succeed,
    mistakes_made_on_purpose_fail,
    results_fit_what_the_tool_returns,
    results_are_of_their_calls,
    every_observation_has_content,
    ids_in_replies_were_seen,
    amounts_in_replies_were_seen,
    texts_show_nothing_of_the_workshop,
    requests_show_nothing_of_the_workshop,
    calls_are_made_and_not_written,
    replies_keep_to_the_languages_of_the_dialogue,
    replies_know_their_results,
    deeds_in_replies_were_done,
    days_in_replies_were_told,
    counts_in_replies_are_right,
    no_call_is_made_twice_in_a_subtask,
    no_text_is_said_twice,
)

SEARCHED: tuple[Rule, ...] = (
    ids_in_calls_were_told,
    dates_in_calls_were_meant,
    times_in_calls_were_meant,
    numbers_in_calls_are_given,
    texts_in_calls_were_told,
)
"""For arguments whose sources nobody stated. Where sources are stated, they are checked instead."""

RETOLD: tuple[Rule, ...] = (ids_told_were_seen, amounts_told_follow_from_results, no_text_is_said_twice_of_the_same)
"""For replies in dialogues of others, who talk more freely."""
