"""The commands: what they leave, how they go on, and what they refuse."""

import json
import os
import signal
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from graph.experiments import ablate, compare, pools, scale, stops, verifiers
from graph.experiments.all import main as all_main
from graph.experiments.command import main
from graph.experiments.result import read_result
from graph.experiments.study import Study
from graph.experiments.words import passage
from graph.experiments.writing import write_page
from graph.training.bfcl.scores import Score
from graph.training.bfcl.table import Row, add_row

ROOT = Path(__file__).parents[3]
STUDIES = (compare.STUDY, ablate.STUDY, scale.STUDY, verifiers.STUDY, pools.STUDY, stops.STUDY)
TOOLS = [
    {
        "type": "function",
        "function": {
            "name": f"{verb}_{noun}",
            "description": f"{verb.title()} a {noun} by its name.",
            "parameters": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]},
        },
    }
    for verb in ("find", "open", "close", "rename")
    for noun in ("ticket", "project", "note")
]


def _start(out: Path, flags: tuple[str, ...]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "graph.experiments.scale", *flags, "--out", str(out)]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, start_new_session=True)


def test_a_killed_experiment_goes_on_and_ends_with_the_same_results(
    tmp_path: Path, scaled: Path, scale_flags, capsys
) -> None:
    process = _start(tmp_path, scale_flags)
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(b"scale 2/8"):
            os.killpg(process.pid, signal.SIGKILL)
            break
    process.wait()
    process.stderr.close()
    assert not (tmp_path / "scale").exists()
    finished = {path: path.stat().st_mtime_ns for path in tmp_path.glob("runs/*/records.jsonl")}
    assert main(scale.STUDY, [*scale_flags, "--out", str(tmp_path)]) == 0
    said = capsys.readouterr().err
    assert said.count("was there") >= 2
    first = json.loads((tmp_path / "scale" / "results.json").read_bytes())["columns"][0]["runs"]
    assert all(path.stat().st_mtime_ns == time for path, time in finished.items() if path.parent.name in first)
    for name in ("results.json", "results.csv", "results.md"):
        assert (tmp_path / "scale" / name).read_bytes() == (scaled / "scale" / name).read_bytes()


def test_a_finished_experiment_is_read_and_not_made_again(scaled: Path, scale_flags, capsys) -> None:
    before = {path: path.stat().st_mtime_ns for path in scaled.glob("runs/*/*")}
    results = (scaled / "scale" / "results.json").read_bytes()
    assert main(scale.STUDY, [*scale_flags, "--out", str(scaled)]) == 0
    assert capsys.readouterr().err.count("was there") == 8
    assert {path: path.stat().st_mtime_ns for path in scaled.glob("runs/*/*")} == before
    assert (scaled / "scale" / "results.json").read_bytes() == results


def test_a_chosen_arm_is_set_beside_the_reference_and_no_other(scaled: Path, scale_flags, capsys) -> None:
    arm = ("--arm", "3 without verification")
    assert main(scale.STUDY, [*scale_flags, *arm, "--estimate", "--out", str(scaled)]) == 0
    said = capsys.readouterr().out
    assert said.count("each of 2 repeats") == 2
    assert "scale, 1 with verification:" in said
    assert "scale, 3 without verification:" in said


def test_experiments_in_one_folder_share_runs_of_equal_settings() -> None:
    from graph.experiments.scope import Scope

    scope = Scope(Path("out"), 4, 2, 7, {})
    full = next(arm for arm in ablate.ARMS if arm.name == "full, verified")
    eight = next(arm for arm in verifiers.ARMS if arm.name == "eight experts")
    many = next(arm for arm in scale.experiment({}).arms if arm.name == "15 with verification")
    fixed = next(arm for arm in stops.experiment({}).arms if arm.name == "fixed at 15")
    early = next(arm for arm in stops.experiment({}).arms if arm.name == "patience 1")
    builtin = pools.experiment({}).arms[0]
    assert scope.folder(full, 1) == scope.folder(builtin, 1)
    assert scope.folder(many, 1) == scope.folder(fixed, 1)
    assert scope.folder(full, 1) != scope.folder(eight, 1)  # nothing is repaired there
    assert scope.folder(full, 1) != scope.folder(full, 0)
    assert scope.folder(full, 1) != scope.folder(early, 1)
    more = Scope(Path("out"), 400, 2, 7, {"concurrency": 3})
    assert more.folder(full, 1) == scope.folder(full, 1)  # a longer run is the same run, continued


class _Text(HTMLParser):
    """What a browser would find: the elements, and every text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data) -> None:
        self.text += data


def test_what_a_pool_is_called_is_a_name_wherever_it_stands(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    name = "=1|<img src=x onerror='alert(1)'><b>.json"
    Path(name).write_text(json.dumps(TOOLS), encoding="utf-8")
    flags = ("--pool", "builtin", "--pool", name, "--count", "2", "--repeats", "1", "--display", "quiet")
    assert main(pools.STUDY, [*flags, "--out", "out"]) == 0
    page = _Text()
    page.feed(Path("out/index.html").read_text(encoding="utf-8"))
    assert name in page.text
    assert not page.tags & {"img", "b", "script", "link", "iframe", "object"} - {"b"}
    markdown = Path("out/pools/results.md").read_text(encoding="utf-8")
    assert "<img" not in markdown
    assert "=1\\|&lt;img" in markdown
    assert f'\n"\'{name}"' in (csv := Path("out/pools/results.csv").read_text(encoding="utf-8")) or f"\n'{name}" in csv
    for plot in Path("out/pools/plots").glob("*.svg"):
        assert "img" not in {element.tag.split("}")[-1] for element in ElementTree.parse(plot).iter()}


def test_scores_that_lie_in_the_folder_are_on_its_page(tmp_path: Path) -> None:
    score = Score(correct=150, scored=200, cases=200)
    label = "<img src=x> | mine"
    add_row(Row(label=label, model="m", mode="fc", bfcl_eval="1", scores={"base": score}), tmp_path)
    page = _Text()
    page.feed(write_page(tmp_path, ()).read_text(encoding="utf-8"))
    assert "Scores on BFCL" in page.text
    assert all(words in page.text.replace("\n", "") for words in (label, "75.00", "paper: ToolACE-MT", "40.25"))
    assert "img" not in page.tags
    (tmp_path / "bfcl.json").unlink()
    assert "BFCL" not in write_page(tmp_path, ()).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("study", "arguments", "says"),
    [
        (scale.STUDY, ["--count", "0"], "argument --count: '0' is not a whole number above 0"),
        (scale.STUDY, ["--passes", "many"], "--passes 'many': expected a whole number from 0"),
        (stops.STUDY, ["--patience", "0"], "--patience '0': expected a whole number from 1"),
        (ablate.STUDY, ["--arm", "ful, verified"], "has no arm 'ful, verified' (did you mean 'full, verified'?)"),
        (ablate.STUDY, ["--passes", "3"], "--passes is what the arms of this experiment differ in"),
        (ablate.STUDY, ["--accept", "3"], "unknown argument '--accept'"),
        (pools.STUDY, ["--pool", "nowhere.jsonl"], "--pool 'nowhere.jsonl': no such file or folder"),
        (verifiers.STUDY, ["--config", "nowhere.toml"], "cannot read the settings in nowhere.toml"),
        (verifiers.STUDY, ["--flaw-rate", "2"], "--flaw-rate"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line(study: Study, arguments, says: str, refused) -> None:
    assert says in refused(lambda words: main(study, words), *arguments)


def test_a_run_until_so_many_are_kept_is_no_experiment(refused, monkeypatch) -> None:
    monkeypatch.setenv("TOOLACE_ACCEPT", "3")
    said = refused(lambda words: main(scale.STUDY, words), "--passes", "1")
    assert "accept is set, and an experiment makes whole runs of a count here" in said


def test_a_sound_arm_may_be_called_without_the_word_simulated(scaled: Path) -> None:
    result = read_result(scaled / "scale" / "results.json")
    real = result.model_copy(update={"simulated": ()})
    assert "imulated" not in passage(real, "plots").replace("simulated, ", "").replace("writer: simulated", "")
    one = result.model_copy(update={"simulated": ("judge",)})
    assert "Simulated: judge played by a program" in passage(one, "plots")


def test_all_of_them_make_one_page_and_one_chapter(tmp_path: Path) -> None:
    chapter = tmp_path / "docs" / "experiments.md"
    flags = ["--preset", "smoke", "--count", "1", "--repeats", "1", "--display", "quiet"]
    assert all_main([*flags, "--out", str(tmp_path / "out"), "--chapter", str(chapter)]) == 0
    page = _Text()
    page.feed((tmp_path / "out" / "index.html").read_text(encoding="utf-8"))
    text = chapter.read_text(encoding="utf-8")
    for study in STUDIES:
        result = read_result(tmp_path / "out" / study.name / "results.json")
        assert result.title in page.text
        assert f"## {result.title}" in text
        assert {arm.name for arm in study.build({}).arms} == {column.name for column in result.columns}
    compared = read_result(tmp_path / "out" / "compare" / "results.json")
    [calls] = [column.cell("calls_per_candidate") for column in compared.columns if column.name == "mas"]
    assert calls is not None
    [told] = [finding for finding in compared.findings if finding.startswith("A candidate of 'mas' takes")]
    assert f"takes {calls.value.value:.1f} calls, " in told
    assert told.endswith("of them to generate; the paper counts 21.0.")
    pictures = [line.split("](")[1].rstrip(")") for line in text.splitlines() if line.startswith("![")]
    assert all((chapter.parent / picture).is_file() for picture in pictures)
    assert "python -m graph.experiments.all --preset smoke --count 1" in text
