"""What is planted is found."""

from pathlib import Path
from random import Random

from graph.benchmarks.curation import Planting, measure, quotes_of, report
from graph.benchmarks.rewording import reworded
from graph.curation.words import spoken_texts, words_of
from graph.run import main as run
from state.dialogue import AssistantTurn, Dialogue, UserTurn

# Where they are not here, nothing is quoted.
DIALOGUES = Path(__file__).parents[4] / "shared" / "data" / "dialogues"


def test_one_word_in_ten_is_changed_and_numbers_and_calls_stay(sound: Dialogue) -> None:
    spoken = " ".join(f"word{'abcdefghij'[n % 10]} {n}" for n in range(1000))
    turns = (UserTurn(id=1, subtask=0, text=spoken), AssistantTurn(id=2, subtask=0, text=spoken), *sound.turns)
    changed = reworded(sound.with_turns(turns), Random(1))
    assert changed.steps() == sound.with_turns(turns).steps()
    (before, *_), (after, *_) = ([*spoken_texts(one)] for one in (sound.with_turns(turns), changed))
    assert [word for word in words_of(before) if word.isdigit()] == [word for word in words_of(after) if word.isdigit()]


def test_copies_and_quotes_are_found_and_nothing_else_is_removed(tmp_path: Path) -> None:
    run(["--count", "20", "--out", str(tmp_path / "made"), "--display", "quiet"])
    (tmp_path / "planted").mkdir()
    planting = Planting(quotes_of(DIALOGUES), 0.1, Random(1))
    planting.write([tmp_path / "made"], tmp_path / "planted")
    found = measure(planting, tmp_path / "planted", tmp_path / "curated")
    assert planting.copies
    assert (found.copies, found.originals) == (len(planting.copies), 0)
    assert found.quoting == len(planting.quoting)
    assert "100.0%" in report(planting, found)
