"""Reads YAML, with the line of everything in it. Builds plain JSON values only, whatever the tags say.

PyYAML's own loaders call themselves for each level, in C, and end the process on a file that is nested deeply enough;
here its parser is asked for events, which it makes one after the other.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from graph.tools.definition import Entry, Path

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 200
_MOST = 2_000_000
"""Parts of a document with its aliases written out; more is a trap or of no use."""

_NUMBER = re.compile(r"[-+]?(\d{1,18}|(\d{1,30}\.\d{0,30}|\.\d{1,30}|\d{1,30})([eE][-+]?\d{1,2})?)")
_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


class NoYaml(ValueError):
    """Not a YAML document that stands for JSON; the message says where and why."""

    def __init__(self, reason: str, line: int) -> None:
        """Keep the line beside the reason."""
        super().__init__(reason)
        self.line = line


def read_yaml(file: str, text: str) -> list[Entry]:
    """Every document of the text; `NoYaml` where it is none."""
    building = _Building()
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            building.take(event)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise NoYaml(f"broken YAML, {error.problem}", line) from error
    except yaml.YAMLError as error:
        raise NoYaml(f"broken YAML, {str(error).splitlines()[0]}", 1) from error
    return [Entry(file, lines.get((), 1), value, lines) for value, lines in building.documents]


@dataclass(slots=True)
class _Open:
    """A list or an object that is being filled."""

    content: list[Any] | dict[str, Any]
    path: Path
    anchor: str | None
    size: int = 1
    key: str | None = None


@dataclass(slots=True)
class _Building:
    """Values made from events."""

    documents: list[tuple[Any, dict[Path, int]]] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, tuple[Any, int]] = field(default_factory=dict)
    lines: dict[Path, int] = field(default_factory=dict)

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        match event:
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._open({} if isinstance(event, yaml.MappingStartEvent) else [], event.anchor, line)
            case yaml.CollectionEndEvent():
                done = self.stack.pop()
                self._put(done.content, done.anchor, done.size, line)
            case yaml.ScalarEvent():
                self._scalar(event, line)
            case yaml.AliasEvent():
                if event.anchor not in self.anchors:
                    raise NoYaml(f"the alias {event.anchor!r} stands for nothing, or for what it is part of", line)
                value, size = self.anchors[event.anchor]
                self._put(value, None, size, line)
            case yaml.DocumentStartEvent():
                self.anchors, self.lines = {}, {}

    def _open(self, content: list[Any] | dict[str, Any], anchor: str | None, line: int) -> None:
        if len(self.stack) == _DEEPEST:
            raise NoYaml("nested too deeply", line)
        if self.stack and isinstance(self.stack[-1].content, dict) and self.stack[-1].key is None:
            raise NoYaml("a name that is no text", line)
        path = self._path()
        self.lines.setdefault(path, line)
        self.stack.append(_Open(content, path, anchor))

    def _path(self) -> Path:
        if not self.stack:
            return ()
        above = self.stack[-1]
        step = len(above.content) if isinstance(above.content, list) else above.key
        return above.path if step is None else (*above.path, step)

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        above = self.stack[-1] if self.stack else None
        if above and isinstance(above.content, dict) and above.key is None:
            above.key = event.value
            self.lines.setdefault((*above.path, above.key), line)
        else:
            self._put(_meant(event), event.anchor, 1, line)

    def _put(self, value: Any, anchor: str | None, size: int, line: int) -> None:  # noqa: ANN401 - JSON
        if anchor is not None:
            self.anchors[anchor] = (value, size)
        if not self.stack:
            self.documents.append((value, self.lines))
            return
        above = self.stack[-1]
        above.size += size
        if above.size > _MOST:
            raise NoYaml("its aliases make it too large", line)
        if isinstance(above.content, list):
            above.content.append(value)
        elif above.key is None:
            raise NoYaml("a name that is no text", line)
        else:
            _set(above.content, above.key, value)
            above.key = None


def _set(content: dict[str, Any], key: str, value: Any) -> None:  # noqa: ANN401 - JSON
    """Set a member; what is merged in by `<<` gives way to what the mapping says itself."""
    merged = value if isinstance(value, list) else [value]
    if key == "<<" and all(isinstance(one, dict) for one in merged):
        for one in merged:
            for name, inherited in one.items():
                content.setdefault(name, inherited)
    else:
        content[key] = value


def _meant(event: yaml.ScalarEvent) -> Any:  # noqa: ANN401 - JSON
    """What a bare word stands for in JSON; quoted words and dates are texts."""
    text: str = event.value
    if not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _NUMBER.fullmatch(text):
        return int(text) if text.lstrip("-+").isdecimal() and len(text) < 20 else float(text)
    return text
