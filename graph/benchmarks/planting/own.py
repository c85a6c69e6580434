"""Our own dialogues as planters see them: every argument states its source."""

import asyncio
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from pydantic import JsonValue

from graph.benchmarks.planting.sources import plausible_source
from graph.benchmarks.planting.specimen import Arguments, Heard, Made, Planted
from graph.tools.builtin.pool import BuiltinPool
from nodes.rerun import disagreements
from nodes.rules.catalogue import RULES
from nodes.rules.rule import check
from state.dialogue import Argument, AssistantTurn, Call, Dialogue, Observation, Step, ToolTurn, Turn, UserTurn
from state.remember import remembered
from state.verdict import Finding

_POOL = BuiltinPool()
_SYSTEM = -1
"""Stands for the system text, which is no turn and has no id."""


@dataclass(frozen=True)
class OwnSpecimen:
    """One dialogue of a run."""

    source: str
    id: str
    dialogue: Dialogue
    seed: int
    """Of the dialogue: the world that its tools ran in grows from it."""

    @property
    def today(self) -> date:
        """The day inside the dialogue."""
        return self.dialogue.now.date()

    @remembered
    def check(self) -> tuple[Finding, ...]:
        """What the rules find, and where observations are not what the built-in tools return."""
        return (*check(self.dialogue, RULES), *self._disagreements())

    def _disagreements(self) -> tuple[Finding, ...]:
        executed = {tool.name for tool in self.dialogue.all_tools().values() if tool.executed}
        if not executed or not executed <= {tool.name for tool in _POOL.tools}:
            return ()
        return asyncio.run(disagreements(self.dialogue, _POOL.open(self.seed, self.dialogue.now)))

    @remembered
    def heard(self) -> Sequence[Heard]:
        """The system text and all turns."""
        return [Heard(_SYSTEM, "system", self.dialogue.system), *map(_heard, self.dialogue.turns)]

    @remembered
    def definitions(self) -> str:
        """Names, descriptions and schemas, those that come later included."""
        return "\n".join(
            f"{tool.name} {tool.description} {_json(tool.parameters)}" for tool in self.dialogue.all_tools().values()
        )

    def tool_names(self) -> frozenset[str]:
        """All that are ever on offer."""
        return frozenset(self.dialogue.all_tools())

    @remembered
    def made(self) -> Sequence[Made]:
        """All calls of known tools."""
        return [self._made(step) for step in self.dialogue.steps()]

    def _made(self, step: Step) -> Made:
        turn, call, seen = step.turn, step.call, step.observation
        return Made(
            turn=turn.id,
            number=turn.calls.index(call),
            id=call.id,
            tool=call.name,
            arguments=call.values(),
            schema=step.tool.parameters if step.tool else {},
            learn=turn.learn,
            answered_in=self._following(turn).id if seen else None,
            result=seen.content if seen else None,
            failed=bool(seen and seen.error),
            returns=step.tool.returns if step.tool else None,
            executed=bool(step.tool and step.tool.executed),
            does=step.tool.description if step.tool else "",
        )

    def _following(self, turn: Turn) -> Turn:
        return self.dialogue.turns[self.dialogue.position(turn.id) + 1]

    def _with(self, turns: Sequence[Turn]) -> "OwnSpecimen":
        return replace(self, dialogue=self.dialogue.with_turns(tuple(turns)))

    def _with_turn(self, id: int, **changes: object) -> "OwnSpecimen":
        turns = (turn.model_copy(update=changes) if turn.id == id else turn for turn in self.dialogue.turns)
        return self._with(tuple(turns))

    def _with_call(self, made: Made, **changes: object) -> "OwnSpecimen":
        calls = list(self._caller(made).calls)
        calls[made.number] = calls[made.number].model_copy(update=changes)
        return self._with_turn(made.turn, calls=tuple(calls))

    def _caller(self, made: Made) -> AssistantTurn:
        turn = self.dialogue.turn(made.turn)
        assert isinstance(turn, AssistantTurn)
        return turn

    def _call(self, made: Made) -> Call:
        return self._caller(made).calls[made.number]

    def with_arguments(self, made: Made, arguments: Arguments, random: Random) -> "OwnSpecimen":
        """What is new or other gets a source that a model could name for it."""
        before = {argument.name: argument for argument in self._call(made).arguments}
        fresh = tuple(self._argument(made, before.get(name), name, value, random) for name, value in arguments.items())
        return self._with_call(made, arguments=fresh)

    def _argument(self, made: Made, old: Argument | None, name: str, value: JsonValue, random: Random) -> Argument:
        if old is not None and old.value == value and type(old.value) is type(value):
            return old
        source = plausible_source(self.dialogue, made.turn, old, value, random)
        return Argument(name=name, value=value, source=source)

    def with_raw_arguments(self, made: Made, text: str) -> None:
        """Arguments are a list of nouns here: broken JSON is refused where a record is read."""

    def with_tool(self, made: Made, name: str) -> "OwnSpecimen":
        """In the call; observations do not repeat the name."""
        return self._with_call(made, name=name)

    def with_text(self, turn: int, text: str) -> "OwnSpecimen":
        """For a turn of user or assistant."""
        return self._with_turn(turn, text=text)

    def with_result(self, made: Made, result: JsonValue) -> "OwnSpecimen":
        """For the call's observation."""
        return self._with_observations(made, lambda seen: [seen.model_copy(update={"content": result})])

    def without_result(self, made: Made) -> "OwnSpecimen":
        """Its turn stays, with the other observations."""
        return self._with_observations(made, lambda seen: [])

    def with_orphan(self, made: Made) -> "OwnSpecimen":
        """For a call id that nobody used."""
        return self._with_observations(made, lambda seen: [seen, seen.model_copy(update={"call": "call_999"})])

    def _with_observations(self, made: Made, change: Callable[[Observation], list[Observation]]) -> "OwnSpecimen":
        assert made.answered_in is not None
        turn = self.dialogue.turn(made.answered_in)
        assert isinstance(turn, ToolTurn)
        changed = [o for seen in turn.observations for o in (change(seen) if seen.call == made.id else [seen])]
        return self._with_turn(turn.id, observations=tuple(changed))

    def without_value(self, value: str, before: int, instead: str) -> "OwnSpecimen":
        """In texts and in observations; arguments before stay as they are."""
        position = self.dialogue.position(before)
        turns = self.dialogue.turns
        return self._with((*(_without(turn, value, instead) for turn in turns[:position]), *turns[position:]))

    def without_call(self, made: Made) -> tuple["OwnSpecimen", int]:
        """With its turns, where nothing is left in them. Ids stay, so nothing moves."""
        fresh = self.without_result(made)
        calls = tuple(call for call in self._caller(made).calls if call.id != made.id)
        emptied = {made.turn, made.answered_in} if not calls else set()
        fresh = fresh._with_turn(made.turn, calls=calls)
        return fresh._with([turn for turn in fresh.dialogue.turns if turn.id not in emptied]), 0

    def with_call_again(self, made: Made) -> tuple["OwnSpecimen", int]:
        """A turn of its own, after the observations."""
        assert made.answered_in is not None
        end = self.dialogue.position(made.answered_in) + 1
        turn, id = self.dialogue.next_turn_id(), f"call_{self.dialogue.next_call_number()}"
        subtask = self._caller(made).subtask
        again = self._call(made).model_copy(update={"id": id})
        seen = Observation(call=id, content=made.result, error=made.failed)
        turns = (
            *self.dialogue.turns[:end],
            AssistantTurn(id=turn, subtask=subtask, calls=(again,)),
            ToolTurn(id=turn + 1, subtask=subtask, observations=(seen,)),
            *self.dialogue.turns[end:],
        )
        return self._with(turns), turn

    def joined(self, first: Made, second: Made) -> "OwnSpecimen | None":
        """The observations are joined too; the second turns go."""
        places = [self.dialogue.position(made.turn) for made in (first, second)]
        if places[1] != places[0] + 2 or len(self._caller(second).calls) != 1:
            return None
        one, other = (self.dialogue.turns[place + 1] for place in places)
        assert isinstance(one, ToolTurn)
        assert isinstance(other, ToolTurn)
        fresh = self._with_turn(first.turn, calls=(*self._caller(first).calls, self._call(second)))
        fresh = fresh._with_turn(one.id, observations=(*one.observations, *other.observations))
        return fresh._with([turn for turn in fresh.dialogue.turns if turn.id not in (second.turn, other.id)])

    def with_offers_later(self) -> Planted | None:
        """The offer moves to the next user turn after the call, or is taken back where there is none."""
        for turn in self.dialogue.turns:
            if isinstance(turn, UserTurn) and turn.offers:
                names = {tool.name for tool in turn.offers}
                first = next((step.turn for step in self.dialogue.steps() if step.call.name in names), None)
                if first is not None:
                    return Planted(self._with_offer_after(turn, first), frozenset({first.id}))
        return None

    def _with_offer_after(self, early: UserTurn, call: AssistantTurn) -> "OwnSpecimen":
        fresh = self._with_turn(early.id, offers=())
        after = self.dialogue.turns[self.dialogue.position(call.id) :]
        late = next((turn for turn in after if isinstance(turn, UserTurn)), None)
        return fresh._with_turn(late.id, offers=(*late.offers, *early.offers)) if late else fresh


def _heard(turn: Turn) -> Heard:
    if isinstance(turn, UserTurn):
        return Heard(turn.id, "user", turn.text)
    if isinstance(turn, ToolTurn):
        return Heard(turn.id, "tool", "\n".join(_json(seen.content) for seen in turn.observations))
    calls = (_json(call.values()) for call in turn.calls)
    return Heard(turn.id, "assistant", "\n".join(filter(None, (turn.text, *calls))), bool(turn.calls))


def _json(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _without(turn: Turn, value: str, instead: str) -> Turn:
    pattern = re.compile(re.escape(value), re.IGNORECASE)
    if isinstance(turn, ToolTurn):
        changed = (
            seen.model_copy(update={"content": _put(seen.content, pattern, instead)}) for seen in turn.observations
        )
        return turn.model_copy(update={"observations": tuple(changed)})
    return turn.model_copy(update={"text": pattern.sub(instead, turn.text) if turn.text else turn.text})


def _put(content: JsonValue, pattern: re.Pattern[str], instead: str) -> JsonValue:
    if isinstance(content, dict):
        return {pattern.sub(instead, key): _put(inner, pattern, instead) for key, inner in content.items()}
    if isinstance(content, list):
        return [_put(inner, pattern, instead) for inner in content]
    return pattern.sub(instead, content) if isinstance(content, str) else content
