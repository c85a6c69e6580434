"""Requests: templates with their blanks, and descriptions turned into wishes."""

import re
from random import Random

import pytest

from graph.models.simulated.asking import Mentions, Piece, fill_template, reference_to
from graph.models.simulated.dates import phrase_for, resolved
from graph.models.simulated.descriptions import imperative
from graph.models.simulated.request import request
from graph.models.simulated.verbs import in_past, plural, to_you
from graph.models.simulated.wording import for_all
from state.dialogue import Argument, Call
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
        ("", "functions", "get the functions"),
        ("", "iterm_paste_clipboard", "paste the clipboard in iterm"),
        ("[Mail operations] Create a new e-mail", "mail_create_email", "create an e-mail"),
        ("## **Deletes** a dashboard\n\nSee https://example.com", "delete", "delete a dashboard"),
    ],
)  # fmt: skip
def test_a_wild_description_becomes_something_people_ask_for(description, name, wish):
    tool = Tool(name=name, description=description, parameters={"type": "object", "properties": {}})

    assert imperative(tool) == wish


def test_brackets_fall_away_without_their_argument():
    assert fill_template("invite {email}[ at {time}]", {"email": "a@b.org"}, {}) == "invite a@b.org"


@pytest.mark.parametrize(
    ("path", "previous", "words"),
    [
        ("events[0].event_id", ("call_1",), "the first one"),
        ("min_by(events, &price).event_id", ("call_1",), "the cheapest one"),
        ("events[0].event_id", ("call_2",), "the first event"),
        ("event_id", ("call_1",), "it"),
        ("event_id", (), "the appointment you just added"),
    ],
)
def test_a_value_from_a_result_is_meant_by_where_it_stands(path, previous, words):
    argument = Argument(name="event_id", value=None, source=Observed(call="call_1", path=path))

    assert reference_to(argument, None, Mentions(turn=1, previous=previous)) == words


def test_a_value_left_out_takes_its_preposition_along():
    assert fill_template("book a table for {date} at {time}", {"time": "19:00"}, {}) == "book a table at 19:00"


def test_a_value_left_out_leaves_something_vague_behind():
    assert fill_template("make sure the {door} is locked", {}, {}) == "make sure one of the doors is locked"


def test_a_thing_is_named_once_and_then_is_it(spoken):
    tools = {
        name: Tool(name=name, description="", parameters={"type": "object"}, asks=(ask,), executed=True)
        for name, ask in (("get_booking", "look up {booking_reference}"), ("cancel", "cancel {booking_reference}"))
    }
    same = Argument(name="booking_reference", value="QX7LMN", source=Said(turn=1))
    pieces = [Piece(tool, Call(id=name, name=name, arguments=(same,))) for name, tool in tools.items()]

    assert "look up booking QX7LMN and cancel it" in request(pieces, 1, (), Random(1))


def test_calls_of_one_kind_are_asked_for_together():
    tool = Tool(name="lock", description="", parameters={"type": "object"}, asks=("lock the {door}",), executed=True)
    doors = ("front door", "garden gate", "back door")
    pieces = [
        Piece(tool, Call(id=door, name="lock", arguments=(Argument(name="door", value=door, source=Said(turn=1)),)))
        for door in doors
    ]

    assert "lock the front door, the garden gate and the back door" in request(pieces, 1, (), Random(1))


def test_quotation_marks_stay_in_pairs_where_calls_are_joined():
    fills = [lambda text, name=name: text.replace("{n}", name) for name in ("A", "B")]

    assert for_all('delete "{n}" now', re.compile(r"\{n\}"), fills) == 'delete "A" and "B" now'


def test_dates_are_said_in_words_that_resolve_to_them(now):
    for day in range(4, 30):
        date = now.replace(day=day).date()
        assert resolved(phrase_for(date, now, Random(day)), now) == date


@pytest.mark.parametrize(("wish", "report"), [("copy the file", "copied the file"), ("send it", "sent it")])
def test_a_wish_becomes_a_report(wish, report):
    assert in_past(wish) == report


def test_plurals_are_formed():
    assert [plural(noun) for noun in ("repository", "match", "task")] == ["repositories", "matches", "tasks"]


def test_a_wish_is_repeated_to_the_one_who_has_it():
    assert to_you('tell me what "my plan" says about my day') == 'tell you what "my plan" says about your day'
