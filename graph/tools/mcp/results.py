"""What a server returned, as an observation: its structure, else JSON, else text; never pictures."""

import json

from mcp_types import AudioContent, CallToolResult, EmbeddedResource, ImageContent, ResourceLink, TextContent
from mcp_types import TextResourceContents as TextResource
from pydantic import JsonValue

from state.environment import Result


def observed(result: CallToolResult) -> Result:
    """The observation; an error of the tool's own is one, with `error`."""
    if result.is_error:
        return Result({"error": _text(result).strip() or "the tool failed and did not say why"}, error=True)
    if result.structured_content is not None:
        return Result(_without_bytes(result.structured_content))
    return Result(_without_bytes(_parsed(_text(result))))


def bounded(result: Result, most: int) -> Result:
    """The result, or an error that says how long it is, for the caller to ask for less."""
    size = len(json.dumps(result.content))
    if size <= most:
        return result
    words = f"the result is {size:,} bytes long, and {most:,} are the most; ask for less"
    return Result({"error": words}, error=True, changed=result.changed)


def _without_bytes(value: JsonValue) -> JsonValue:
    """The same without pictures and the like, which some servers put into their structure."""
    if isinstance(value, list):
        return [_without_bytes(item) for item in value]
    if not isinstance(value, dict):
        return value
    kind = value.get("mimeType")
    return {
        name: _note(kind, len(item))
        if kind and name in ("blob", "data") and isinstance(item, str)
        else _without_bytes(item)
        for name, item in value.items()
    }


def _note(kind: object, length: int) -> str:
    return f"({kind} of {length * 3 // 4:,} bytes, not shown)"


def _text(result: CallToolResult) -> str:
    return "\n".join(_words(block) for block in result.content)


def _words(block: object) -> str:
    match block:
        case TextContent(text=text) | EmbeddedResource(resource=TextResource(text=text)):
            return str(text)
        case ImageContent(mime_type=kind) | AudioContent(mime_type=kind):
            return _note(kind, len(block.data))
        case ResourceLink(uri=uri, name=name):
            return f"({name}: {uri})"
        case _:
            return "(binary content, not shown)"


def _parsed(text: str) -> JsonValue:
    try:
        value: JsonValue = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return text
    # A number or a word alone was meant as text.
    return value if isinstance(value, dict | list) else text


def _refuse(word: str) -> None:
    raise ValueError(word)
