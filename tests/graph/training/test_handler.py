"""What is trained is, byte for byte, what BFCL's own handler asks with: its code runs here beside ours."""

import ast
import json
from collections.abc import Iterator
from itertools import groupby

import pytest
from hypothesis import HealthCheck, given, settings

from graph.export.formats import FORMATS
from graph.export.parts import in_order, result_text
from graph.export.source import Kept
from state.dialogue import AssistantTurn, Dialogue, ToolTurn, UserTurn
from tests.graph.export.drawn import dialogues

MISSING = "pip install --no-deps -c constraints.txt bfcl-eval overrides tree-sitter{,-java,-javascript}"
llama = pytest.importorskip("bfcl_eval.model_handler.local_inference.llama", reason=MISSING, exc_type=ImportError)
pytestmark = pytest.mark.filterwarnings("ignore")
END = "<|eot_id|>"


@pytest.fixture(scope="module")
def handler():
    """The handler that the benchmark registers for Llama 3.1 in prompt mode, and for ToolACE's own models."""
    return llama.LlamaHandler("meta-llama/Llama-3.1-8B-Instruct", 0, "registered", False)


@pytest.fixture(scope="module")
def tokenizer(tiny):
    from graph.training.model import load_tokenizer
    from graph.training.template import set_template

    loaded = load_tokenizer(tiny)
    set_template(loaded, "bfcl", "tiny")
    return loaded


def asked(handler, dialogue: Dialogue, messages: list[dict]) -> Iterator[tuple[str, str]]:
    """What the benchmark would ask before each turn of the assistant, if it had this dialogue for a test case."""
    functions, spoken = _functions(messages), [m["content"] for m in messages if m["role"] == "assistant"]
    entry = {"id": "multi_turn_base_0", "function": functions.pop(0)}
    entry["question"] = [[{"role": "system", "content": dialogue.system}, _user(dialogue.turns[0], functions)]]
    data = handler._pre_query_processing_prompting(entry)
    data = handler.add_first_turn_message_prompting(data, entry["question"][0])
    for turn, before in zip(dialogue.turns[1:], dialogue.turns, strict=False):
        if not spoken:
            return
        match turn:
            case AssistantTurn():
                said = spoken.pop(0).strip()
                yield handler._format_prompt(data["message"], data["function"]), said
                data = handler._add_assistant_message_prompting(data, {"model_responses": said})
            case ToolTurn():
                results = [result_text(each.content) for each in in_order(turn, before)]
                data = handler._add_execution_results_prompting(data, results, {})
            case _:
                data = handler._add_next_turn_user_message_prompting(data, [_user(turn, functions)])


def _user(turn: UserTurn, functions: list[list[dict]]) -> dict:
    """The benchmark's own announcement of functions, with what this user says in place of what its user says."""
    from bfcl_eval.constants import default_prompts

    if not turn.offers:
        return {"role": "user", "content": turn.text}
    form = default_prompts.DEFAULT_USER_PROMPT_FOR_ADDITIONAL_FUNCTION_PROMPTING
    form = form.replace(default_prompts.DEFAULT_USER_PROMPT_FOR_ADDITIONAL_FUNCTION_FC, "{text}")
    return {"role": "user", "content": form.format(functions=functions.pop(0), text=turn.text)}


def _functions(messages: list[dict]) -> list[list[dict]]:
    """The definitions as the benchmark would have them in its files: at first, and those that come later."""
    start = messages[0]["content"].index("[\n    {")
    found = [json.JSONDecoder().raw_decode(messages[0]["content"][start:])[0]]
    later = [m["content"] for m in messages if m["role"] == "user" and m["content"].startswith("[{'name': ")]
    return [*found, *(ast.literal_eval(text.partition("\n")[0]) for text in later)]


def runs(tokenizer, text_tokens: list[int], mask: list[int]) -> list[str]:
    """What is learned, decoded."""
    groups = groupby(zip(text_tokens, mask, strict=True), key=lambda each: each[1] >= 0)
    return [tokenizer.decode([token for token, _ in group]) for learned, group in groups if learned]


def check(handler, tokenizer, dialogue: Dialogue) -> int:
    from graph.training.encoding import Encoding
    from graph.training.rows import Row

    record = Kept(index=0, status="kept", simulated=True, dialogue=dialogue)
    turns = 0
    for exported in FORMATS["bfcl"].rows(record):
        row = json.loads(json.dumps(exported.row))
        (encoded,) = Encoding(tokenizer, 10**6).encode([Row.model_validate(row)])
        text = tokenizer.decode(encoded.columns["input_ids"])
        said = [*asked(handler, dialogue, [*row["prompt"], *row["completion"]])]
        for prompt, answer in said:
            assert text.startswith(prompt + answer + END)
            tokens = tokenizer(prompt, add_special_tokens=False)["input_ids"]
            assert encoded.columns["input_ids"][: len(tokens)] == tokens
            turns += 1
        assert text == said[-1][0] + said[-1][1] + END
        learned = runs(tokenizer, encoded.columns["input_ids"], encoded.columns["labels"])
        assert learned == [answer + END for _, answer in said[-exported.learned :]]
    return turns


def test_a_dialogue_with_later_tools_and_a_mistake_is_trained_in_the_words_of_the_benchmark(
    handler, tokenizer, dialogue
) -> None:
    assert check(handler, tokenizer, dialogue) == 4


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(dialogues())
def test_any_dialogue_is_trained_in_the_words_of_the_benchmark(handler, tokenizer, dialogue: Dialogue) -> None:
    check(handler, tokenizer, dialogue)


def test_a_preference_is_asked_in_the_words_of_the_benchmark(handler, tokenizer, export, record) -> None:
    from graph.training.rows import read_export

    dialogue = record(0).dialogue
    row = read_export(export("dpo-bfcl"), "dpo").rows[0]
    messages = [message.model_dump() for message in [*row.prompt, *row.chosen]]
    *_, (prompt, answer) = asked(handler, dialogue, messages)
    chosen = tokenizer.apply_chat_template(messages, tokenize=False)
    assert chosen == prompt + answer + END


def test_what_is_saved_for_serving_says_the_same_without_marks(tiny, tokenizer, export) -> None:
    from graph.training.model import load_tokenizer
    from graph.training.rows import read_export
    from graph.training.template import set_serving_template

    serving = load_tokenizer(tiny)
    set_serving_template(serving, "bfcl")
    assert "generation" not in serving.chat_template.replace("add_generation_prompt", "")
    for row in read_export(export("bfcl"), "lora").rows:
        messages = [message.model_dump() for message in row.prompt]
        texts = [
            each.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
            for each in (serving, tokenizer)
        ]
        assert texts[0] == texts[1]
