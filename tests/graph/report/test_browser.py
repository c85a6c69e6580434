"""The page in a browser: Debian's Chromium, without a window, on the file itself."""

import re
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from state.history import versions
from state.record import Record

CHROMIUM = which("chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here (apt-get install chromium)")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


class Reading:
    """Opens pages, and holds each to silence: no error, no message, no request but for the file itself."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.trouble: list[str] = []

    def open(self, file: Path, fragment: str = "", width: int = 1280, scheme: str = "light") -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
        )
        page = context.new_page()
        page.on("console", lambda message: self.trouble.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.trouble.append(f"error: {error}"))
        page.on("dialog", lambda dialog: self.trouble.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: self._asked(request.url, file))
        page.goto(file.as_uri() + fragment)
        page.locator("html[data-ready=yes]").wait_for(state="attached")
        return page

    def _asked(self, url: str, file: Path) -> None:
        if url.partition("#")[0] != file.as_uri():
            self.trouble.append(f"request: {url}")


@pytest.fixture
def reading(browser: Browser) -> Iterator[Reading]:
    reading = Reading(browser)
    yield reading
    for context in browser.contexts:
        context.close()
    assert reading.trouble == []


def _said(page: Page) -> list[str]:
    return page.locator("#moment .chat > li > .body > .said").all_text_contents()


def _texts(record: Record, step: int) -> list[str]:
    turns = versions(record.dialogue, record.history)[step].turns
    return [turn.text for turn in turns if turn.role != "tool" and turn.text]


def _ids(page: Page) -> list[str]:
    return page.locator("#dialogues b").all_text_contents()


def _long(records: list[Record]) -> Record:
    return max(records[:12], key=lambda record: len(record.history))


def test_it_tells_the_counts(reading: Reading, page: Path, records: list[Record]) -> None:
    shown = reading.open(page)
    kept = sum(record.status == "kept" for record in records)
    assert shown.locator("#kept-1").inner_text() == str(kept)
    rows = dict(row.split("\t")[:2] for row in shown.locator(".glance tbody").inner_text().splitlines())
    assert (rows["Dialogues tried"], rows["Kept"]) == (str(len(records)), str(kept))
    assert shown.locator("#found").inner_text() == f"{len(records)} dialogues"
    assert "not written by a language model" in shown.locator(".notice").first.inner_text()
    assert shown.locator("#dialogue h3 .simulated").inner_text() == "simulated model"
    assert shown.locator(".picture svg").count() >= 12


def test_the_slider_goes_through_the_history(reading: Reading, page: Path, records: list[Record]) -> None:
    record = _long(records)
    last = len(record.history) - 1
    shown = reading.open(page, f"#d={record.id}")
    assert _said(shown) == _texts(record, last)
    shown.locator("#step").focus()
    shown.keyboard.press("Home")
    expect(shown.locator("#step-words")).to_have_text(f"1 of {last + 1} · The skeleton")
    for step in range(last + 1):
        assert _said(shown) == _texts(record, step)
        assert shown.url.endswith(f"#d={record.id}&s={step}") or step == 0
        shown.keyboard.press("ArrowRight")
    verdict = "accepted" if record.verdict.accepted else "rejected"
    assert shown.locator("#step").get_attribute("aria-valuetext") == f"{last + 1} of {last + 1} · Verdict: {verdict}"


def test_a_pass_shows_what_was_masked_and_what_the_judge_said(reading: Reading, page: Path, records) -> None:
    record = _long(records)
    stands = versions(record.dialogue, record.history)
    shown = reading.open(page, f"#d={record.id}&s=0")
    for moment, stood in zip(record.history[1:], stands[1:], strict=True):
        shown.get_by_role("button", name="Later").click()
        if moment.event == "ruling":
            ruling = record.rulings[moment.number]
            masked = shown.locator(".turn-masked").evaluate_all("all => all.map(each => Number(each.dataset.turn))")
            assert set(masked) == set(ruling.masked) & {turn.id for turn in stood.turns}
            assert shown.locator("#step-reason .reason").first.inner_text().strip() == ruling.reason
            refused = [] if ruling.accepted else list(ruling.after)
            assert shown.locator("#step-reason pre").all_text_contents() == refused
            assert shown.locator(".turn-rewritten").count() > 0 or not ruling.accepted


def test_calls_stand_with_what_answers_them(reading: Reading, page: Path) -> None:
    shown = reading.open(page, "#d=d000100")
    cards = shown.locator("#moment .call")
    assert [cards.nth(n).get_attribute("data-call") for n in range(cards.count())] == ["call_1", "call_2"]
    assert "9223372036854775809" in cards.nth(0).locator(".result").inner_text()
    assert cards.nth(1).locator(".result.failed").count() == 1
    assert "2 calls at once" in shown.locator("#moment").inner_text()
    assert shown.locator("#moment .turn-unlearned .mark-unlearned").inner_text() == "not learned"


def test_a_value_tells_where_it_comes_from(reading: Reading, page: Path, records: list[Record]) -> None:
    record, argument = next(
        (record, argument)
        for record in records
        if record.dialogue
        for step in record.dialogue.steps()
        for argument in step.call.arguments
        if argument.source.kind == "date"
    )
    shown = reading.open(page, f"#d={record.id}")
    told = f"the date meant by “{argument.source.phrase}” in turn {argument.source.turn}"
    value = shown.locator("#moment .value").filter(has_text=told).first
    assert not value.locator(".origin").is_visible()
    value.focus()
    assert value.locator(".origin").is_visible()
    cited = shown.locator(f"[data-turn='{argument.source.turn}'] .cited")
    assert cited.locator("mark").inner_text().lower() == argument.source.phrase.lower()
    value.blur()
    assert shown.locator(".cited, mark").count() == 0


def test_searching_and_filtering_narrow_the_list(reading: Reading, page: Path, records: list[Record]) -> None:
    shown = reading.open(page)
    search, listed = shown.get_by_role("searchbox"), shown.locator("#dialogues b")
    search.fill("NEEDLE <script>")
    expect(listed).to_have_text(["d000100"])
    expect(shown.locator("#found")).to_have_text("1 dialogue")
    search.fill("")
    tool = records[0].dialogue.steps()[0].call.name
    for name, option, wanted in (
        ("Status", "rejected", [record for record in records if record.status == "rejected"]),
        ("Complexity", "small talk", [record for record in records if _has_small_talk(record)]),
        ("Tool called", tool, [record for record in records if record.dialogue and _calls(record, tool)]),
    ):
        assert 0 < len(wanted) < len(records)
        choice = shown.get_by_role("combobox", name=name)
        choice.select_option(option)
        expect(listed).to_have_text([record.id for record in wanted])
        choice.select_option("")


def _has_small_talk(record: Record) -> bool:
    return any(each.applied and each.complexity == "non_function_calling" for each in record.injections)


def _calls(record: Record, tool: str) -> bool:
    return tool in {step.call.name for step in record.dialogue.steps()}


def test_an_address_opens_a_dialogue_and_an_unknown_one_is_named(reading: Reading, page: Path, records) -> None:
    record = records[3]
    shown = reading.open(page, f"#d={record.id}&s=1")
    assert shown.locator("#dialogue h3").inner_text().startswith(record.id)
    expect(shown.locator("#step-words")).to_contain_text(f"2 of {len(record.history)}")
    assert shown.locator("#dialogues [aria-current=true] b").inner_text() == record.id
    shown.evaluate("location.hash = '#d=d999999'")
    expect(shown.locator("#trouble")).to_have_text(
        "The address names the dialogue d999999, which this page does not hold."
    )


def test_a_dialogue_is_opened_by_keyboard(reading: Reading, page: Path, records: list[Record]) -> None:
    shown = reading.open(page)
    shown.locator("#called").focus()
    shown.keyboard.press("Tab")
    shown.keyboard.press("Enter")
    expect(shown.locator("#dialogue")).to_be_focused()
    assert shown.url.endswith(f"#d={records[0].id}")


def test_a_harmful_dialogue_is_words_and_nothing_else(reading: Reading, page: Path, harm: str) -> None:
    shown = reading.open(page, "#d=d000100&s=0")
    for number in range(4):
        expect(shown.locator("#step-words")).to_contain_text(f"{number + 1} of 4")
        shown.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        for value in shown.locator("#moment .value").all():
            value.focus()
        assert shown.evaluate("window.harmed === undefined")
        assert shown.locator("#reader").locator("img, svg, script, style, textarea, iframe").count() == 0
        assert shown.locator("a:not([href^='#'])").count() == 0
        assert harm in _said(shown)
        assert harm in shown.locator("#dialogue > header").text_content()
        shown.get_by_role("button", name="Later").click(force=True)


def test_many_dialogues_are_paged_and_runs_told_apart(reading: Reading, two_runs: Path, records) -> None:
    shown = reading.open(two_runs)
    both = len(records) + 80
    expect(shown.locator("#found")).to_have_text(f"{both} dialogues")
    assert f"The first {both} of {len(records) + 100} dialogues" in shown.locator(".reader .hint").first.inner_text()
    assert (len(_ids(shown)), shown.locator("#page-place").inner_text()) == (40, "1 of 3")
    shown.get_by_role("button", name="Next").click()
    assert _ids(shown)[0] == "d000026"
    shown.get_by_role("combobox", name="Run").select_option("first")
    expect(shown.locator("#found")).to_have_text(f"{len(records)} dialogues")
    second = reading.open(two_runs, "#d=d000004&r=2")
    assert _said(second) == _texts(records[0], len(records[0].history) - 1)
    assert second.locator(".outcome").count() == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone_in_light_and_dark(reading: Reading, two_runs: Path, scheme: str) -> None:
    shown = reading.open(two_runs, "#d=d000001&r=2", width=390, scheme=scheme)
    assert shown.evaluate("document.documentElement.scrollWidth") == 390
    ground, ink = (_lightness(shown.locator("body"), name) for name in ("backgroundColor", "color"))
    assert (ground > ink) == (scheme == "light")
    assert abs(ground - ink) > 180


def _lightness(element: Locator, name: str) -> float:
    color = element.evaluate(f"element => getComputedStyle(element).{name}")
    return sum(map(int, re.findall(r"\d+", color)[:3])) / 3
