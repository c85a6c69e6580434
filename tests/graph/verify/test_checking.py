"""One row, and what is found in it."""

import json

import pytest

from graph.verify.checking import check_row, checked
from graph.verify.importing import is_failure
from graph.verify.profiles import BY_PROFILE, PROFILES
from nodes.rules.catalogue import RETOLD, RULES, SEARCHED


def found(row, profile="imported"):
    return [(f.kind, f.turn, f.path) for f in check_row(row, profile) if f.severity == "fatal"]


@pytest.mark.parametrize("profile", PROFILES)
def test_a_sound_row_has_no_findings(row, profile) -> None:
    assert check_row(row, profile) == ()


@pytest.mark.parametrize(
    ("index", "arguments", "finding"),
    [
        (2, {"order_id": "W-48231"}, ("invented_id", 2, "tool_calls[0].order_id")),
        (2, {"order_id": "X-48213"}, ("invented_id", 2, "tool_calls[0].order_id")),
        (4, {"amount": 35.5}, ("ungrounded_number", 4, "tool_calls[0].amount")),
        (4, {"on": "2025-05-16"}, ("wrong_date", 4, "tool_calls[0].on")),
        (4, {"amount": "30.5"}, ("schema", 4, "tool_calls[0].amount")),
        (4, {"note": "W-48213"}, ("unknown_parameter", 4, "tool_calls[0].note")),
    ],
)
def test_a_wrong_argument_is_found_where_it_stands(changed, index, arguments, finding) -> None:
    assert finding in found(changed(index, **arguments))


def test_a_forward_reference_is_told_from_an_invention(row) -> None:
    messages = row["messages"]
    messages[1]["content"] = "Please refund my last order, all of it."
    messages[2]["tool_calls"] += messages.pop(4)["tool_calls"]
    messages[2]["tool_calls"].pop(0)
    order = {"id": "a", "function": {"name": "get_order", "arguments": "{}"}}
    messages[2]["tool_calls"].insert(0, order)
    assert ("forward_reference", 2, "tool_calls[1].order_id") in found(row)


def test_broken_arguments_and_lost_results_are_findings(row) -> None:
    row["messages"][2]["tool_calls"][0]["function"]["arguments"] = '{"order_id": "W-48213"'
    del row["messages"][5]
    rules = {f.rule for f in check_row(row)}
    assert {"arguments_are_json", "calls_are_answered"} <= rules


def test_an_orphan_is_told_from_a_result_of_an_id_used_again(row) -> None:
    for message in row["messages"]:
        if "tool_calls" in message:
            message["tool_calls"][0]["id"] = "same"
        if "tool_call_id" in message:
            message["tool_call_id"] = "same"
    assert check_row(row) == ()
    row["messages"].insert(6, {"role": "tool", "tool_call_id": "same", "content": "{}"})
    assert [f.rule for f in check_row(row)] == ["results_answer_calls"]


def test_what_is_a_fault_in_a_generated_dialogue_may_be_usual_elsewhere(row) -> None:
    row["messages"].insert(1, {"role": "assistant", "content": "Hello, how can I help?"})
    del row["messages"][-1]
    assert check_row(row, "imported") == ()
    assert "turns_follow_each_other" in {f.rule for f in check_row(row, "generated")}


@pytest.mark.parametrize(
    "value",
    [
        None,
        7,
        [],
        {},
        {"messages": None},
        {"messages": [None, 7, {}]},
        {"messages": [{"role": "user", "content": 7}]},
        {"messages": [{"role": "assistant", "tool_calls": [None, {"function": None}, {"id": 1}]}]},
        {"messages": [], "tools": [None, {}, {"function": {"name": "x", "parameters": 7}}]},
        {"conversations": 7},
        {"conversations": [{"from": "human"}, 7]},
        {"dialogue": {"turns": [{}]}},
    ],
)
@pytest.mark.parametrize("profile", PROFILES)
def test_a_malformed_row_is_a_finding_and_never_a_crash(value, profile) -> None:
    assert checked(value, profile).findings != () or value in ({}, {"messages": []})


@pytest.mark.parametrize("value", [float("inf"), float("nan"), 10**400, "deep"])
def test_values_beyond_reason_are_a_finding(row, value) -> None:
    for _ in range(500 if value == "deep" else 0):
        value = {"a": value}
    row["messages"][4]["tool_calls"][0]["function"]["arguments"] = {"order_id": "W-48213", "amount": value}
    assert [f.severity for f in check_row(row)][:1] == ["fatal"]


def test_sharegpt_is_read_as_openai_is(row) -> None:
    def text(message):
        calls = [
            json.dumps(one["function"] | {"arguments": json.loads(one["function"]["arguments"])})
            for one in message.get("tool_calls", ())
        ]
        return "".join(f"<tool_call>{one}</tool_call>" for one in calls) or message["content"]

    speakers = {"system": "system", "user": "human", "assistant": "gpt", "tool": "tool"}
    shared = {
        "conversations": [{"from": speakers[m["role"]], "value": text(m)} for m in row["messages"]],
        "tools": json.dumps(row["tools"]),
    }
    assert check_row(shared) == ()
    shared["conversations"][4]["value"] = shared["conversations"][4]["value"].replace("W-48213", "W-48231")
    assert ("invented_id", 4, "tool_calls[0].order_id") in found(shared)


def test_every_rule_is_applied_or_left_out_with_a_reason() -> None:
    for profile in PROFILES:
        checks = BY_PROFILE[profile]
        applied = {rule.__name__ for rule in checks.dialogue}
        assert applied | checks.left_out.keys() >= {rule.__name__ for rule in (*RULES, *SEARCHED)}
        assert not applied & checks.left_out.keys()
        assert all(checks.left_out.values())
    assert {rule.__name__ for rule in RETOLD} <= {rule.__name__ for rule in BY_PROFILE["imported"].dialogue}


def test_choices_at_the_wrong_parameter_are_the_tools_fault(row) -> None:
    properties = row["tools"][1]["function"]["parameters"]["properties"]
    properties |= {"title": {"type": "string", "enum": ["full", "part"]}, "kind": {"type": "string"}}
    arguments = {"order_id": "W-48213", "amount": 30.5, "title": "W-48213", "kind": "part"}
    row["messages"][4]["tool_calls"][0]["function"]["arguments"] = json.dumps(arguments)
    defects = [(f.kind, f.severity) for f in check_row(row) if f.path == "tool_calls[0].title"]
    assert defects == [("tool_definition", "tool_defect")]


def talk(*turns: object) -> dict:
    """A row of texts of the user, calls as (tool, arguments, result), and texts of the assistant in lists."""
    messages, tools = [], {}
    for number, turn in enumerate(turns):
        if isinstance(turn, tuple):
            name, arguments, result = turn
            tools |= {name: {key: {"type": "number"} for key in arguments}}
            function = {"name": name, "arguments": json.dumps(arguments)}
            made = [{"id": f"c{number}", "type": "function", "function": function}]
            messages += [{"role": "assistant", "content": None, "tool_calls": made}]
            messages += [{"role": "tool", "tool_call_id": f"c{number}", "content": json.dumps(result)}]
        else:
            role, text = ("user", turn) if isinstance(turn, str) else ("assistant", turn[0])
            messages.append({"role": role, "content": text})
    schemas = {name: {"type": "object", "properties": fields, "required": [*fields]} for name, fields in tools.items()}
    return {
        "messages": messages,
        "tools": [{"name": name, "description": "Do it.", "parameters": schemas[name]} for name in schemas],
    }


@pytest.mark.parametrize(("bill", "severities"), [(50, []), (65, ["fatal"])])
def test_a_number_that_a_later_call_has_in_the_same_place_waited_for_the_first_as_well(bill, severities) -> None:
    row = talk(
        "My bill is $50 and I want to tip 15%.",
        ("tip", {"bill": bill, "percentage": 15}, {"tip": 7.5}),
        ["That is $7.5."],
        "And 20%?",
        ("tip", {"bill": 50, "percentage": 20}, {"tip": 10}),
        ["That is $10."],
    )
    assert [finding.severity for finding in check_row(row)] == severities


@pytest.mark.parametrize(("tweet", "severities"), [(1, []), (11, ["fatal"])])
def test_an_id_stands_for_another_however_large_it_is(tweet, severities) -> None:
    row = talk(
        "Please tweet this.",
        ("post_tweet", {}, {"id": 1}),
        "Comment on it for me.",
        ("comment_tweet", {"tweet_id": tweet}, {"status": "added"}),
    )
    assert [finding.severity for finding in check_row(row)] == severities


def test_an_id_at_the_end_of_a_sentence_is_known_without_its_digit(changed) -> None:
    row = changed(2, order_id="WXQRT")
    row["messages"][1]["content"] = "Please refund my order, 30.50 dollars of it, tomorrow. It is WX5QRT."
    found = [finding for finding in check_row(row) if finding.turn == 2]
    assert [(finding.kind, finding.severity) for finding in found] == [
        ("invented_id", "fatal"),
        ("world_knowledge", "soft"),
    ]


def test_a_result_that_calls_itself_good_has_not_failed() -> None:
    assert not is_failure({"status": "ok", "error_message": "the last one of the day before"})
    assert is_failure({"status": "failed", "error_message": "no such order"})
