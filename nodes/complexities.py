"""What each complexity needs: which turns suit it, and what its extended turns must be."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from nodes.rules.evidence import holds
from state.complexity import Complexity
from state.dialogue import Argument, AssistantTurn, Call, Dialogue, ToolTurn, Turn, UserTurn
from state.source import Resolved, Said
from state.tool import Tool


@dataclass(frozen=True, slots=True)
class Kind:
    """One complexity: the turns it can take hold of, and the change from a dialogue to an extended one."""

    suits: Callable[[Dialogue, Turn], bool]
    extend: Callable[[Dialogue, int, tuple[Turn, ...], Tool | None], Dialogue]
    """The dialogue (tool awareness: without the tool) with a turn replaced by others; `ValueError` where these
    are not what was asked for."""


def is_request(dialogue: Dialogue, turn: Turn) -> bool:
    """Whether this user turn opens a subtask."""
    if not isinstance(turn, UserTurn):
        return False
    return next(other.id for other in dialogue.turns if other.subtask == turn.subtask) == turn.id


def _suits_clarification(dialogue: Dialogue, turn: Turn) -> bool:
    if not is_request(dialogue, turn):
        return False
    required = {(step.call.id, name) for step in dialogue.steps() if step.tool for name in step.tool.required}
    return bool(taken_from(dialogue, turn.id).keys() & required)


def _suits_tool_awareness(dialogue: Dialogue, turn: Turn) -> bool:
    return is_request(dialogue, turn) and bool(withholdable(dialogue, turn.subtask))


def _suits_error_simulation(dialogue: Dialogue, turn: Turn) -> bool:
    if not isinstance(turn, AssistantTurn) or len(turn.calls) != 1 or not turn.learn:
        return False
    tool = dialogue.tools_at(turn.id).get(turn.calls[0].name)
    # A wrong call of a live tool might do something before anybody sees that it is wrong.
    return tool is not None and bool(tool.required) and (tool.read_only or not tool.live)


def _suits_small_talk(dialogue: Dialogue, turn: Turn) -> bool:
    if not isinstance(turn, AssistantTurn) or turn.calls:
        return False
    return [other for other in dialogue.turns if other.subtask == turn.subtask][-1].id == turn.id


def taken_from(dialogue: Dialogue, id: int) -> dict[tuple[str, str], Said | Resolved]:
    """The sources that cite a user turn, by call id and argument name."""
    return {
        (step.call.id, argument.name): argument.source
        for step in dialogue.steps()
        for argument in step.call.arguments
        if isinstance(argument.source, Said | Resolved) and argument.source.turn == id
    }


def withholdable(dialogue: Dialogue, subtask: int) -> tuple[Tool, ...]:
    """Tools that this subtask needs first of all and no earlier one does: they could arrive only now.

    First of all, because before it has arrived the assistant calls nothing, not even what it could.
    """
    called = [(step.turn, step.call.name) for step in dialogue.steps()]
    before = {name for turn, name in called if turn.subtask < subtask}
    first = next((turn for turn, _ in called if turn.subtask == subtask), None)
    new = {name for turn, name in called if first is not None and turn.id == first.id} - before
    found = tuple(tool for tool in dialogue.tools if tool.name in new)
    return found if len(dialogue.tools) > 1 else ()


def _clarified(dialogue: Dialogue, id: int, turns: tuple[Turn, ...], _: Tool | None) -> Dialogue:
    _expect(turns, ("user", "assistant", "user"))
    extended = recited(_spliced(dialogue, id, turns), turns)
    if not taken_from(extended, turns[2].id):
        raise ValueError("turns: the user's second turn gives no value that was left out of the first")
    return extended


def _made_aware(dialogue: Dialogue, id: int, turns: tuple[Turn, ...], withheld: Tool | None) -> Dialogue:
    _expect(turns, ("user", "assistant", "user"))
    assert withheld is not None
    last = turns[2]
    assert isinstance(last, UserTurn)
    arrived = last.model_copy(update={"offers": (withheld,)})
    return recited(_spliced(dialogue, id, (turns[0], turns[1], arrived)), turns)


def _with_error(dialogue: Dialogue, id: int, turns: tuple[Turn, ...], _: Tool | None) -> Dialogue:
    if len(turns) > 1 and isinstance(turns[-1], ToolTurn):
        turns = turns[:-1]
    if len(turns) == 3 and isinstance(turns[-1], AssistantTurn) and not turns[-1].calls:
        turns = (*turns[:-1], turns[-1].model_copy(update={"calls": _calls_of(dialogue, id)}))
    _expect(turns, ("call", "tool", "call"))
    wrong, failure, right = turns
    assert isinstance(wrong, AssistantTurn)
    assert isinstance(right, AssistantTurn)
    before = dialogue.turn(id)
    assert isinstance(before, AssistantTurn)
    if right.id != id or [call.id for call in right.calls] != [call.id for call in before.calls]:
        raise ValueError(f"turns: the corrected call must be turn {id} and keep its call id")
    if _same(wrong.calls[0], right.calls[0]):
        raise ValueError("turns: the wrong call is the same as the right one")
    mistake = wrong.model_copy(update={"learn": False})
    noticed = before.model_copy(update={"text": right.text})
    return _spliced(dialogue, id, (mistake, failure, noticed))


def _calls_of(dialogue: Dialogue, id: int) -> tuple[Call, ...]:
    turn = dialogue.turn(id)
    return turn.calls if isinstance(turn, AssistantTurn) else ()


def _same(one: Call, other: Call) -> bool:
    return (one.name, one.values()) == (other.name, other.values())


def _with_small_talk(dialogue: Dialogue, id: int, turns: tuple[Turn, ...], _: Tool | None) -> Dialogue:
    added = tuple(turn for turn in turns if turn.id != id)
    _expect(added, ("user", "assistant"))
    return _spliced(dialogue, id, (dialogue.turn(id), *added))


def _expect(turns: Iterable[Turn], shape: tuple[str, ...]) -> None:
    found = tuple("call" if isinstance(t, AssistantTurn) and t.calls else t.role for t in turns)
    if found != shape:
        raise ValueError(f"turns: expected {', '.join(shape)}, found {', '.join(found)}")


def _spliced(dialogue: Dialogue, id: int, turns: tuple[Turn, ...]) -> Dialogue:
    position = dialogue.position(id)
    return dialogue.with_turns(dialogue.turns[:position] + turns + dialogue.turns[position + 1 :])


def recited(dialogue: Dialogue, candidates: Iterable[Turn]) -> Dialogue:
    """The dialogue with each citation of a user turn that lost its value moved to the one that has it now."""
    users = [turn for turn in candidates if isinstance(turn, UserTurn)]
    turns = tuple(_recited_turn(turn, users) for turn in dialogue.turns)
    return dialogue.with_turns(turns)


def _recited_turn(turn: Turn, users: list[UserTurn]) -> Turn:
    """The very same turn where no citation moves; so with its calls and their arguments."""
    if not isinstance(turn, AssistantTurn):
        return turn
    calls = tuple(_recited_call(call, users) for call in turn.calls)
    return turn if calls == turn.calls else turn.model_copy(update={"calls": calls})


def _recited_call(call: Call, users: list[UserTurn]) -> Call:
    arguments = tuple(_recited_argument(argument, users) for argument in call.arguments)
    return call if arguments == call.arguments else call.model_copy(update={"arguments": arguments})


def _recited_argument(argument: Argument, users: list[UserTurn]) -> Argument:
    source = argument.source
    if not isinstance(source, Said | Resolved) or all(source.turn != user.id for user in users):
        return argument
    words = _words(source) or argument.value
    found = next((user.id for user in users if holds(user.text, words)), source.turn)
    if found == source.turn:
        return argument
    return argument.model_copy(update={"source": source.model_copy(update={"turn": found})})


def _words(source: Said | Resolved) -> str | None:
    return source.phrase if isinstance(source, Resolved) else source.quote


KINDS: dict[Complexity, Kind] = {
    "clarification": Kind(_suits_clarification, _clarified),
    "tool_awareness": Kind(_suits_tool_awareness, _made_aware),
    "error_simulation": Kind(_suits_error_simulation, _with_error),
    "non_function_calling": Kind(_suits_small_talk, _with_small_talk),
}
