"""Runs bfcl-eval. This file alone runs in its environment, so it imports nothing of ours.

It reads a job from its standard input: a JSON object with the endpoint, the model and the categories. bfcl-eval stays
as it was installed; what is otherwise here is otherwise for the time of a run: the model is registered, and what it
writes is carried out without `eval`.
"""

import ast
import json
import operator
import sys
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

NAME = "model"
"""What the model is called in bfcl-eval's folders; its own name may be anything, and only the endpoint hears it."""
_LLAMA_ANSWER = 4096
_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
Job = dict[str, Any]


def main() -> int:
    """Do the job that stands in the standard input."""
    try:
        job = json.load(sys.stdin)
        _set_aside()
        _register(job)
        _carry_out_without_eval()
        _generate(job)
        _score(job)
    except Exception:  # noqa: BLE001 - all of it is told in the log, of which the command shows the end
        traceback.print_exc(file=sys.stdout)
        return 1
    return 0


def _set_aside() -> None:
    """Put empty modules in the place of those that need packages of other models and languages."""
    models = _empty("bfcl_eval.constants.model_config")
    models.MODEL_CONFIG_MAPPING = {}
    _empty("bfcl_eval.model_handler.parser.java_parser").parse_java_function_call = None
    _empty("bfcl_eval.model_handler.parser.js_parser").parse_javascript_function_call = None
    _empty("pandas")


def _empty(name: str) -> Any:  # noqa: ANN401 - any name may be set in it
    sys.modules[name] = ModuleType(name)
    return sys.modules[name]


def _register(job: Job) -> None:
    from bfcl_eval.constants.model_config import MODEL_CONFIG_MAPPING

    MODEL_CONFIG_MAPPING[NAME] = SimpleNamespace(
        model_name=job["model"],
        display_name=NAME,
        url="",
        org="",
        license="",
        model_handler=partial(_handler, job),
        input_price=None,
        output_price=None,
        is_fc_model=job["mode"] == "fc",
        underscore_to_dot=False,
    )


def _handler(job: Job, **settings: Any) -> Any:  # noqa: ANN401 - a handler of bfcl-eval, which has no types
    """Make a handler of bfcl-eval that asks our endpoint."""
    if job["mode"] == "llama":
        from bfcl_eval.model_handler.local_inference.llama import LlamaHandler as Handler
    else:
        from bfcl_eval.model_handler.api_inference.openai_completion import OpenAICompletionsHandler as Handler

    # Its client wants a key when it is made; ours, below, has the header that the endpoint wants.
    Handler._build_client_kwargs = lambda _: {"api_key": "none", "base_url": job["base_url"]}
    handler = Handler(**settings)
    handler.client = handler.client.with_options(
        base_url=job["base_url"],
        default_query=job["query"],
        default_headers={"Authorization": job["authorization"]},
        max_retries=job["retries"],
    )
    # Instances of the benchmark's worlds are called after the model, in code.
    handler.model_name_underline_replaced = NAME
    handler.inference = partial(_without_secrets, handler.inference, job["secrets"])
    if job["mode"] == "llama":
        handler._query_prompting = partial(_ask_for_text, handler)
    return handler


def _without_secrets(inference: Callable[..., Any], secrets: list[str], *given: Any) -> Any:  # noqa: ANN401 - as above
    try:
        return inference(*given)
    except Exception as error:  # noqa: BLE001 - raised again; endpoints repeat the keys that they refuse
        told = f"{type(error).__name__}: {error}"
        for secret in secrets:
            told = told.replace(secret, "***")
        raise RuntimeError(told) from None


def _ask_for_text(handler: Any, asked: dict[str, Any]) -> tuple[Any, float]:  # noqa: ANN401 - as above
    """Ask as bfcl-eval's handler does, without a tokenizer to count with and with the name of the adapter."""
    prompt = handler._format_prompt(asked["message"], asked["function"])
    asked["inference_input_log"] = {"formatted_prompt": prompt}
    answer = handler.client.completions.create(
        model=handler.model_name, temperature=handler.temperature, prompt=prompt, max_tokens=_LLAMA_ANSWER
    )
    return answer, 0.0


def _carry_out_without_eval() -> None:
    """Have what models write carried out call by call: bfcl-eval evaluates it as Python, whatever it is."""
    from bfcl_eval.eval_checker.multi_turn_eval import multi_turn_utils
    from bfcl_eval.model_handler import utils

    multi_turn_utils.eval = lambda text: _carried_out(_parsed(text), vars(multi_turn_utils))
    utils.eval = lambda text: _computed(_parsed(text))


def _parsed(text: str) -> ast.expr:
    return ast.parse(text.strip(), mode="eval").body


def _carried_out(node: ast.expr, names: Mapping[str, Any]) -> Any:  # noqa: ANN401 - what a tool returns
    """What calls of the benchmark's tools give; anything else is refused as Python refuses an unknown name."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=instance), attr=method)) if (
            instance.endswith("_instance") and instance in names and not method.startswith("_")
        ):
            values = [_carried_out(each, names) for each in node.args]
            named = {str(each.arg): _carried_out(each.value, names) for each in node.keywords}
            return getattr(names[instance], method)(*values, **named)
        case ast.Call() | ast.Name() | ast.Attribute():
            raise NameError(f"name {ast.unparse(getattr(node, 'func', node))!r} is not defined")
        case _:
            return ast.literal_eval(node)


def _computed(node: ast.expr) -> Any:  # noqa: ANN401 - a number, or what a literal says
    """What sums of literals give."""
    if isinstance(node, ast.BinOp):
        return _ARITHMETIC[type(node.op)](_computed(node.left), _computed(node.right))
    return ast.literal_eval(node)


def _generate(job: Job) -> None:
    """Ask the model what was not asked yet, or found no answer."""
    from bfcl_eval import _llm_response_generation as generation
    from bfcl_eval.constants.eval_config import RESULT_PATH, TEST_IDS_TO_GENERATE_PATH
    from bfcl_eval.utils import load_dataset_entry

    # It would start a server for handlers of this kind, and there is one.
    generation.OSSHandler = ()
    generation.tqdm = partial(generation.tqdm, disable=None)
    generation.tqdm.write = print
    asked = tuple(f"_{category}_result.json" for category in job["categories"])
    for file in RESULT_PATH.rglob("*_result.json"):
        _drop_lines(file, _is_answered if file.name.endswith(asked) else _is_whole)
    if job["limit"] is not None:
        first = {name: [case["id"] for case in load_dataset_entry(name)[: job["limit"]]] for name in job["categories"]}
        TEST_IDS_TO_GENERATE_PATH.write_text(json.dumps(first), encoding="utf-8")
    generation.main(
        SimpleNamespace(
            model=[NAME],
            test_category=job["categories"],
            temperature=job["temperature"],
            num_threads=job["in_flight"],
            run_ids=job["limit"] is not None,
            include_input_log=False,
            exclude_state_log=True,
            allow_overwrite=False,
            result_dir=None,
        )
    )


def _drop_lines(file: Path, is_kept: Callable[[str], bool]) -> None:
    """Take out what a crash cut off, and what ended in an error, or it would count as answered wrongly for ever.

    Errors stay where nobody is asked again: the score that was given there counts them.
    """
    text = file.read_text(encoding="utf-8")
    # Not `splitlines`: what a model writes may hold line ends of other kinds.
    kept = "".join(f"{line}\n" for line in text.split("\n") if is_kept(line))
    if kept != text:
        file.write_text(kept, encoding="utf-8")


def _is_answered(line: str) -> bool:
    return isinstance(_result(line), list)


def _is_whole(line: str) -> bool:
    return _result(line) is not None


def _result(line: str) -> Any:  # noqa: ANN401 - of a file that a crash may have cut off
    try:
        return json.loads(line)["result"]
    except (ValueError, LookupError, TypeError):
        return None


def _score(job: Job) -> None:
    from bfcl_eval.eval_checker import eval_runner

    eval_runner.tqdm = partial(eval_runner.tqdm, disable=True)
    eval_runner.main([NAME], job["categories"], None, None, partial_eval=True)


if __name__ == "__main__":
    sys.exit(main())
