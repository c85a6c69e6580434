"""Each rule against the smallest change that breaks it, and nothing else."""

from collections.abc import Callable

import pytest

from nodes.rules.catalogue import RULES
from nodes.rules.replies import ids_in_replies_were_seen
from nodes.rules.rule import Complaint, Complaints, check, rule
from state.dialogue import Argument, AssistantTurn, Call, Dialogue, Observation, ToolTurn, UserTurn
from state.source import Computed, Default, Observed, Operand, Repeated, Resolved, Said, Stated

Change = Callable[[Dialogue], Dialogue]


def replaced(position: int, **changes: object) -> Change:
    """Change fields of one turn."""

    def change(dialogue: Dialogue) -> Dialogue:
        turns = list(dialogue.turns)
        turns[position] = turns[position].model_copy(update=changes)
        return dialogue.with_turns(tuple(turns))

    return change


def call(position: int, **changes: object) -> Change:
    """Change fields of the one call of a turn."""

    def change(dialogue: Dialogue) -> Dialogue:
        turn = dialogue.turns[position]
        assert isinstance(turn, AssistantTurn)
        return replaced(position, calls=(turn.calls[0].model_copy(update=changes),))(dialogue)

    return change


def argument(position: int, name: str, **changes: object) -> Change:
    """Change one argument of the one call of a turn."""

    def change(dialogue: Dialogue) -> Dialogue:
        turn = dialogue.turns[position]
        assert isinstance(turn, AssistantTurn)
        arguments = tuple(
            each.model_copy(update=changes) if each.name == name else each for each in turn.calls[0].arguments
        )
        return call(position, arguments=arguments)(dialogue)

    return change


def more(*turns: object) -> Change:
    """Append turns."""
    return lambda dialogue: dialogue.with_turns((*dialogue.turns, *turns))


def both(one: Change, other: Change) -> Change:
    """One change after the other."""
    return lambda dialogue: other(one(dialogue))


def tools(**changes: object) -> Change:
    """Change fields of the first tool."""
    return lambda dialogue: dialogue.model_copy(
        update={"tools": (dialogue.tools[0].model_copy(update=changes), *dialogue.tools[1:])}
    )


CITY = Argument(name="city", value="Ghent", source=Said(turn=1))
THANKS = UserTurn(id=7, subtask=0, text="Thank you very much, that was quick.")
UNSAID = Operand(value="R-77", source=Said(turn=1))
REPEATED_CALL = Call(
    id="call_3",
    name="get_weather",
    arguments=(CITY, Argument(name="date", value="2025-05-15", source=Repeated(call="call_1", name="date"))),
)
AGAIN = (
    THANKS,
    AssistantTurn(id=8, subtask=0, calls=(REPEATED_CALL,)),
    ToolTurn(
        id=9,
        subtask=0,
        observations=(Observation(call="call_3", content={"report_id": "R-7731", "degrees": 21.5}),),
    ),
    AssistantTurn(id=10, subtask=0, text="Nothing has changed."),
)

LIKE_THE_FIRST = {"report_id": "R-7731", "degrees": 21.5, "city": "Ghent"}
STALE = (
    UserTurn(id=7, subtask=1, text="And in Bruges, please, and once more in Ghent?"),
    *(
        turn
        for id, call_id, city in ((8, "call_3", "Ghent"), (10, "call_4", "Bruges"))
        for turn in (
            AssistantTurn(id=id, subtask=1, calls=(Call(id=call_id, name="get_weather", arguments=(
                Argument(name="city", value=city, source=Said(turn=7)),
                Argument(name="date", value="2025-05-15", source=Repeated(call="call_1", name="date")),
            )),)),
            ToolTurn(id=id + 1, subtask=1, observations=(Observation(call=call_id, content=LIKE_THE_FIRST),)),
        )
    ),
    AssistantTurn(id=12, subtask=1, text="It will be the same there."),
)  # fmt: skip

ROWS: list[tuple[str, str, Change]] = [
    ("turns_follow_each_other", "format", more(THANKS)),
    ("turns_follow_each_other", "format", more(AssistantTurn(id=7, subtask=0, text="Anything else?"))),
    ("every_call_is_answered_once", "format", replaced(4, observations=())),
    ("every_turn_says_something", "format", replaced(5, text="  ")),
    ("every_call_names_a_tool_on_offer", "unknown_tool", call(3, name="send_reports")),
    ("arguments_fit_the_schema", "schema", call(1, arguments=(CITY,))),
    (
        "arguments_fit_the_schema",
        "schema",
        call(1, arguments=(CITY, Argument(name="date", value="2025-05-15", source=Resolved(turn=1, phrase="tomorrow")),
                           Argument(name="unit", value="Ghent", source=Said(turn=1)))),
    ),
    ("tools_are_well_defined", "tool_definition", tools(description=" ")),
    ("tools_are_well_defined", "tool_definition", tools(returns=None, parameters={
        "type": "object", "properties": {"city": {"type": "string"}, "date": {"type": "text"}}})),
    ("arguments_come_from_where_they_say", "ungrounded_text", argument(1, "city", value="Bruges")),
    ("arguments_come_from_where_they_say", "ungrounded_text", argument(1, "city", source=Said(turn=5))),
    ("arguments_come_from_where_they_say", "ungrounded_text", argument(1, "city", source=Stated())),
    ("arguments_come_from_where_they_say", "ungrounded_text", argument(1, "city", source=Default())),
    ("arguments_come_from_where_they_say", "wrong_date", argument(1, "date", value="2025-05-16")),
    (
        "arguments_come_from_where_they_say",
        "wrong_date",
        argument(1, "date", source=Resolved(turn=1, phrase="next Friday")),
    ),
    ("arguments_come_from_where_they_say", "wrong_date", argument(1, "date", source=Said(turn=1, quote="tomorrow"))),
    ("arguments_come_from_where_they_say", "invented_id", argument(3, "report_id", value="R-7732")),
    ("arguments_come_from_where_they_say", "invented_id", argument(3, "email", value="an@fernmail.com")),
    (
        "arguments_come_from_where_they_say",
        "invented_id",
        argument(3, "report_id", source=Observed(call="call_1", path="reports[0].id")),
    ),
    (
        "arguments_come_from_where_they_say",
        "forward_reference",
        argument(3, "report_id", source=Observed(call="call_2", path="report_id")),
    ),
    (
        "arguments_come_from_where_they_say",
        "forward_reference",
        argument(3, "report_id", source=Repeated(call="call_9", name="report_id")),
    ),
    (
        "arguments_come_from_where_they_say",
        "invented_id",
        argument(3, "report_id", source=Computed(operator="join", operands=(UNSAID,))),
    ),
    (
        "calls_to_be_learned_succeed",
        "unexpected_error",
        both(
            replaced(4, observations=(Observation(call="call_2", content={"error": "no"}, error=True),)),
            replaced(5, text="I could not send it."),
        ),
    ),
    ("mistakes_made_on_purpose_fail", "missing_error", replaced(3, learn=False)),
    (
        "results_fit_what_the_tool_returns",
        "observation_schema",
        replaced(2, observations=(Observation(call="call_1", content={"report_id": "R-7731", "degrees": "21.5"}),)),
    ),
    (
        "every_observation_has_content",
        "empty_observation",
        replaced(4, observations=(Observation(call="call_2", content=None),)),
    ),
    ("ids_in_replies_were_seen", "unsupported_claim", replaced(5, text="I sent report R-7713 to Ana.")),
    ("amounts_in_replies_were_seen", "unsupported_claim", replaced(5, text="It will be 24.5 degrees.")),
    ("texts_show_nothing_of_the_workshop", "leak", replaced(5, text="It will be fine, [MASK].")),
    ("requests_show_nothing_of_the_workshop", "leak", more(
        UserTurn(id=7, subtask=0, text="Thank you, {name}, that was quick."),
        AssistantTurn(id=8, subtask=0, text="You are welcome, any time."),
    )),
    ("texts_show_nothing_of_the_workshop", "leak", replaced(5, text="It will be fine, as call_1 shows.")),
    ("texts_show_nothing_of_the_workshop", "leak", replaced(5, text="It will be {{ degrees }}, [city].")),
    ("calls_are_made_and_not_written", "leak", replaced(5, text='Fine. send_report({"email": "ana@fernmail.com"})')),
    ("calls_are_made_and_not_written", "leak", replaced(5, text="Action: get_weather")),
    ("calls_are_made_and_not_written", "leak", replaced(5, text="[get_weather(report-city='Bergen')]")),
    ("replies_keep_to_the_languages_of_the_dialogue", "foreign_language", replaced(5, text="It will be fine. 好的。")),
    ("replies_know_their_results", "drafted_reply", replaced(5, drafted=True)),
    ("deeds_in_replies_were_done", "undone_claim", replaced(5, text="I've also booked a table for you.")),
    ("deeds_in_replies_were_done", "undone_claim", replaced(5, text="Your subscription has been upgraded.")),
    ("days_in_replies_were_told", "unsupported_claim", replaced(5, text="On 7 May it will be 21.5 degrees.")),
    ("counts_in_replies_are_right", "wrong_count", replaced(5, text="I found four reports, and sent R-7731.")),
    ("ids_in_replies_were_seen", "unsupported_claim", replaced(5, text="I sent it to anna@fernmail.com.")),
    ("results_are_of_their_calls", "observation_mismatch", more(*STALE)),
    ("no_call_is_made_twice_in_a_subtask", "repetition", more(*AGAIN)),
    (
        "no_text_is_said_twice",
        "repetition",
        more(THANKS, AssistantTurn(id=8, subtask=0,
                                   text="Tomorrow it will be 21.5 degrees, I sent report R-7731 to Ana.")),
    ),
    (
        "no_argument_is_given_twice",
        "schema",
        lambda d: call(1, arguments=(*d.turns[1].calls[0].arguments, CITY))(d),
    ),
]  # fmt: skip


def test_a_sound_dialogue_has_no_findings(sound: Dialogue) -> None:
    assert check(sound, RULES) == ()


@pytest.mark.parametrize(("rule", "kind", "change"), ROWS, ids=lambda value: value if isinstance(value, str) else "")
def test_this_rule_and_no_other_objects(sound: Dialogue, rule: str, kind: str, change: Change) -> None:
    findings = check(change(sound), RULES)
    assert {(finding.rule, finding.kind) for finding in findings} == {(rule, kind)}


def test_every_rule_has_its_row() -> None:
    shown_elsewhere = {"call_ids_are_unique"}
    assert {rule for rule, _, _ in ROWS} | shown_elsewhere == {rule.__name__ for rule in RULES}


def test_a_call_id_is_used_once(sound: Dialogue) -> None:
    findings = check(call(3, id="call_1")(sound), RULES)
    assert "call_ids_are_unique" in {finding.rule for finding in findings}


def test_every_rule_says_its_promise_in_one_line() -> None:
    assert all((rule.__doc__ or "").splitlines()[0].endswith(".") for rule in RULES)


def test_a_call_repeated_at_once_is_fatal_and_one_after_others_is_soft(sound: Dialogue) -> None:
    later = check(more(*AGAIN)(sound), RULES)
    assert [(finding.kind, finding.severity) for finding in later] == [("repetition", "soft")]
    twice = sound.turns[1].model_copy(update={"id": 11})
    first, second = (
        sound.turns[1].calls[0],
        REPEATED_CALL.model_copy(update={"arguments": sound.turns[1].calls[0].arguments}),
    )
    answer = sound.turns[2].observations[0].model_copy(update={"call": "call_3"})
    both_calls = twice.model_copy(update={"id": 2, "calls": (first, second)})
    answers = sound.turns[2].model_copy(update={"observations": (sound.turns[2].observations[0], answer)})
    at_once = check(sound.with_turns((sound.turns[0], both_calls, answers, *sound.turns[3:])), RULES)
    assert [(finding.kind, finding.severity) for finding in at_once] == [("repetition", "fatal")]


def test_a_mistake_made_on_purpose_may_break_the_schema(sound: Dialogue) -> None:
    failed = replaced(4, observations=(Observation(call="call_2", content={"error": "no address"}, error=True),))
    change = both(both(call(3, arguments=()), replaced(3, learn=False)), failed)
    assert [finding.kind for finding in check(change(sound), RULES)] == ["undone_claim"]
    assert check(both(change, replaced(5, text="That address was missing."))(sound), RULES) == ()


def test_a_tool_may_be_called_only_after_it_was_offered(sound: Dialogue) -> None:
    weather, send = sound.tools
    late = sound.model_copy(update={"tools": (weather,)})
    assert [f.kind for f in check(late, RULES)] == ["unknown_tool"]
    offered = replaced(0, offers=(send,))(late)
    assert check(offered, RULES) == ()


@pytest.mark.parametrize(
    "reply",
    [
        "I have sent the report to Ana.",
        "The report has been sent.",
        "If you like, the report is deleted after a week.",
        "I've added a line below: it will be fine.",
        "Your order was cancelled by the shop, I could read.",
        "I could not cancel the order, so nothing has been refunded or deleted.",
    ],
)
def test_a_deed_that_was_done_or_takes_no_tool_may_be_told(sound: Dialogue, reply: str) -> None:
    assert check(replaced(5, text=reply)(sound), RULES) == ()


def test_that_a_thing_is_done_is_no_proof_that_the_assistant_did_it(sound: Dialogue) -> None:
    listed = {"report_id": "R-7731", "degrees": 21.5, "state": "cancelled"}
    seen = replaced(2, observations=(Observation(call="call_1", content=listed),))(sound)
    assert check(replaced(5, text="The report is cancelled.")(seen), RULES) == ()
    assert [f.kind for f in check(replaced(5, text="I have cancelled the report.")(seen), RULES)] == ["undone_claim"]


@pytest.mark.parametrize("reply", ["For 14 May.", "For tomorrow, 15 May.", "Sent on 2025-05-14."])
def test_a_day_that_was_told_or_meant_may_be_named(sound: Dialogue, reply: str) -> None:
    assert check(replaced(5, text=reply)(sound), RULES) == ()


def test_a_tool_named_after_the_deed_has_to_be_called(sound: Dialogue) -> None:
    assigning = sound.tools[1].model_copy(update={"name": "assign_reader", "description": "Assign a reader."})
    offered = sound.model_copy(update={"tools": (*sound.tools, assigning)})
    claimed = replaced(5, text="I assigned the reader Ana.")
    assert check(claimed(sound), RULES) == ()
    assert [finding.kind for finding in check(claimed(offered), RULES)] == ["undone_claim"]


def test_a_day_may_be_counted_from_one_that_was_told(sound: Dialogue) -> None:
    stay = {"report_id": "R-7731", "degrees": 21.5, "check_in": "2025-06-02", "nights": 4}
    seen = replaced(2, observations=(Observation(call="call_1", content=stay),))(sound)
    assert check(replaced(5, text="You stay until 6 June.")(seen), RULES) == ()
    assert [f.kind for f in check(replaced(5, text="You stay until 7 June.")(seen), RULES)] == ["unsupported_claim"]


@pytest.mark.parametrize(
    ("reply", "severities"),
    [
        ("I found four stations.", []),
        ("I found three stations.", ["fatal"]),
        ("Of these, three stations are near.", ["soft"]),
        ("There are five stations.", ["fatal"]),
        ("I asked two stations.", []),
        ("There are three stations: Ghent, Bruges and Lier.", []),
        ("It is enough for two servings.", []),
        ("It is enough for three servings.", ["fatal"]),
    ],
)
def test_a_reply_counts_what_a_list_has_or_chooses_from_it(sound: Dialogue, reply: str, severities: list[str]) -> None:
    listed = {"report_id": "R-7731", "degrees": 21.5, "stations": ["north", "south", "west", "east"], "servings": 2}
    seen = replaced(2, observations=(Observation(call="call_1", content=listed),))(sound)
    assert [finding.severity for finding in check(replaced(5, text=reply)(seen), RULES)] == severities


@pytest.mark.parametrize("reply", ["Between 21-22°C.", "A 21.5-degree day.", "Report R-7731's place is Ghent."])
def test_a_value_with_its_unit_or_mark_is_no_id(sound: Dialogue, reply: str) -> None:
    asked = sound.turns[0].model_copy(update={"text": f"{sound.turns[0].text} Is it 22 or 21?"})
    assert check(replaced(5, text=reply)(sound.with_turns((asked, *sound.turns[1:]))), RULES) == ()


def test_an_id_is_not_put_together_from_pieces(sound: Dialogue) -> None:
    findings = check(replaced(5, text="I sent report 7731-2025-14.")(sound), RULES)
    assert [finding.value for finding in findings] == ["7731-2025-14"]


def test_an_id_before_any_result_is_knowledge_of_the_world_as_far_as_rules_can_tell(sound: Dialogue) -> None:
    chat = (sound.turns[0], AssistantTurn(id=2, subtask=0, text="COVID-19 is a disease."))
    assert [(f.kind, f.severity) for f in check(sound.with_turns(chat), RULES)] == [("unsupported_claim", "soft")]


def test_a_blank_that_a_result_has_may_be_quoted(sound: Dialogue) -> None:
    template = {"report_id": "R-7731", "degrees": 21.5, "text": "Dear {name}"}
    quoted = replaced(5, text="The text begins with {name}.")(sound)
    assert [finding.kind for finding in check(quoted, RULES)] == ["leak"]
    read = replaced(2, observations=(Observation(call="call_1", content=template),))(quoted)
    assert check(read, RULES) == ()


@pytest.mark.parametrize("reply", ["Use `{name}` there.", "Dear [Your Name],\nit will be fine."])
def test_code_and_letters_may_have_blanks(sound: Dialogue, reply: str) -> None:
    assert check(replaced(5, text=reply)(sound), RULES) == ()


def test_another_language_may_be_asked_for(sound: Dialogue) -> None:
    asked = sound.turns[0].model_copy(update={"text": f"{sound.turns[0].text} How do I say that in Chinese?"})
    spoken = replaced(5, text="It will be fine: 好的。")(sound)
    assert check(spoken.with_turns((asked, *spoken.turns[1:])), RULES) == ()


@pytest.mark.parametrize(
    "reply", ["It will be about 22 degrees.", "It will be 21.5°.", "In all 21.5 degrees, half of 43."]
)
def test_a_reply_may_round_what_was_returned_and_no_more(sound: Dialogue, reply: str) -> None:
    findings = check(replaced(5, text=reply)(sound), RULES)
    assert [finding.value for finding in findings] == (["43"] if "43" in reply else [])


def test_a_reply_may_add_one_field_up(sound: Dialogue) -> None:
    two = [{"price": 20.5}, {"price": 30.25}]
    listed = replaced(4, observations=(Observation(call="call_2", content={"items": two}),))(sound)
    assert check(replaced(5, text="Together they cost 50.75.")(listed), RULES) == ()
    assert [f.kind for f in check(replaced(5, text="Together they cost 51.75.")(listed), RULES)] == [
        "unsupported_claim"
    ]


def test_a_dialogue_is_checked_once_for_as_long_as_it_lives(sound) -> None:
    checked = []

    @rule("kind")
    def counted(dialogue: Dialogue) -> Complaints:
        """Every check is counted."""
        checked.append(dialogue)
        yield Complaint(1, "no")

    same = sound.model_copy()
    assert check(sound, (counted,)) == check(sound, (counted,)) == check(same, (counted,))
    assert [*map(id, checked)] == [id(sound), id(same)]


@pytest.mark.parametrize(("text", "severity"), [("The reference is RX-72987.", "fatal"), ("I am no GPT-4.", "soft")])
def test_before_any_result_only_what_looks_like_a_record_is_an_invented_id(sound, text: str, severity: str) -> None:
    reply = AssistantTurn(id=9, subtask=0, text=text)
    found = check(sound.with_turns((sound.turns[0], reply, *sound.turns[1:])), (ids_in_replies_were_seen,))
    assert [(finding.turn, finding.severity) for finding in found] == [(9, severity)]
