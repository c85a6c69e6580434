"""Runs and their pages, made once: the simulated model's own dialogues, and one that means harm."""

from datetime import datetime
from pathlib import Path

import pytest

from graph.report.__main__ import main as report
from graph.run import main as run
from state.complexity import Injection
from state.dialogue import Argument, AssistantTurn, Call, Dialogue, Observation, ToolTurn, UserTurn
from state.history import Moment
from state.record import Record
from state.source import Observed, Said
from state.task import Subtask, Task
from state.tool import Tool
from state.verdict import Answer, Finding, Ruling, Verdict

HARM = (
    "<script>window.harmed = 1</script></script><!-- --> <img src=x onerror='window.harmed = 1'> "
    'javascript:window.harmed=1 {{ 7 * 7 }} {% raw %} ${7 * 7} "\u2028\u2029 </textarea></style></svg> &lt;b&gt;'
)


def _harmful() -> Record:
    """A dialogue whose every text tries to be more than text."""
    tool = Tool(name="look_up", description=HARM, parameters={"type": "object", "properties": {HARM: {}}}, domain=HARM)
    calls = (
        Call(
            id="call_1", name="look_up", arguments=(Argument(name=HARM, value=HARM, source=Said(turn=1, quote=HARM)),)
        ),
        Call(
            id="call_2",
            name=HARM,
            arguments=(Argument(name="big", value=2**63 + 1, source=Observed(call="call_1", path=HARM)),),
        ),
    )
    results = (
        Observation(call="call_1", content={"said": HARM, "big": 2**63 + 1}),
        Observation(call="call_2", content=HARM, error=True),
    )
    dialogue = Dialogue(
        system=HARM,
        now=datetime(2026, 1, 1),
        tools=(tool,),
        turns=(
            UserTurn(id=1, subtask=0, text=f"needle {HARM}"),
            AssistantTurn(id=2, subtask=0, text=HARM, calls=calls, learn=False),
            ToolTurn(id=3, subtask=0, observations=results),
            AssistantTurn(id=4, subtask=0, text=HARM),
        ),
    )
    return Record(
        id="d000100",
        index=100,
        seed=1,
        status="rejected",
        reasons=(HARM,),
        raw=HARM,
        simulated=False,
        dialogue=dialogue,
        task=Task(subtasks=(Subtask(goal=HARM, tools=(HARM,), steps=1),)),
        rulings=(
            Ruling(refinement=1, masked=(4,), accepted=False, by="judge", reason=HARM, before=(HARM,), after=(HARM,)),
        ),
        injections=(Injection(complexity="clarification", turn=1, applied=False, reason=HARM),),
        history=(
            Moment(event="skeleton"),
            Moment(event="ruling", number=0),
            Moment(event="injection", number=0),
            Moment(event="verdict", reasons=(HARM,)),
        ),
        findings=(Finding(rule="r", kind=HARM, severity="fatal", turn=2, message=HARM),),
        answers=(Answer(question=HARM, passed=False, reason=HARM),),
        verdict=Verdict(accepted=False, reasons=(HARM,)),
        models={"writer": HARM},
    )


@pytest.fixture(scope="session")
def harm() -> str:
    """Text that tries to be more than text."""
    return HARM


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of the simulated model, with dialogues of every status, a harmful and a failed one among them."""
    place = tmp_path_factory.mktemp("runs") / "first"
    prices = ["--prompt-price", "1", "--completion-price", "2"]
    run(["--count", "12", "--seed", "5", "--flaw-rate", "0.4", *prices, "--out", str(place)])
    failed = Record(id="d000101", index=101, seed=2, status="failed", reasons=(HARM,), simulated=True)
    with (place / "records.jsonl").open("a", encoding="utf-8") as file:
        file.writelines(f"{record.model_dump_json()}\n" for record in (failed, _harmful()))
    return place


@pytest.fixture(scope="session")
def records(folder: Path) -> list[Record]:
    """The records of that run, by number."""
    lines = (folder / "records.jsonl").read_bytes().splitlines()
    return sorted((Record.model_validate_json(line) for line in lines), key=lambda record: record.index)


@pytest.fixture(scope="session")
def page(folder: Path) -> Path:
    """The page of that run."""
    assert report([str(folder)]) == 0
    return folder / "report.html"


@pytest.fixture(scope="session")
def two_runs(folder: Path, records: list[Record], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of that run beside one of a hundred dialogues that all begin alike."""
    many = tmp_path_factory.mktemp("runs") / "second"
    many.mkdir()
    copies = (records[0].model_copy(update={"index": number, "id": f"d{number:06}"}) for number in range(100))
    (many / "records.jsonl").write_text("".join(f"{each.model_dump_json()}\n" for each in copies), encoding="utf-8")
    place = many.parent / "both.html"
    assert report([str(folder), str(many), "--to", str(place), "--dialogues", "160"]) == 0
    return place
