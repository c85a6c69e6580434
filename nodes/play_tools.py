"""The baseline's tools: what can be run is run, what cannot be is made up by an agent."""

from collections.abc import Callable
from dataclasses import dataclass

from nodes.asking import Asker
from nodes.replay import replay
from nodes.rules.schemas import argument_problems
from prompts.prompt import Prompt
from prompts.wording import SIMULATE
from state.answers import WrittenTurns
from state.brief import ToolBrief
from state.dialogue import AssistantTurn, Call, Dialogue, Observation, ToolTurn
from state.dialogue_state import DialogueState, Update
from state.environment import Pool
from state.model import ChatModel
from state.tool import Tool

Results = dict[str, Observation]
"""By the id of the call."""


@dataclass(frozen=True, slots=True)
class PlayTools:
    """Answer the last calls. No model is asked about a call that is run, or that no tool would have taken."""

    model: ChatModel
    pool: Pool
    prompt: Prompt = SIMULATE["tool"]

    async def __call__(self, state: DialogueState) -> Update:
        """Add one turn with an observation for each call."""
        before = state.draft()
        dialogue = await replay(_with_places(before), self.pool.open(state.seed, before.now))
        *earlier, caller, place = dialogue.turns
        assert isinstance(caller, AssistantTurn)
        assert isinstance(place, ToolTurn)
        tools = dialogue.all_tools()
        refused = _refused(caller.calls, tools)
        known = {observation.call: observation for observation in place.observations} | refused
        update: Update = {}
        if waiting := tuple(c.id for c in caller.calls if c.id not in refused and not tools[c.name].executed):
            brief = ToolBrief(dialogue=dialogue.with_turns((*earlier, caller)), calls=waiting)
            asker = Asker("tool", "tool", self.model, self.prompt)
            answered = await asker.ask(state, brief, WrittenTurns, _reader(waiting))
            known, update = known | answered.value, answered.accounts
        told = place.model_copy(update={"observations": tuple(known[call.id] for call in caller.calls)})
        return {"dialogue": dialogue.with_turns((*earlier, caller, told))} | update


def _with_places(dialogue: Dialogue) -> Dialogue:
    """The dialogue with an empty observation for each of its last calls."""
    caller = dialogue.turns[-1]
    assert isinstance(caller, AssistantTurn)
    places = tuple(Observation(call=call.id, content=None) for call in caller.calls)
    place = ToolTurn(id=dialogue.next_turn_id(), subtask=caller.subtask, observations=places)
    return dialogue.with_turns((*dialogue.turns, place))


def _refused(calls: tuple[Call, ...], tools: dict[str, Tool]) -> Results:
    """What becomes of calls that no runtime would let through. Tools that are run say so themselves."""
    found = {}
    for call in calls:
        tool = tools.get(call.name)
        if tool is None:
            found[call.id] = _error(call, f"unknown tool: {call.name!r}")
        elif not tool.executed and (problems := argument_problems(tool, call.values())):
            path, message = problems[0]
            found[call.id] = _error(call, f"invalid arguments: {f'{path}: ' if path else ''}{message}")
    return found


def _error(call: Call, message: str) -> Observation:
    return Observation(call=call.id, content={"error": message}, error=True)


def _reader(waiting: tuple[str, ...]) -> Callable[[WrittenTurns], Results]:
    def read(written: WrittenTurns) -> Results:
        found = {o.call: o for turn in written.turns for o in turn.observations if o.content is not None}
        if missing := [id for id in waiting if id not in found]:
            raise ValueError(f"observations: nothing was returned for {', '.join(missing)}")
        return {id: found[id] for id in waiting}

    return read
