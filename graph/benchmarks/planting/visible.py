"""What a caller could have read, seen generously: a fault is planted only where even this does not hold the value.

Shares nothing with the rules, which it is there to measure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

_WORDS = {
    "zero": 0, "no": 0, "one": 1, "a": 1, "an": 1, "single": 1, "once": 1, "two": 2, "both": 2, "couple": 2, "pair": 2,
    "twice": 2, "three": 3, "four": 4, "five": 5, "six": 6, "half-dozen": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000, "million": 1_000_000,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "last": -1,
}  # fmt: skip
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NAMED = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_SPOKEN = re.compile(
    rf"(?P<month>{_NAMED}) (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b"
    rf"|\b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month2>{_NAMED})"
    r"|\b\d{4}[-/](?P<month3>\d{1,2})[-/](?P<day3>\d{1,2})"
    r"|\b(?P<month4>\d{1,2})[-/.](?P<day4>\d{1,2})(?:[-/.]\d{2,4})?\b"
    r"|\bthe (?P<day5>\d{1,2})(?:st|nd|rd|th)\b"
)
_SPAN = re.compile(r"\b(\d{1,3}|[a-z]+)[ -](?:more |full |whole )?(day|night|week|month|year)s?\b")
_LENGTHS = {"day": 1, "night": 1, "week": 7, "month": 30, "year": 365}
_STEPS = {"tomorrow": 1, "yesterday": -1, "day after": 2, "next day": 1, "following day": 1, "day before": -1}
_LOOSE = re.compile(r"\b(?:next|this|last|past|coming|following|weekends?|(?:end|start|beginning|middle) of)\b")


@dataclass(frozen=True)
class Visible:
    """All that stood before one's eyes."""

    text: str
    today: date | None = None
    spoken: str = ""
    """What user and assistant said of it: words such as `tomorrow` mean days only there."""

    @cached_property
    def plain(self) -> str:
        """In lower case."""
        return self.text.casefold()

    @cached_property
    def squashed(self) -> str:
        """Letters and digits alone."""
        return squashed(self.text)

    def has(self, value: str) -> bool:
        """Whether it stands there in these very characters, but for case."""
        return value.casefold() in self.plain

    def hints_at(self, value: str) -> bool:
        """Whether its letters and digits stand there in a row, whatever lies between them."""
        return squashed(value) in self.squashed

    @cached_property
    def numbers(self) -> frozenset[float]:
        """Every number in digits or words, and every run of digits."""
        found = {float(match.group().replace(",", "")) for match in _NUMBER.finditer(self.text)}
        found |= {float(run) for run in re.findall(r"\d+", self.text)}
        return frozenset(found | {float(_WORDS[word]) for word in self._words if word in _WORDS})

    def says_number(self, number: float) -> bool:
        """Whether it says this number, its negative, or the percentage that it is."""
        return any(abs(form) in self.numbers for form in (number, round(number * 100, 6), number / 100))

    def rounds_to(self, number: float, unit: float) -> bool:
        """Whether one of its numbers is this one when rounded to such a unit."""
        return any(abs(abs(number) - said) <= unit for said in self.numbers)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(re.findall(r"[a-z]+(?:-dozen)?", self.plain))

    @cached_property
    def _spoken(self) -> frozenset[tuple[int | None, int]]:
        """Days of months, without years; None for a month that is left open."""
        return frozenset(day for match in _SPOKEN.finditer(self.plain) for day in _readings(match))

    def says_date(self, day: date) -> bool:
        """Whether it names this day of the month, in whatever year."""
        return (day.month, day.day) in self._spoken or (None, day.day) in self._spoken

    def could_mean(self, day: date) -> bool:
        """Whether any words could be meant for this day: said, counted from today, or so many days after another."""
        if self.says_date(day) or str(day.day) + " " + _MONTHS[day.month - 1] in self.plain:
            return True
        if _DAYS[day.weekday()] in self.plain or _DAYS[day.weekday()][:3] in self._words:
            return True
        return any(self._lies(day, step) for step in self._steps)

    @cached_property
    def has_loose_dates(self) -> bool:
        """Whether it speaks of time in words that nobody can hold to one day."""
        return _LOOSE.search(self.spoken.casefold()) is not None

    def states_number(self, number: float) -> bool:
        """Whether it has the number by itself: no piece of an id, a date or a time."""
        return any(_NUMBER.fullmatch(token) and float(token.replace(",", "")) == abs(number) for token in self._tokens)

    @cached_property
    def _tokens(self) -> frozenset[str]:
        return frozenset(token.strip(".,") for token in re.split(r"[^\w.,:/#@-]+", self.text))

    @cached_property
    def _steps(self) -> frozenset[int]:
        spoken = self.spoken.casefold()
        steps = {0} | {step for words, step in _STEPS.items() if words in spoken}
        for count, unit in _SPAN.findall(spoken):
            number = int(count) if count.isdecimal() else _WORDS.get(count, 0)
            for much in (number, number - 1, number + 1):
                steps |= {much * _LENGTHS[unit], -much * _LENGTHS[unit]}
        return frozenset(steps)

    def _lies(self, day: date, step: int) -> bool:
        origin = day - timedelta(days=step)
        return origin == self.today or (step != 0 and self.says_date(origin))

    def says_clock(self, clock: str) -> bool:
        """Whether it says a time, in twelve hours or twenty-four."""
        hour, minute = map(int, clock.split(":"))
        return any(self._says_hour(one, minute) for one in {hour, hour % 12, hour % 12 + 12, hour % 12 or 12})

    def _says_hour(self, hour: int, minute: int) -> bool:
        if re.search(rf"(?<!\d)0?{hour}[:.h]?{minute:02}(?!\d)", self.plain):
            return True
        words = [word for word, number in _WORDS.items() if number == hour % 12 or number == hour]
        return (
            (
                minute == 0
                and bool(
                    re.search(rf"(?<![\d.,:])0?{hour}(?![\d:,]|\.\d)", self.plain)
                    or any(
                        word in self._words
                        for word in (*words, *(("noon", "midday", "midnight") if hour % 12 == 0 else ()))
                    )
                )
            )
            or (minute == 30 and "half" in self._words)
            or (minute in (15, 45) and "quarter" in self._words)
        )


def squashed(text: str) -> str:
    """A text's letters and digits, in lower case."""
    return re.sub(r"[\W_]+", "", text.casefold())


def _readings(match: re.Match[str]) -> Iterator[tuple[int | None, int]]:
    found = match.groupdict()
    if day := found["day"] or found["day2"]:
        month = (found["month"] or found["month2"])[:3]
        yield _MONTHS.index(month) + 1, int(day)
    elif found["day3"]:
        yield int(found["month3"]), int(found["day3"])
    elif found["day4"]:
        yield int(found["month4"]), int(found["day4"])
        yield int(found["day4"]), int(found["month4"])
    else:
        yield None, int(found["day5"])
