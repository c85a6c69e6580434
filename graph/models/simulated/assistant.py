"""The assistant of the baseline: reads what the user wants off their words and the tools, one turn at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from random import Random

from graph.models.simulated.labels import Mention, ask_for, label_of, meant, mentions
from graph.models.simulated.ledger import Ledger, Value, ledger_of
from graph.models.simulated.novelty import unlike
from graph.models.simulated.phrases import ASK_BACK
from graph.models.simulated.schemas import fits, identifier_like
from graph.models.simulated.telling import tell
from graph.models.simulated.understanding import Wish, wishes
from state.answers import WrittenTurn, WrittenTurns
from state.brief import AssistantBrief
from state.dialogue import Argument, AssistantTurn, Call, Dialogue, Step, UserTurn
from state.source import Observed
from state.tool import Tool

_HELPLESS = (
    "I'm afraid I have nothing at hand that does this.",
    "I'm sorry, but I found no way to do that here.",
    "That is something I have no tool for, I'm afraid.",
    "I looked for a way to do this, and there is none that I could use.",
)
_LEADS = (
    "Before I can do that, there is something I have to know. {}",
    "I need a little more for this. {}",
    "That is quickly done. {}",
    "All right, only one thing is missing. {}",
)
_TRIES = 5


def write_turn(brief: AssistantBrief, random: Random) -> WrittenTurns:
    """Call what can be called, ask for what is missing, or tell what came out."""
    scene = _scene(brief.dialogue)
    todo = tuple(_open_wishes(scene)) if brief.may_call else ()
    calls = next((made for wish in todo if (made := _calls(scene, wish, random))), ())
    if calls:
        return _said(WrittenTurn(role="assistant", calls=tuple(calls)))
    if question := next((asked for wish in todo if (asked := _question(scene, wish, random))), None):
        return _said(WrittenTurn(role="assistant", text=question))
    return _said(WrittenTurn(role="assistant", text=_reply(scene, random)))


def _said(turn: WrittenTurn) -> WrittenTurns:
    return WrittenTurns(turns=(turn,))


@dataclass(frozen=True, slots=True)
class _Scene:
    """What matters for the next turn: the subtask, so far as it has come."""

    dialogue: Dialogue
    tools: dict[str, Tool]
    said: str
    """By the user, in this subtask."""
    mentions: tuple[Mention, ...]
    steps: tuple[Step, ...]
    """Of this subtask."""
    asked: str
    """All that the assistant has said in it."""
    ledger: Ledger

    def replies(self) -> list[str]:
        """Everything that the assistant has said so far."""
        return [turn.text for turn in self.dialogue.turns if isinstance(turn, AssistantTurn) and turn.text]

    def tried(self, name: str) -> list[Step]:
        """The calls of this tool."""
        return [step for step in self.steps if step.call.name == name]


def _scene(dialogue: Dialogue) -> _Scene:
    subtask = dialogue.turns[-1].subtask
    here = [turn for turn in dialogue.turns if turn.subtask == subtask]
    users = [turn for turn in here if isinstance(turn, UserTurn)]
    replies = [turn.text or "" for turn in here if isinstance(turn, AssistantTurn)]
    steps = tuple(step for step in dialogue.steps() if step.turn.subtask == subtask)
    ledger = ledger_of(dialogue, ())
    ledger.since = len(ledger.outputs) - len(steps)
    return _Scene(
        dialogue=dialogue,
        tools=dialogue.all_tools(),
        said=" ".join(turn.text for turn in users),
        mentions=tuple(mention for turn in users for mention in mentions(turn.id, turn.text)),
        steps=steps,
        asked=" ".join(replies),
        ledger=ledger,
    )


def _open_wishes(scene: _Scene) -> Iterator[Wish]:
    """What the user wants, without what was done or has failed."""
    labels = {mention.label for mention in scene.mentions}
    for wish in wishes(scene.said, labels, scene.tools):
        tried = scene.tried(wish.tool.name)
        # A slip of one's own is put right, once; what was refused for good reason is not asked again.
        slipped = len(tried) == 1 and _failed(tried[0]) and _was_garbled(tried[0])
        if not tried or slipped:
            yield wish


def _failed(step: Step) -> bool:
    return step.observation is not None and step.observation.error


def _was_garbled(step: Step) -> bool:
    """Whether the tool could not even read the call."""
    return step.tool is not None and not fits(step.call.values(), step.tool.parameters, step.tool.parameters)


def _calls(scene: _Scene, wish: Wish, random: Random) -> list[Call]:
    """The calls that fulfil a wish; none where something is missing, or one would repeat another."""
    tool = wish.tool
    ways = {name: _ways(scene, tool, name, random) for name in tool.properties}
    if any(not ways[name] for name in tool.required if name in ways) or set(tool.required) - ways.keys():
        return []
    given = {name: found for name, found in ways.items() if found}
    chosen = list(product(*given.values())) if sum(len(found) > 1 for found in given.values()) < 2 else []
    chosen = chosen or [tuple(found[0] for found in given.values())]
    number = scene.dialogue.next_call_number()
    return [Call(id=f"call_{number + place}", name=tool.name, arguments=way) for place, way in enumerate(chosen[:3])]


def _ways(scene: _Scene, tool: Tool, name: str, random: Random) -> list[Argument]:
    """Every value that this parameter may have: what the user said under its name, else what a result gives."""
    heard = [mention for mention in scene.mentions if mention.label == label_of(name)]
    if heard:
        found = {mention.words: meant(tool, name, mention, scene.dialogue.now) for mention in heard}
        latest = heard[-1].turn
        fresh = [read for mention, read in zip(heard, found.values(), strict=False) if mention.turn == latest]
        return [Argument(name=name, value=read.value, source=read.source) for read in fresh or found.values()]
    linked = scene.ledger.link(tool, name, random) if name in tool.required else None
    if isinstance(linked, Observed):
        return [Argument(name=name, value=None, source=linked)]
    return _again(scene, name) if isinstance(linked, Value) else []


def _again(scene: _Scene, name: str) -> list[Argument]:
    """The argument of this name in the last call that had one."""
    calls = [step.call for step in scene.dialogue.steps()]
    return [argument for call in calls for argument in call.arguments if argument.name == name][-1:]


def _question(scene: _Scene, wish: Wish, random: Random) -> str | None:
    """Ask for what is missing, once; nobody is asked for what only a system could know."""
    tool = wish.tool
    missing = [name for name in tool.required if name in tool.properties and not _ways(scene, tool, name, random)]
    if not missing or wish.optional or (tool.executed and any(map(identifier_like, missing))):
        return None
    asked = ask_for(tool, missing)
    if asked in scene.asked or any(f"the {label_of(name)}" in scene.asked for name in missing):
        return None
    leads = random.sample((*ASK_BACK, *_LEADS), len(ASK_BACK) + len(_LEADS))
    return unlike((lead.format(_capital(asked)) for lead in leads), scene.replies())


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _reply(scene: _Scene, random: Random) -> str:
    steps = _untold(scene)
    told = (tell(steps, scene.tools, random) for _ in range(_TRIES))
    return unlike(told if steps else random.sample(_HELPLESS, len(_HELPLESS)), scene.replies())


def _untold(scene: _Scene) -> Sequence[Step]:
    """The steps since the assistant last spoke without calling."""
    turns = scene.dialogue.turns
    spoken = [place for place, turn in enumerate(turns) if isinstance(turn, AssistantTurn) and not turn.calls]
    later = {turn.id for turn in turns[spoken[-1] + 1 if spoken else 0 :]}
    return [step for step in scene.dialogue.steps() if step.turn.id in later]
