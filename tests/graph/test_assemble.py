"""From settings to a machine."""

import json

import pytest

from graph.assemble import assemble
from graph.plan import plan
from graph.settings import Settings
from state.errors import ConfigurationError

pytestmark = pytest.mark.usefixtures("empty_place")


async def test_without_settings_the_machine_works_with_the_built_in_pool():
    machine = assemble(Settings())
    (one,) = plan(7, Settings().budget(), [12])
    record = await machine.generate(one.seed, one.number)
    assert len(machine.tools) >= 40
    assert (record.id, record.index, record.seed) == ("d000012", 12, one.seed.seed)


def test_tools_come_from_a_file_where_one_is_named(tmp_path):
    functions = [{"name": f"tool_{n}", "description": "A tool.", "parameters": {"type": "object"}} for n in range(3)]
    (tmp_path / "tools.jsonl").write_text("".join(json.dumps(function) + "\n" for function in functions))
    machine = assemble(Settings(tools=tmp_path / "tools.jsonl"))
    assert [tool.name for tool in machine.tools] == ["tool_0", "tool_1", "tool_2"]


def test_tools_can_be_chosen_by_domain():
    machine = assemble(Settings(domains=("Kitchen", "home")))
    assert {tool.domain for tool in machine.tools} == {"kitchen", "home"}


def test_tools_of_evaluation_sets_are_warned_of_and_can_be_left_out(tmp_path):
    functions = [{"name": f"tool_{n}", "description": "A tool.", "parameters": {"type": "object"}} for n in range(3)]
    # A tool of tau-bench, by its name and its parameters alone.
    benchmark = {"name": "find_user_id_by_email", "parameters": {"email": {"type": "string"}}}
    (tmp_path / "tools.jsonl").write_text("".join(json.dumps(one) + "\n" for one in (*functions, benchmark)))
    machine = assemble(Settings(tools=tmp_path / "tools.jsonl"))
    assert (len(machine.tools), len(machine.warnings)) == (4, 1)
    assert "leave them out with --exclude-benchmarks" in machine.warnings[0]
    machine = assemble(Settings(tools=tmp_path / "tools.jsonl", exclude_benchmarks=True))
    assert (len(machine.tools), machine.rejected, machine.warnings) == (3, 1, ())


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"servers": ("kitchn",)}, "did you mean 'kitchen'"),
        ({"most_per_tool": 1, "count": 50}, "and 50 may be tried"),
        ({"tools": "absent.jsonl"}, "absent.jsonl"),
        ({"model": "oracle"}, "oracle"),
        ({"judge_model": "oracle"}, "oracle"),
        ({"nodes": {"jury": "mine:Jury"}}, "jury"),
        ({"nodes": {"judge": "no_such_module:Judge"}}, "no_such_module"),
    ],
)
def test_what_cannot_be_had_is_named(settings, words):
    with pytest.raises(ConfigurationError, match=words):
        assemble(Settings(**settings))
