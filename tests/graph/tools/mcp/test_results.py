import pytest
from mcp_types import CallToolResult

from graph.tools.mcp.results import bounded, observed
from state.environment import Result


def _result(*blocks: object, **more: object) -> Result:
    return observed(CallToolResult.model_validate({"content": list(blocks), **more}))


def _text(text: str) -> dict[str, str]:
    return {"type": "text", "text": text}


PICTURE = {"type": "image", "data": "A" * 4000, "mimeType": "image/png"}


@pytest.mark.parametrize(
    ("result", "content"),
    [
        (_result(_text("ignored"), structuredContent={"a": 1}), {"a": 1}),
        (_result(_text('{"a": [1]}')), {"a": [1]}),
        (_result(_text("[1, 2")), "[1, 2"),
        (_result(_text('{"a": NaN}')), '{"a": NaN}'),
        (_result(_text("3")), "3"),
        (_result(_text("[" * 100_000)), "[" * 100_000),
        (_result(_text("one"), _text("two")), "one\ntwo"),
        (_result(PICTURE), "(image/png of 3,000 bytes, not shown)"),
        (_result({"type": "resource", "resource": {"uri": "a:b", "text": "inside"}}), "inside"),
        (_result({"type": "resource", "resource": {"uri": "a:b", "blob": "AAAA"}}), "(binary content, not shown)"),
        (_result({"type": "resource_link", "uri": "a:b", "name": "Report"}), "(Report: a:b)"),
        (_result(structuredContent={"shots": [PICTURE]}),
         {"shots": [{"type": "image", "data": "(image/png of 3,000 bytes, not shown)", "mimeType": "image/png"}]}),
        (_result(), ""),
    ],
)  # fmt: skip
def test_a_result_becomes_structure_else_json_else_text(result, content):
    assert result == Result(content)


def test_an_error_says_what_the_tool_said():
    assert _result(_text("no such file"), isError=True) == Result({"error": "no such file"}, error=True)
    assert _result(isError=True).content == {"error": "the tool failed and did not say why"}


def test_what_is_too_long_is_an_error_with_its_length():
    assert bounded(Result("abc"), 5) == Result("abc")
    assert bounded(Result("abcd"), 5).error
