"""How a run shows that it is alive."""

import io

import pytest
from rich.console import Console

from graph.models.notices import Notice
from graph.progress import announcing, echoes, is_live, live_display, no_display
from graph.settings import Settings
from graph.tally import Tally
from state.record import Spent

pytestmark = pytest.mark.usefixtures("empty_place")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.mark.parametrize(
    ("display", "terminal", "live", "echo"),
    [
        ("auto", True, True, False),
        ("auto", False, False, True),
        ("plain", True, False, True),
        ("plain", False, False, True),
        ("quiet", True, False, False),
        ("quiet", False, False, False),
    ],
)
def test_a_terminal_gets_a_moving_line_and_everything_else_json_lines(monkeypatch, display, terminal, live, echo):
    monkeypatch.setattr("sys.stderr", Terminal() if terminal else io.StringIO())
    settings = Settings(display=display)
    assert (is_live(settings), echoes(settings)) == (live, echo)


@pytest.mark.parametrize(("settings", "done"), [({"count": 9}, "3/9"), ({"accept": 5}, "2/5")])
def test_the_line_counts_what_ends_the_run_and_says_simulated(record, settings, done):
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=160, color_system=None, legacy_windows=False)
    tally = Tally()
    tally.add(record(0))
    with live_display(Settings(**settings), tally, console) as show:
        tally.add(record(1))
        tally.add(record(2, "rejected"))
        show(tally)
    last = screen.getvalue().splitlines()[-2]
    assert done in last
    assert "simulated model" in last
    assert "2 accepted  1 rejected  0 failed" in last
    assert "calls/s  2,100 tokens" in last


def test_the_line_of_a_run_that_is_stopping_tells_how_many_are_left(record):
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=160, color_system=None, legacy_windows=False)
    with live_display(Settings(), tally := Tally(), console) as show:
        show(tally, 7)
    assert "stopping, 7 left" in screen.getvalue().splitlines()[-2]


def test_the_line_tells_what_this_session_has_cost(record):
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=160, color_system=None, legacy_windows=False)
    tally = Tally()
    priced = {"usage": {"writer": Spent(calls=5, cost=1.5)}}
    tally.add(record(0).model_copy(update=priced))
    with live_display(Settings(), tally, console) as show:
        tally.add(record(1).model_copy(update=priced))
        show(tally)
    assert "cost 1.50" in screen.getvalue().splitlines()[-2]


@pytest.mark.parametrize(("display", "seen"), [("quiet", "http://x is given up: nobody there\n"), ("plain", "")])
def test_an_endpoints_troubles_are_told_to_those_who_do_not_see_the_log(capsys, display, seen):
    announcing(Settings(display=display))(Notice("given_up", "http://x", "nobody there"))
    assert capsys.readouterr().err == seen


def test_nothing_is_drawn_where_nothing_is_wanted(capsys):
    with no_display() as show:
        show(Tally())
    assert capsys.readouterr() == ("", "")
