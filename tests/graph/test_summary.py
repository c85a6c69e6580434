"""What is shown at the end."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from graph.folder import RunFolder
from graph.settings import Settings
from graph.summary import Outcome, next_commands, print_summary, rows
from graph.tally import Tally
from state.model import Usage
from state.record import Spent
from state.tool import Tool

pytestmark = pytest.mark.usefixtures("empty_place")
WEATHER = Tool(name="get_weather", description="", parameters={}, server="sky")
OTHER = Tool(name="get_weather", description="", parameters={}, server="land")


@pytest.fixture
def outcome(record, tmp_path):
    """Make an outcome of four dialogues from settings."""

    def make(statuses=("kept", "kept", "rejected", "failed"), interrupted=False, **settings):
        tally = Tally()
        for index, status in enumerate(statuses):
            tally.add(record(index, status))
        folder = RunFolder(tmp_path / "my run")
        return Outcome(Settings(**settings), folder, tally, (WEATHER, OTHER), statuses.count("kept"), interrupted)

    return make


def test_numbers_stand_beside_the_papers(outcome):
    lines = dict(rows(outcome()))
    assert lines.pop("files").startswith(str(outcome().folder.dialogues))
    assert lines == {
        "note": "simulated model: made to try the machine out, not written by a language model",
        "dialogues": "4 tried: 2 kept, 1 rejected, 1 failed (50.0%)",
        "rejected for": "completion 1, invented_id 1",
        "failed for": "EndpointError: no answer 1",
        "model calls": "20; 5.0 per candidate (paper 17.0); 10.0 per kept dialogue",
        "tokens": "4,200; 1,050.0 per candidate; 2,100.0 per kept dialogue",
        "read, written": "4,000; 200",
        "calls by node": "initialize 12, fill 8",
        "tools covered": "1 of 2 (50.0%)",
        "turns": "8.0 a dialogue, with 2.0 steps of tool calls",
        "user turns": "2.0 a dialogue (paper 3.4)",
        "tool calls": "1.5 per user turn (paper 3.7)",
        "complexities": "clarification 2; dialogues: 2 with 1",
    }


def test_what_was_spent_is_told_with_its_parts(outcome):
    ended = outcome()
    usage = Usage(prompt_tokens=1000, cached_tokens=600, completion_tokens=200, reasoning_tokens=50)
    ended.tally.spent.clear()
    ended.tally.spent["writer"] = Spent(calls=2, usage=usage, characters=4000, repeated=3000, cost=2.5)
    ended.tally.spent["judge"] = Spent(calls=1)
    lines = dict(rows(replace(ended, unfinished=Spent(calls=3, cost=0.25))))
    assert lines["read, written"] == "1,000, 600 of them from a cache; 200, 50 of them reasoning"
    assert lines["repeated"] == "75.0% of prompts stood at the beginning of an earlier one of the dialogue"
    assert lines["cost"] == "2.50; 0.6250 per candidate; 1.25 per kept dialogue; judge unknown, writer 2.50"
    assert lines["unfinished"] == "3 calls for dialogues that are not in the records, cost 0.2500"


def test_a_run_that_was_stopped_says_why_and_how_to_go_on(outcome):
    ended = replace(outcome(max_calls=50), stopped="max_calls 50 leaves no room for another dialogue")
    assert dict(rows(ended))["dialogues"].endswith("; stopped early: max_calls 50 leaves no room for another dialogue")
    purpose, command = list(next_commands(ended))[1]
    assert (purpose, command.split(" --out ")[1].split("' ")[1]) == ("go on where this run stopped", "--max-calls 100")
    down = replace(outcome(), stopped="http://x/v1 is down")
    assert "--max" not in list(next_commands(down))[1][1]


def test_a_run_that_kept_nothing_or_did_nothing_has_a_summary_too(outcome):
    assert "turns" not in dict(rows(outcome(("failed",))))
    assert dict(rows(outcome(())))["model calls"] == "0"


def test_which_roles_are_simulated_is_said(outcome):
    assert "note" not in dict(rows(outcome(model="openai:x")))
    assert dict(rows(outcome(model="openai:x", judge_model="simulated")))["note"] == "simulated model: judge"


def test_only_the_eight_commonest_reasons_are_shown(outcome, record):
    ended = outcome()
    for number in range(10):
        for _ in range(2 + number):
            ended.tally.add(record(0, "failed").model_copy(update={"reasons": (f"reason {number}",)}))
    shown = dict(rows(ended))["failed for"]
    assert shown.startswith("reason 9 11, reason 8 10")
    assert shown.endswith(", reason 2 4, and 3 more")


def test_too_few_kept_is_said_with_the_ceiling(outcome):
    assert dict(rows(outcome(accept=3, max_tries=4)))["dialogues"].endswith(
        "; 3 were wanted, but tries ended at 4 (--max-tries)"
    )


def test_the_next_commands_can_be_copied(outcome):
    ended = outcome()
    look, longer, model = [command for _, command in next_commands(ended)]
    assert look == f"head -n 1 '{ended.folder.dialogues}' | python -m json.tool --no-ensure-ascii"
    assert longer == (f"python -m graph.run --config '{ended.folder.settings}' --out '{ended.folder.path}' --count 40")
    assert model == "python -m graph.run --model openai:gpt-4o-mini --count 5"


def test_the_last_next_command_asks_the_same_endpoint_as_this_run(outcome):
    ended = outcome(model="openai:x", base_url="http://localhost:8000/v1")
    purpose, command = list(next_commands(ended))[-1]
    assert purpose == "the same models at the paper's settings, in a new folder"
    assert command == f"python -m graph.run --config '{ended.folder.settings}' --preset paper"
    assert ended.settings.table()["base_url"] == "http://localhost:8000/v1"


def test_after_an_interruption_the_next_command_goes_on(outcome):
    ended = outcome(interrupted=True)
    assert list(next_commands(ended))[1] == (
        "go on where this run stopped",
        f"python -m graph.run --config '{ended.folder.settings}' --out '{ended.folder.path}'",
    )


def test_without_a_terminal_it_is_plain_text_and_with_one_it_fits(outcome):
    plain, narrow = io.StringIO(), io.StringIO()
    print_summary(outcome(), Console(file=plain))
    print_summary(outcome(), Console(file=narrow, force_terminal=True, width=60, legacy_windows=False))
    assert "\x1b" not in plain.getvalue()
    assert "│" not in plain.getvalue()
    assert "\x1b" in narrow.getvalue()
    assert "\n  python -m graph.run --model openai:gpt-4o-mini --count 5\n" in plain.getvalue()
    assert "\n  python -m graph.run --model openai:gpt-4o-mini --count 5\n" in narrow.getvalue()
