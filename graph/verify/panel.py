"""Experts for anyone's rows: they are asked where no finding is fatal, and what they object to is found."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from graph.assemble import Closing, model_names, spec_of
from graph.costs import prices_of
from graph.journal.journal import Journal
from graph.journal.journalled import Journalled
from graph.models.notices import Tell
from graph.models.open import open_models
from graph.settings import Settings
from graph.spending import NOTHING, Meter, Watched
from graph.verification import Verifiers, verifiers
from graph.verify.checking import Case, Checked, broken_row
from state.dialogue_state import DialogueState
from state.errors import ENDING, GenerationError, first_error
from state.model import ChatModel
from state.record import Spent
from state.verdict import Answer, Finding, Verdict


@dataclass(slots=True)
class Panel:
    """Those who are asked, and what it took so far."""

    verifiers: Verifiers
    model: ChatModel
    meter: Meter
    seed: int
    asked: int = 0
    """Rows that they were asked about."""
    taken: Spent = NOTHING
    """What these took; the meter also has what is on its way."""

    async def judge(self, found: Checked, place: str) -> Checked:
        """The row with what experts say of it, where it is worth asking. `place` tells it from all others."""
        if found.case is None:
            return found
        try:
            said = await self._objections(found.case, place)
        except (ExceptionGroup, GenerationError) as error:
            first = first_error(error)
            if not isinstance(first, GenerationError) or isinstance(first, ENDING):
                raise first from None
            said = (broken_row("experts_can_be_asked", f"an expert could not be asked: {first}"),)
        finally:
            self.asked += 1
            self.taken += self.meter.close(place, ()).total
        return found._replace(findings=found.findings + said)

    async def _objections(self, case: Case, place: str) -> tuple[Finding, ...]:
        seed = Random(f"{self.seed}:{place}").getrandbits(63)
        state = DialogueState(id=place, seed=seed, dialogue=case.dialogue, task=case.task)
        state = state.model_copy(update=await self.verifiers.expert_check(state))
        verdict = (await self.verifiers.aggregate(state))["verdict"]
        assert isinstance(verdict, Verdict)
        return tuple(finding for answer in state.answers for finding in findings_of(answer, verdict))

    async def close(self) -> None:
        """Close the connections of the model, if it has any."""
        if isinstance(self.model, Closing):
            await self.model.close()


def findings_of(answer: Answer, verdict: Verdict) -> Iterator[Finding]:
    """One for each place of an objection: fatal where the policy rejects the dialogue for it."""
    if answer.passed is True:
        return
    fatal = not verdict.accepted and answer.told() in verdict.reasons
    shown: list[tuple[int | None, str | None]] = [(evidence.turn, evidence.quote) for evidence in answer.evidence]
    for turn, quote in shown or [(turn, None) for turn in answer.turns] or [(None, None)]:
        yield Finding(
            rule=answer.question,
            kind="objection" if answer.objects else "unanswered",
            severity="fatal" if fatal else "soft",
            turn=turn,
            value=quote,
            message=answer.reason if quote is None else f"{answer.reason} ({quote!r})",
        )


def seated(settings: Settings, tell: Tell, journal: Journal) -> Panel:
    """Open the model of the expert, and seat whom the settings ask for; what the journal has is not asked again."""
    model = open_models({"expert": spec_of(settings, "expert")}, tell)["expert"]
    meter = Meter(prices_of(settings), model_names(settings))
    asked = Journalled(Watched(model, meter), journal, meter)
    return Panel(verifiers(settings, asked), model, meter, settings.seed)
