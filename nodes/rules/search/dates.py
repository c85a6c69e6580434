"""Dates in calls: written in the dialogue, counted from today, or moved from a date that was spoken of."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from nodes.rules.rule import Complaints, rule
from nodes.rules.search.asked import Asked, is_tied, of_kind
from nodes.rules.search.days import Day, anchors, as_dates, days, months, ordinals, read_date, without_days
from nodes.rules.search.leaves import all_leaves, words_of
from nodes.rules.search.phrases import has_relative_words, shifts, spans
from nodes.rules.search.records import record
from nodes.rules.search.seen import Piece, Seen, searchable
from state.dialogue import Dialogue
from state.remember import remembered

_A_YEAR = 370
_A_MONTH = 62
_LONG = 27
_AFTER_MIDNIGHT = re.compile(r"[T ]0[0-5]:(?!(?<=00:)00)\d\d")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIRST = frozenset(("start", "begin", "from", "since", "after"))
_LAST = frozenset(("end", "to", "until", "till", "before", "finish"))
_ENDS = _FIRST | _LAST


@rule("wrong_date")
def dates_in_calls_were_meant(dialogue: Dialogue) -> Complaints:
    """A date in a call stands in the dialogue, or follows from its words and from what it calls today."""
    for one in of_kind(dialogue, "date"):
        evidence = Evidence(one)
        readings = [day for read in read_date(str(one.value)) for day in as_dates(read)]
        if _AFTER_MIDNIGHT.search(str(one.value)):
            readings += [day - timedelta(1) for day in readings]
        if any(evidence.supports(day) for day in readings):
            continue
        if not readings and one.seen.was_told(searchable(str(one.value)), one.position):
            continue
        if one.is_offered() or evidence.has_in_full(str(one.value)):
            continue
        waiting = next((other for day in readings if (other := evidence.waits(day))), None)
        if not evidence.today and evidence.is_relative() and not waiting:
            message = f"{one.value!r} cannot be checked: the dialogue does not say what day it is"
            yield one.complaint(message, severity="soft")
        else:
            yield one.complaint(f"nothing in the dialogue leads to the date {one.value!r}")


class Evidence:
    """What a dialogue says of days before a call."""

    def __init__(self, one: Asked) -> None:
        """Collect what is cheap; the rest is worked out when it is asked for."""
        self.one = one
        self.users = [piece.text for piece in one.users()]
        self.told = [*(piece.text for piece in one.seen.before(one.position, "system")), *self.users]
        self.today = anchors(self.told)

    def supports(self, day: date) -> bool:
        """Whether a date is among what was said, returned or meant."""
        return (
            self._is_written(day)
            or self._is_returned(day)
            or self._is_counted(day)
            or self._is_edge(day)
            or self._is_moved(day)
            or (day in self.today and not any(map(days, self.users)))
        )

    def waits(self, day: date) -> Day | None:
        """A date near this one that the user wrote, and no call uses."""
        used = _used_days(self.one.seen)
        written = (each for piece in self.one.wishes() for each in days(piece.text))
        unused = (each for each in written if not any(each.is_same(other) for other in used))
        return next((each for each in unused if self._is_close(each, day)), None)

    def _is_close(self, written: Day, day: date) -> bool:
        year = written.year or day.year
        return any(abs((day - each).days) <= _A_MONTH for each in as_dates(written._replace(year=year)))

    def has_in_full(self, value: str) -> bool:
        """Whether a user wrote a time stamp out: it says what is wanted, and not what day it is."""
        return len(value) > len("2024-05-15") and any(value in text for text in self.users)

    def is_relative(self) -> bool:
        """Whether a user speaks of days that have to be counted from today."""
        return any(map(has_relative_words, self.users))

    def _is_written(self, day: date) -> bool:
        written = (each for text in self.told for each in days(text) if each.is_same(day))
        if any(self._is_near(each, day) and not self._is_today(each) for each in written):
            return True
        named = (each for text in self.users for each in ordinals(text))
        return any(each.is_same(day) for each in named) and self._is_this_month(day)

    def _is_near(self, written: Day, day: date) -> bool:
        """A date without a year is one of this year's, or of the next twelve months."""
        if written.year is not None or not self.today:
            return True
        return any(abs((day - today).days) <= _A_YEAR for today in self.today)

    def _is_today(self, written: Day) -> bool:
        """Whether a date only says what day it is."""
        return written.year is not None and any(written.is_same(today) for today in self.today)

    def _is_this_month(self, day: date) -> bool:
        spoken = (each for text in self.told for written in days(text) for each in as_dates(written))
        return not self.today or any(abs((day - each).days) <= _A_MONTH for each in (*self.today, *spoken))

    def _is_returned(self, day: date) -> bool:
        return any(day == each for each in self._returned(day))

    def _returned(self, *wanted: date) -> Iterator[date]:
        """Those of some dates that results hold together with the other values of the call."""
        ties = self.one.ties()
        for piece in self.one.results():
            for day in wanted:
                if _may_hold(piece, day) and any(
                    is_tied(record(piece), place, ties) for place in record(piece).days.get(day, ())
                ):
                    yield day

    def _is_counted(self, day: date) -> bool:
        """Whether words count to it from today; where a long time is meant, its ends are."""
        for span in (span for today in self.today for text in self.users for span in spans(text, today)):
            long = (span.last - span.first).days >= _LONG and words_of(self.one.leaf.name) & _ENDS
            if day in (span.first, span.last) or (not long and span.has(day)):
                return True
        return False

    def _is_edge(self, day: date) -> bool:
        """The first or last day of a month that was named without a day, as far as the field's name allows it."""
        name = words_of(self.one.leaf.name)
        first = day.day == 1 and not name & _LAST
        last = (day + timedelta(1)).day == 1 and not name & _FIRST
        return (first or last) and any(month.has(day) for text in self.told for month in months(without_days(text)))

    def _is_moved(self, day: date) -> bool:
        """A number of days that a user speaks of away from a date that was spoken of, or is in the same call."""
        moves = {move for text in self.users for move in shifts(text)}
        bases = {day - timedelta(move) for move in moves}
        if not bases:
            return False
        spoken = {each for text in self.told for written in days(text) for each in as_dates(written)}
        spoken -= set(self.today)
        spoken |= {each for other in self._other_dates() for each in as_dates(other)}
        return bool(bases & spoken) or any(True for _ in self._returned(*bases))

    def _other_dates(self) -> Iterator[Day]:
        for value in self.one.others():
            if isinstance(value, str):
                yield from days(value)


def _may_hold(piece: Piece, day: date) -> bool:
    """Whether a result has a date, as far as a glance tells: one that writes dates as machines do has it so."""
    return day.isoformat() in piece.whole or (str(day.day) in piece.whole and not _ISO.search(piece.whole))


@remembered
def _used_days(seen: Seen) -> frozenset[date]:
    """Every date in the arguments of a dialogue."""
    texts = (leaf.value for step in seen.steps for leaf in all_leaves(step.call) if isinstance(leaf.value, str))
    return frozenset(each for text in texts for day in days(text) for each in as_dates(day))
