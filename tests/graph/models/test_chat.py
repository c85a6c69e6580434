"""LangChain's chat model over a transport of ours."""

import pytest
from langchain_core.callbacks import get_usage_metadata_callback

from graph.models.asking import shape_of, words_of
from graph.models.chat import open_chat
from graph.models.endpoint import ModelSpec
from state.model import Message
from tests.graph.models.scripted_endpoint import called, said

AGAIN = (Message(role="assistant", content="no"), Message(role="user", content="Again."))


@pytest.mark.parametrize("name", ["gpt-4o", "o3"])
@pytest.mark.parametrize(
    ("method", "answer"), [("json_schema", said("{}")), ("json_mode", said("{}")), ("function_calling", called("{}"))]
)
async def test_it_says_and_hears_the_same_whether_somebody_listens_or_not(name, method, answer, request_for_an_answer):
    sent = []

    async def post(payload):
        sent.append(payload)
        return answer.body

    spec = ModelSpec(model=f"openai:{name}", temperature=1, max_tokens=9, token_parameter="max_tokens")
    chat = open_chat(spec, post)
    request = request_for_an_answer.model_copy(update={"messages": request_for_an_answer.messages + AGAIN})
    words, options = words_of(request, method), shape_of(request.answer, method, True)
    alone = await chat.ask(words, **options)
    with get_usage_metadata_callback():
        heard = await chat.ask(words, **options)
    assert sent[0] == sent[1]
    assert sent[0]["messages"][0]["role"] == ("developer" if name == "o3" else "system")
    assert alone.model_dump(exclude={"id"}) == heard.model_dump(exclude={"id"})
