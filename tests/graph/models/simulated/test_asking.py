"""Requests: templates with their blanks, and descriptions turned into wishes."""

from random import Random

import pytest

from graph.models.simulated.asking import fill_template
from graph.models.simulated.dates import phrase_for, resolved
from graph.models.simulated.descriptions import imperative
from graph.models.simulated.verbs import in_past, plural
from state.dialogue import Argument
from state.source import Observed, Said
from state.tool import Tool


@pytest.mark.parametrize(
    ("description", "name", "wish"),
    [
        ("Search the web using Exa AI - performs real-time searches", "web_search", "search the web using Exa AI"),
        ("Returns the standard page object.", "get-page", "show me the standard page object"),
        ("Retrieves a specific issue by its ID", "get_issue", "retrieve an issue"),
        ("A tool that Lists all of the user's playlists", "playlists", "list all of my playlists"),
        ("获取指定容器的日志", "get_container_logs", "get container logs"),
        ("", "functions", "use the functions tool"),
        ("## **Deletes** a dashboard\n\nSee https://example.com", "delete", "delete a dashboard"),
    ],
)  # fmt: skip
def test_a_wild_description_becomes_something_people_ask_for(description, name, wish):
    tool = Tool(name=name, description=description, parameters={"type": "object", "properties": {}})

    assert imperative(tool) == wish


def test_brackets_fall_away_without_their_argument():
    given = {"email": Argument(name="email", value="a@b.org", source=Said(turn=1))}

    assert fill_template("invite {email}[ at {time}]", {"email": "a@b.org"}, given) == "invite a@b.org"


def test_an_observed_value_is_named_by_the_words_after_the_bar():
    source = Observed(call="call_1", path="events[0].event_id")
    given = {"event_id": Argument(name="event_id", value=None, source=source)}

    assert fill_template("cancel {event_id|the first one}", {}, given, previous="call_1") == "cancel the first one"
    assert fill_template("cancel {event_id|the first one}", {}, given, previous="call_2") == "cancel the first event"


def test_a_value_left_out_takes_its_preposition_along():
    assert fill_template("book a table for {date} at {time}", {"time": "19:00"}, {}) == "book a table at 19:00"


def test_a_value_left_out_takes_its_article_along():
    assert fill_template("make sure the {door} is locked", {}, {}) == "make sure a door is locked"


def test_dates_are_said_in_words_that_resolve_to_them(now):
    for day in range(4, 30):
        date = now.replace(day=day).date()
        assert resolved(phrase_for(date, now, Random(day)), now) == date


@pytest.mark.parametrize(("wish", "report"), [("copy the file", "copied the file"), ("send it", "sent it")])
def test_a_wish_becomes_a_report(wish, report):
    assert in_past(wish) == report


def test_plurals_are_formed():
    assert [plural(noun) for noun in ("repository", "match", "task")] == ["repositories", "matches", "tasks"]
