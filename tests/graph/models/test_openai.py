"""The client against a real HTTP server on the loopback interface."""

import asyncio
import os
import subprocess
import sys

import pytest

from state.errors import EndpointError
from state.model import Message, Reply, Usage
from tests.graph.models.scripted_endpoint import Answer, called, completion, failed, said

TEXT = '{"passed": true}'
REPLY = Reply(text=TEXT, model="scripted-1", usage=Usage(prompt_tokens=11, completion_tokens=7))


@pytest.mark.parametrize(
    ("method", "answer"), [("json_schema", said(TEXT)), ("json_mode", said(TEXT)), ("function_calling", called(TEXT))]
)
async def test_text_and_usage_arrive_with_every_method(endpoint, request_for_an_answer, method, answer):
    _, model = endpoint(answer, answer_method=method)
    assert await model.complete(request_for_an_answer) == REPLY


async def test_json_schema_is_sent_as_the_response_format(endpoint, request_for_an_answer):
    server, model = endpoint(said(TEXT), temperature=0.5, max_tokens=99)
    await model.complete(request_for_an_answer)
    [asked] = server.asked
    assert asked.path == "/v1/chat/completions"
    assert asked.headers["authorization"] == "Bearer sk-very-secret"
    assert asked.body == {
        "model": "gpt-4o",
        "stream": False,
        "temperature": 0.5,
        "max_completion_tokens": 99,
        "messages": [{"role": "system", "content": "You check."}, {"role": "user", "content": "Is it so?"}],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "answer", "schema": request_for_an_answer.answer, "strict": False},
        },
    }


async def test_a_re_ask_in_json_mode_repeats_the_first_question_byte_for_byte(endpoint, request_for_an_answer):
    server, model = endpoint(said("no"), said(TEXT), answer_method="json_mode")
    more = (Message(role="assistant", content="no"), Message(role="user", content="Again."))
    again = request_for_an_answer.model_copy(update={"messages": request_for_an_answer.messages + more})
    for request in (request_for_an_answer, again):
        await model.complete(request)
    first, second = (asked.body["messages"] for asked in server.asked)
    assert second[:2] == first
    assert second[3]["content"] == "Again."


async def test_strictness_closes_the_schema(endpoint, request_for_an_answer):
    server, model = endpoint(said(TEXT), strict=True)
    await model.complete(request_for_an_answer)
    wanted = server.asked[0].body["response_format"]["json_schema"]
    assert wanted["strict"] is True
    assert wanted["schema"] == request_for_an_answer.answer | {"additionalProperties": False}


async def test_a_reasoning_model_is_asked_as_it_wants(endpoint, request_for_an_answer):
    settings = {"reasoning_effort": "low", "max_tokens": 99, "token_parameter": "max_tokens"}
    server, model = endpoint(said(TEXT), **settings)
    await model.complete(request_for_an_answer)
    body = server.asked[0].body
    assert (body["reasoning_effort"], body["max_tokens"]) == ("low", 99)
    assert not body.keys() & {"temperature", "max_completion_tokens"}


async def test_cached_and_reasoning_tokens_and_thoughts_are_kept(endpoint, request_for_an_answer):
    answer = completion({"content": TEXT, "reasoning_content": "It is so."})
    answer.body["usage"] |= {
        "prompt_tokens_details": {"cached_tokens": 8},
        "completion_tokens_details": {"reasoning_tokens": 3},
    }
    _, model = endpoint(answer)
    reply = await model.complete(request_for_an_answer)
    assert reply.usage == Usage(prompt_tokens=11, completion_tokens=7, cached_tokens=8, reasoning_tokens=3)
    assert reply.reasoning == "It is so."


async def test_callbacks_of_langchain_hear_of_a_call(endpoint, request_for_an_answer):
    from langchain_core.callbacks import get_usage_metadata_callback

    _, model = endpoint(said(TEXT))
    with get_usage_metadata_callback() as counted:
        await model.complete(request_for_an_answer)
    assert counted.usage_metadata["scripted-1"]["input_tokens"] == 11


async def test_function_calling_asks_for_the_one_function(endpoint, request_for_an_answer):
    server, model = endpoint(called(TEXT), answer_method="function_calling")
    await model.complete(request_for_an_answer)
    body = server.asked[0].body
    assert body["tools"][0]["function"]["parameters"] == request_for_an_answer.answer
    assert body["tool_choice"] == {"type": "function", "function": {"name": "answer"}}


async def test_json_mode_puts_the_schema_into_the_last_message(endpoint, request_for_an_answer):
    server, model = endpoint(said(TEXT), answer_method="json_mode")
    await model.complete(request_for_an_answer)
    system, user = server.asked[0].body["messages"]
    assert system["content"] == "You check."
    assert user["content"].startswith("Is it so?\n\n")
    assert user["content"].endswith('"required": ["passed"]}')
    assert server.asked[0].body["response_format"] == {"type": "json_object"}


@pytest.mark.parametrize(
    ("method", "answer"),
    [("json_schema", said('{"pass')), ("json_mode", said('{"pass')), ("function_calling", called('{"pass'))],
)
async def test_broken_json_arrives_as_it_is(endpoint, request_for_an_answer, method, answer):
    _, model = endpoint(answer, answer_method=method)
    assert (await model.complete(request_for_an_answer)).text == '{"pass'


async def test_text_in_place_of_a_function_call_arrives_as_it_is(endpoint, request_for_an_answer):
    _, model = endpoint(said("No."), answer_method="function_calling")
    assert (await model.complete(request_for_an_answer)).text == "No."


async def test_an_answer_without_usage_counts_nothing(endpoint, request_for_an_answer):
    answer = said(TEXT)
    _, model = endpoint(Answer({key: value for key, value in answer.body.items() if key != "usage"}))
    assert (await model.complete(request_for_an_answer)).usage == Usage()


@pytest.mark.parametrize("method", ["json_schema", "json_mode", "function_calling"])
async def test_a_refusal_is_told_apart_and_kept(endpoint, request_for_an_answer, method):
    server, model = endpoint(completion({"refusal": "I would rather not"}), answer_method=method)
    reply = await model.complete(request_for_an_answer)
    assert (reply.text, reply.refused, len(server.asked)) == ("I would rather not", True, 1)
    assert reply.usage == REPLY.usage


@pytest.mark.parametrize("method", ["json_schema", "function_calling"])
async def test_a_filtered_answer_is_a_refusal(endpoint, request_for_an_answer, method):
    _, model = endpoint(said("", "content_filter"), answer_method=method)
    assert (await model.complete(request_for_an_answer)).refused


@pytest.mark.parametrize(
    ("method", "answer"),
    [
        ("json_schema", said('{"pass', "length")),
        ("json_mode", said('{"pass', "length")),
        ("function_calling", called('{"pass', "length")),
    ],
)
async def test_a_cut_off_answer_is_marked_and_not_asked_again(endpoint, request_for_an_answer, method, answer):
    server, model = endpoint(answer, answer_method=method, max_tokens=5)
    reply = await model.complete(request_for_an_answer)
    assert (reply.text, reply.cut_off, len(server.asked)) == ('{"pass', True, 1)


@pytest.mark.parametrize("status", [408, 429, 500, 503])
async def test_a_passing_failure_is_asked_again_when_the_endpoint_says(endpoint, request_for_an_answer, status):
    server, model = endpoint(failed(status, retry_after="0"), said(TEXT), first_wait=1000.0)
    assert await model.complete(request_for_an_answer) == REPLY
    assert len(server.asked) == 2


async def test_failures_without_end_are_given_up(endpoint, request_for_an_answer):
    server, model = endpoint(*[failed(500, "out of order")] * 9)
    with pytest.raises(EndpointError, match=r"500.*out of order"):
        await model.complete(request_for_an_answer)
    assert len(server.asked) == 3


ODD = [
    Answer("<html><title>Log in</title></html>"),
    Answer({}),
    Answer("[]"),
    Answer("null"),
    Answer(""),
    Answer('{"choices": [{"mess'),
    Answer({"choices": []}),
    Answer({"choices": None}),
    Answer({"choices": [None]}),
    Answer({"choices": [{"message": "text"}]}),
    Answer({"choices": [{"message": {"role": "assistant", "content": 5}}]}),
    Answer({"error": "no"}),
    Answer({"error": {"code": 400, "message": "no"}}),
]


@pytest.mark.parametrize("method", ["json_schema", "function_calling"])
@pytest.mark.parametrize("answer", ODD, ids=lambda answer: str(answer.body))
async def test_an_answer_that_is_no_completion_is_a_failure(endpoint, request_for_an_answer, method, answer):
    _, model = endpoint(answer, answer_method=method)
    with pytest.raises(EndpointError, match=r"^openai:gpt-4o at .* failed: [^\n]+$"):
        await model.complete(request_for_an_answer)


@pytest.mark.parametrize("usage", [[], "many", {"prompt_tokens": "11"}, {"prompt_tokens": None}])
async def test_counts_that_are_none_count_nothing(endpoint, request_for_an_answer, usage):
    answer = said(TEXT)
    _, model = endpoint(Answer(answer.body | {"usage": usage}))
    assert (await model.complete(request_for_an_answer)).usage == Usage()


@pytest.mark.parametrize(
    "answer", [failed(400), failed(401), failed(403), failed(404), failed(302), failed(429, code="insufficient_quota")]
)
async def test_a_lasting_failure_is_not_asked_again(endpoint, request_for_an_answer, answer):
    server, model = endpoint(answer, said(TEXT))
    with pytest.raises(EndpointError):
        await model.complete(request_for_an_answer)
    assert len(server.asked) == 1


async def test_an_endpoint_that_does_not_listen_is_named(endpoint, asking, request_for_an_answer):
    server, _ = endpoint()
    server.close()
    with pytest.raises(EndpointError, match=f"openai:gpt-4o at {server.url} failed: Connection failed: "):
        await asking(server.url, attempts=2).complete(request_for_an_answer)


async def test_no_message_and_no_picture_of_the_model_shows_a_secret(endpoint, asking, request_for_an_answer):
    echo = failed(401, "bad key sk-very-secret of anna with pass/word and token=abc and YW5uYTpwYXNzL3dvcmQ=")
    server, _ = endpoint(echo)
    leaky = asking(server.url.replace("http://", "http://anna:pass%2Fword@") + "?token=abc")
    with pytest.raises(EndpointError) as caught:
        await leaky.complete(request_for_an_answer)
    shown = f"{caught.value} {leaky!r}"
    assert "bad key ***" in shown
    secrets = ("very-secret", "anna", "pass/word", "pass%2Fword", "abc", "YW5uYT")
    assert not [secret for secret in secrets if secret in shown]


async def test_user_password_and_query_of_the_address_are_sent(endpoint, asking, request_for_an_answer):
    server, _ = endpoint(said(TEXT))
    url = server.url.replace("http://", "http://anna:pass%2Fword@") + "/?version=2"
    await asking(url).complete(request_for_an_answer)
    [asked] = server.asked
    assert asked.path == "/v1/chat/completions?version=2"
    assert asked.headers["authorization"] == "Basic YW5uYTpwYXNzL3dvcmQ="


async def test_a_keyless_endpoint_is_sent_the_key_none(endpoint, request_for_an_answer, monkeypatch):
    monkeypatch.delenv("SCRIPTED_KEY")
    server, model = endpoint(said(TEXT))
    await model.complete(request_for_an_answer)
    assert server.asked[0].headers["authorization"] == "Bearer none"


async def test_questions_asked_together_share_one_client(endpoint, request_for_an_answer):
    server, model = endpoint(*[said(TEXT)] * 8)
    async with asyncio.TaskGroup() as group:
        asked = [group.create_task(model.complete(request_for_an_answer)) for _ in range(8)]
    assert [task.result() for task in asked] == [REPLY] * 8
    assert len(server.asked) == 8


def test_importing_the_client_does_not_import_langchain():
    heavy = ("langchain_core", "langchain_openai", "openai", "tenacity", "aiolimiter")
    imported = f"[name for name in {heavy} if name in sys.modules]"
    code = f"import sys, graph.models.openai, graph.models.open; print({imported})"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "[]"
