"""The page as a file: it holds everything, and nothing in it can act."""

import re
from base64 import b64decode, b64encode
from gzip import decompress
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import orjson
import pytest

from state.history import versions


class _Elements(HTMLParser):
    """What a browser would find: elements with their attributes, and the text of styles and scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {"style": [], "script": []}
        self._open = ""

    def handle_starttag(self, tag, attrs) -> None:
        self.found.append((tag, dict(attrs)))
        self._open = tag

    def handle_endtag(self, tag) -> None:
        self._open = ""

    def handle_data(self, data) -> None:
        if self._open in self.inside:
            self.inside[self._open].append(data)


@pytest.fixture(scope="module")
def elements(page: Path) -> _Elements:
    found = _Elements()
    found.feed(page.read_text(encoding="utf-8"))
    return found


def test_nothing_in_the_page_comes_from_elsewhere(elements) -> None:
    assert {tag for tag, _ in elements.found} & {"link", "img", "iframe", "object", "embed", "base", "image"} == set()
    for tag, attributes in elements.found:
        assert "src" not in attributes
        assert not [name for name in attributes if name.startswith("on") or name == "style"], (tag, attributes)
        assert (attributes.get("href") or "#").startswith("#")


def test_the_policy_allows_the_own_style_and_script_alone(elements) -> None:
    policy = next(
        each["content"] for tag, each in elements.found if each.get("http-equiv") == "Content-Security-Policy"
    )
    (style,) = elements.inside["style"]
    code = elements.inside["script"][-1]
    for text, kind in ((style, "style-src"), (code, "script-src")):
        digest = b64encode(sha256(text.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}';" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_what_models_wrote_stands_in_the_markup_only_escaped_or_packed(page: Path, elements, harm: str) -> None:
    text = page.read_text(encoding="utf-8")
    assert "<script>window.harmed" not in text
    assert "<img" not in text
    assert "&lt;script&gt;window.harmed = 1&lt;/script&gt;" in text  # the reason, in a chart and in its table
    for packed in elements.inside["script"][:-1]:
        assert re.fullmatch(r"[A-Za-z0-9+/=]+", packed)


def test_harmful_words_are_words_in_the_files_of_charts_too(page: Path) -> None:
    for path in (page.parent / "report-charts").glob("*.svg"):
        tags = {element.tag.split("}")[1] for element in ElementTree.parse(path).iter()}
        assert tags <= {"svg", "g", "path", "rect", "line", "text", "tspan", "defs", "clipPath", "title"}, path


def test_every_version_of_every_dialogue_is_in_the_page(elements, records) -> None:
    library, *packs = [orjson.loads(decompress(b64decode(packed))) for packed in elements.inside["script"][:-1]]
    told = [entry for pack in packs for entry in pack]
    assert [entry["id"] for entry in library["dialogues"]] == [record.id for record in records]
    for record, entry in zip(records, told, strict=True):
        stands = versions(record.dialogue, record.history) if record.dialogue else ()
        found = [[entry["turns"][number]["id"] for number in moment["order"]] for moment in entry["moments"]]
        assert found == [[turn.id for turn in dialogue.turns] for dialogue in stands]
        texts = [[entry["turns"][number].get("text") for number in moment["order"]] for moment in entry["moments"]]
        expected = [[None if t.role == "tool" else t.text or "" for t in dialogue.turns] for dialogue in stands]
        assert texts == expected


def test_the_page_says_that_dialogues_are_simulated(page: Path, records) -> None:
    simulated = sum(record.simulated for record in records)
    words = f"not written by a language model ({simulated} of {len(records)} dialogues)."
    assert words in page.read_text(encoding="utf-8")
