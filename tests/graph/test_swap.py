"""Nodes are swapped by name."""

from dataclasses import dataclass, replace

import pytest

from graph.build import default_nodes
from graph.swap import swap
from nodes.judge import Judge
from state.errors import ConfigurationError


@pytest.fixture
def judges(tmp_path, monkeypatch):
    """A module of the operator's own."""
    (tmp_path / "my_judges.py").write_text(
        "from dataclasses import dataclass\n"
        "from nodes.judge import Judge\n\n"
        "async def lenient(state):\n    return {'candidate': None}\n\n"
        "@dataclass(frozen=True, slots=True)\n"
        "class Strict(Judge):\n    pass\n\n"
        "@dataclass(frozen=True)\n"
        "class Other:\n    model: object\n\n    async def __call__(self, state):\n        return {}\n\n"
        "class Needy:\n    def __init__(self, moon): ...\n\n    async def __call__(self, state): ...\n\n"
        "def silent(state):\n    return {}\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)


@pytest.fixture
def nodes(scripted, two_tools):
    return default_nodes(scripted(lambda _: {}), two_tools())


def test_a_function_or_a_class_takes_the_place_of_a_node(nodes, judges) -> None:
    assert swap(nodes, {"judge": "my_judges:lenient"}).judge.__name__ == "lenient"
    strict = swap(nodes, {"judge": "my_judges:Strict"}).judge
    assert isinstance(strict, Judge)
    assert strict.model is nodes.judge.model
    other = swap(nodes, {"rule-check": "my_judges:lenient", "judge": "my_judges:Other"})
    assert other.judge.model is nodes.judge.model
    assert other.rule_check.__name__ == "lenient"
    assert other.fill is nodes.fill


@pytest.mark.parametrize(
    ("name", "path", "message"),
    [
        ("juge", "my_judges:lenient", "no node 'juge'; the seven are initialize, inject, fill, judge, rule-check"),
        ("judge", "my_judges.lenient", "write it as module:name"),
        ("judge", "my_judges:gone", "cannot be imported: .* has no attribute 'gone'"),
        ("judge", "nowhere:judge", "cannot be imported: No module named 'nowhere'"),
        ("judge", "my_judges:silent", "needs an async function"),
        ("judge", "my_judges:Needy", "cannot be made from"),
    ],
)
def test_a_wrong_name_or_path_is_a_clear_error(nodes, judges, name, path, message) -> None:
    with pytest.raises(ConfigurationError, match=message):
        swap(nodes, {name: path})


def test_nodes_are_also_swapped_in_python(nodes) -> None:
    @dataclass(frozen=True)
    class Mine:
        async def __call__(self, state):
            return {}

    assert replace(nodes, judge=Mine()).judge == Mine()
