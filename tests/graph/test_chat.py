"""A dialogue as a training row."""

import json

from graph.chat import chat_line, to_chat


def test_a_dialogue_becomes_openai_messages_without_provenance(dialogue):
    assert to_chat(dialogue)["messages"] == [
        {"role": "system", "content": "You help."},
        {"role": "user", "content": "Weather in Málaga and Rome? (0)"},
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [
                {
                    "id": "call_1",
                    "type": "function",
                    "function": {"name": "get_weather", "arguments": '{"city": "Málaga"}'},
                },
                {
                    "id": "call_2",
                    "type": "function",
                    "function": {"name": "get_weather", "arguments": '{"city": "Rome"}'},
                },
            ],
            "weight": 0,
        },
        {"role": "tool", "tool_call_id": "call_1", "content": '{"sky": "añil", "degrees": 18}'},
        {"role": "tool", "tool_call_id": "call_2", "content": "no such city"},
        {"role": "assistant", "content": "Blue in Málaga.", "weight": 0},
        {"role": "user", "content": "And the tide?"},
        {
            "role": "assistant",
            "content": "Let me look.",
            "tool_calls": [
                {
                    "id": "call_3",
                    "type": "function",
                    "function": {"name": "get_tide", "arguments": '{"city": "Málaga"}'},
                }
            ],
        },
        {"role": "tool", "tool_call_id": "call_3", "content": "[1, null]"},
        {"role": "assistant", "content": "It is low."},
    ]


def test_the_tools_are_all_that_are_ever_on_offer_and_only_what_a_provider_is_told(dialogue):
    row = to_chat(dialogue)
    assert row["parallel_tool_calls"] is True
    assert row["tools"] == [
        {
            "type": "function",
            "function": {"name": "get_weather", "description": "The weather.", "parameters": {"type": "object"}},
        },
        {
            "type": "function",
            "function": {"name": "get_tide", "description": "The tide.", "parameters": {"type": "object"}},
        },
    ]


def test_a_line_says_which_dialogue_it_is_and_that_it_is_simulated(record):
    line = chat_line(record(3).model_dump_json().encode())
    row = json.loads(line)
    assert (row["id"], row["simulated"], line[-1:], line.count(b"\n")) == ("d000003", True, b"\n", 1)


def test_a_line_from_a_language_model_does_not_mention_simulation(record):
    written = record(3).model_copy(update={"simulated": False})
    assert list(json.loads(chat_line(written.model_dump_json().encode()))) == [
        "id",
        "messages",
        "tools",
        "parallel_tool_calls",
    ]
