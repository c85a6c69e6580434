"""Finds tools in running text such as a system prompt: JSON, lists of `Name: ... Description: ...`, signatures.

The first of these three that gives anything is taken: prompts show calls by example, which look like signatures.
"""

import json
import re
from collections.abc import Iterator
from inspect import cleandoc
from typing import Any, NamedTuple

import docstring_parser
import orjson

from graph.tools.signatures import BULLET, LONGEST, begins_signature, closing, read_parameters, read_signature
from graph.tools.type_words import is_optional

_FAILURES = 200
_LONGEST_SIGNATURE, _LONGEST_DOCUMENTATION = 40, 200
"""Lines."""

_JSON = re.compile(r"\[\s*\{|\{\s*\"")
_DECODER = json.JSONDecoder()
_FIELD = re.compile(
    BULLET + r"(?P<key>(?:tool |function |api )?name|tool|function|description|parameters|params"
    r"|arguments|args|inputs|required|returns?|output)[*_`]{0,4}[ \t]?:[*_`]{0,4}(?P<rest>.*)$",
    re.IGNORECASE,
)
_LISTED = re.compile(
    BULLET + r"(?P<name>[A-Za-z_][\w.\-]{0,99})[*_`]{0,4}\s{0,4}"
    r"(?:[(\[](?P<type>[^)\]\n]*)[)\]])?[*_`]{0,4}\s{0,4}(?:[:\-–—]{1,2}(?P<about>.*))?$"
)
_KEYS = {
    **dict.fromkeys(("tool name", "function name", "api name", "name", "tool", "function"), "name"),
    **dict.fromkeys(("parameters", "params", "arguments", "args", "inputs"), "parameters"),
}
_STATED = re.compile(r",?\s*\b(required|optional)\b", re.IGNORECASE)


class Mention(NamedTuple):
    """Something in a text that describes tools."""

    line: int
    """Counted from 1."""
    value: Any


def mentions(text: str) -> list[Mention]:
    """Every tool, or list of tools, that the text describes."""
    for find in (_in_json, _in_lists, _in_signatures):
        if found := list(find(text)):
            return found
    return []


def _in_json(text: str) -> Iterator[Mention]:
    position, failures = 0, 0
    while failures < _FAILURES and (start := _JSON.search(text, position)):
        try:
            value, position = _json_at(text, start.start())
        except (ValueError, RecursionError):
            failures, position = failures + 1, start.start() + 1
        else:
            if _speaks_of_tools(value):
                yield Mention(text.count("\n", 0, start.start()) + 1, value)


def _json_at(text: str, start: int) -> tuple[Any, int]:
    """The value that begins here, and where it ends; only orjson is strict about what JSON is."""
    end = _DECODER.raw_decode(text, start)[1]
    return orjson.loads(text[start:end]), end


def _speaks_of_tools(value: object) -> bool:
    entries = value if isinstance(value, list) else [value]
    keys = [set(entry) if isinstance(entry, dict) else set() for entry in entries]
    return bool(keys) and all(each & {"name", "function", "tools", "functions", "api_name"} for each in keys)


def _in_lists(text: str) -> Iterator[Mention]:
    fields: dict[str, list[str]] = {}
    key, begun = "", 0
    for number, line in enumerate([*text.split("\n"), "name:"], start=1):
        if found := _FIELD.match(line):
            key = _KEYS.get(found["key"].lower(), found["key"].lower())
            if key == "name":
                yield from _listed(begun, fields)
                fields, begun = {}, number
            fields[key] = [found["rest"].strip()]
        elif key in fields and line.strip():
            fields[key].append(line)


def _listed(line: int, fields: dict[str, list[str]]) -> Iterator[Mention]:
    name = fields.get("name", [""])[0].strip(" *_`\"'")
    if name and fields.keys() & {"description", "parameters"}:
        about = " ".join(" ".join(fields.get("description", [])).split())
        yield Mention(
            line, {"name": name, "description": about, "parameters": _read_list(fields.get("parameters", []))}
        )


def _read_list(lines: list[str]) -> object:
    text = "\n".join(lines).strip()
    if text[:1] in ("{", "["):
        try:
            return _json_at(text, 0)[0]
        except (ValueError, RecursionError):
            return text
    if text.lower().strip(".") in ("", "none", "n/a", "no parameters"):
        return {}
    rows = [row for row in lines if row.strip()]
    if len(rows) == 1 and (inline := read_parameters(rows[0])):
        return inline
    return [_row(found) for row in rows if (found := _LISTED.match(row))]


def _row(found: re.Match[str]) -> dict[str, Any]:
    kind = found["type"] or "any"
    return {
        "name": found["name"],
        "type": _STATED.sub("", kind).strip(" ,") or "any",
        "required": not is_optional(kind) and "optional" not in kind.lower(),
    } | _if_said(found["about"])


def _if_said(words: str | None) -> dict[str, str]:
    return {"description": words.strip()} if words and words.strip() else {}


def _in_signatures(text: str) -> Iterator[Mention]:
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        begun, signature = number, _joined(lines, number)
        tool = read_signature(signature)
        number += 1 if tool is None else signature.count("\n") + 1
        if tool is not None:
            below = _below(lines[number : number + _LONGEST_DOCUMENTATION])
            number += len(below)
            yield Mention(begun + 1, _with_documentation(tool, "\n".join(below)))


def _joined(lines: list[str], number: int) -> str:
    """The line, with those that follow until its first bracket is closed."""
    line = lines[number]
    start = line.find("(") + 1
    if not begins_signature(line) or closing(line, start) is not None:
        return line
    whole = "\n".join(lines[number : number + _LONGEST_SIGNATURE])[:LONGEST]
    end = closing(whole, start)
    return line if end is None else "\n".join(lines[number : number + whole.count("\n", 0, end) + 1])


def _below(lines: list[str]) -> list[str]:
    """The lines that are indented under a signature, and blank ones between them."""
    last = 0
    for number, line in enumerate(lines, start=1):
        if line.strip() and (not line[:1].isspace() or read_signature(line)):
            break
        last = number if line.strip() else last
    return lines[:last]


def _with_documentation(tool: dict[str, Any], text: str) -> dict[str, Any]:
    documentation = docstring_parser.parse(cleandoc(text.strip().strip("\"'")))
    words = [tool["description"], documentation.short_description or "", documentation.long_description or ""]
    told = {each.arg_name: each.description for each in documentation.params}
    parameters = [one | _if_said(told.get(one["name"])) for one in tool["parameters"]]
    return tool | {"description": " ".join(" ".join(words).split()), "parameters": parameters}
