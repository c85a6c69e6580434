"""Every figure follows from the records, counted here once more and by other means."""

import csv
import io
import json
from pathlib import Path
from statistics import mean

import pytest

from graph.experiments.measures import NAMED


def _records(out: Path, column: dict) -> list[dict]:
    lines = [(out / "runs" / run / "records.jsonl").read_text(encoding="utf-8") for run in column["runs"]]
    return [json.loads(line) for text in lines for line in text.splitlines()]


def _values(column: dict) -> dict[str, float]:
    return {cell["measure"]: cell["value"]["value"] for cell in column["cells"]}


@pytest.fixture(scope="module")
def results(scaled: Path) -> dict:
    return json.loads((scaled / "scale" / "results.json").read_text(encoding="utf-8"))


def test_every_arm_has_its_dialogues_on_the_same_seeds(scaled: Path, results) -> None:
    seeds = [sorted(record["seed"] for record in _records(scaled, column)) for column in results["columns"]]
    assert [column["dialogues"] for column in results["columns"]] == [6] * 4
    assert all(each == seeds[0] for each in seeds)
    assert len(set(seeds[0])) == 6


def test_shares_and_costs_are_sums_over_records(scaled: Path, results) -> None:
    for column in results["columns"]:
        records, values = _records(scaled, column), _values(column)
        kept = [record for record in records if record["status"] == "kept"]
        calls = sum(sum(record["calls_by_node"].values()) for record in records)
        experts = sum(record["calls_by_node"].get("expert-check", 0) for record in records)
        read = sum(role["usage"]["prompt_tokens"] for record in records for role in record["usage"].values())
        written = sum(role["usage"]["completion_tokens"] for record in records for role in record["usage"].values())
        by_hand = {
            "pass_rate": len(kept) / 6,
            "repair_rate": sum(record["repairs"] > 0 for record in records) / 6,
            "calls_per_candidate": calls / 6,
            "calls_per_kept": calls / len(kept),
            "verification_calls_per_candidate": experts / 6,
            "generation_calls_per_kept": (calls - experts) / len(kept),
            "prompt_tokens_per_candidate": read / 6,
            "completion_tokens_per_kept": written / len(kept),
            "tokens_per_kept": (read + written) / len(kept),
        }
        assert {name: values[name] for name in by_hand} == pytest.approx(by_hand)
        assert "cost_per_kept" not in values  # no prices were named


def test_shapes_are_means_over_dialogues(scaled: Path, results) -> None:
    for column in results["columns"]:
        records, values = _records(scaled, column), _values(column)
        kept = [record["dialogue"]["turns"] for record in records if record["status"] == "kept"]
        users = sum(turn["role"] == "user" for turns in kept for turn in turns)
        tool_calls = sum(len(turn.get("calls", ())) for turns in kept for turn in turns)
        assert values["turns_kept"] == pytest.approx(mean(map(len, kept)))
        assert values["user_turns_kept"] == pytest.approx(users / len(kept))
        assert values["tool_calls_per_user_turn_kept"] == pytest.approx(tool_calls / users)


def test_what_rules_and_experts_said_first_is_counted_apart(scaled: Path, results) -> None:
    for column in results["columns"][:2]:
        stages = [
            {stage["stage"]: stage for stage in record["stages"]}
            for record in _records(scaled, column)
            if record["status"] != "failed"
        ]
        passed = [not each["end"]["fatal"] for each in stages]
        agreed = [not each["experts"]["findings"] for each in stages if "experts" in each]
        assert _values(column)["rules_pass_rate"] == pytest.approx(mean(passed))
        assert _values(column)["experts_pass_rate"] == pytest.approx(mean(agreed))
    assert not {"rules_pass_rate", "experts_pass_rate"} & set(_values(results["columns"][2]))


def test_where_nobody_verified_all_is_kept_and_rules_look_afterwards(scaled: Path, results) -> None:
    verified, unverified = results["columns"][0], results["columns"][2]
    assert _values(unverified)["pass_rate"] == 1
    assert _values(unverified)["verification_calls_per_candidate"] == 0
    # The same seeds make the same candidates, so what rules find afterwards is what they found in the other arm.
    assert _values(unverified)["sound"] == _values(verified)["rules_pass_rate"]


def test_acceptance_counts_the_dialogues_that_took_something_of_a_pass(scaled: Path, results) -> None:
    column = next(column for column in results["columns"] if column["name"] == "3 with verification")
    (curve,) = [curve for curve in results["curves"] if curve["name"] == "acceptance"]
    assert curve["series"] == column["name"]
    for point in curve["points"][:3]:
        made = [
            [ruling["accepted"] for ruling in record["rulings"] if ruling["refinement"] == point["x"]]
            for record in _records(scaled, column)
        ]
        made = [rulings for rulings in made if rulings]
        assert point["of"] == len(made)
        assert point["value"]["value"] == pytest.approx(mean(any(rulings) for rulings in made))


def test_a_further_call_gains_what_sound_dialogues_it_adds(scaled: Path, results) -> None:
    few, many = (_values(column) for column in results["columns"][:2])
    curve = next(c for c in results["curves"] if (c["name"], c["series"]) == ("gain", "with verification"))
    added = many["sound_per_candidate"] - few["sound_per_candidate"]
    assert [point["x"] for point in curve["points"]] == [3]
    calls = many["calls_per_candidate"] - few["calls_per_candidate"]
    assert curve["points"][0]["value"]["value"] == pytest.approx(added / calls, abs=1e-5)


def test_differences_and_ratios_are_those_of_the_values(results) -> None:
    before = _values(results["columns"][0])
    for column in results["columns"][1:]:
        for cell in column["cells"]:
            value, there = cell["value"]["value"], before.get(cell["measure"])
            if there is not None and value is not None:
                assert cell["difference"]["value"] == pytest.approx(value - there, abs=1e-6 * max(1, abs(value)))
                # Of what a whole run has, the ratio is the mean of those of the repeats.
                if there and NAMED[cell["measure"]].unit == "dialogues":
                    assert cell["ratio"]["value"] == pytest.approx(value / there, rel=1e-4)


def test_the_csv_has_what_the_json_has(scaled: Path, results) -> None:
    rows = csv.DictReader(io.StringIO((scaled / "scale" / "results.csv").read_text(encoding="utf-8")))
    told = {(row["arm"], row["measure"]): float(row["value"]) for row in rows}
    assert told == {
        (column["name"], name): value
        for column in results["columns"]
        for name, value in _values(column).items()
        if value is not None
    }


def test_the_markdown_says_that_a_program_played_the_model(scaled: Path) -> None:
    text = (scaled / "scale" / "results.md").read_text(encoding="utf-8")
    assert "**Simulated: expert, judge and writer played by a program, not by a language model." in text
    pictures = [line.split("](")[1].rstrip(")") for line in text.splitlines() if line.startswith("![")]
    assert len(pictures) == 6
    assert all((scaled / "scale" / picture).read_text(encoding="utf-8").startswith("<svg") for picture in pictures)
    assert all((scaled / "scale" / picture).with_suffix(".png").stat().st_size > 1000 for picture in pictures)
