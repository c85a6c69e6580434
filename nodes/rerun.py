"""Observations against execution: what a call is said to have returned, and what it returns when it is run."""

from nodes.replay import replay
from state.dialogue import Dialogue
from state.environment import Environment
from state.verdict import Finding


async def disagreements(dialogue: Dialogue, environment: Environment) -> tuple[Finding, ...]:
    """Run the calls of tools that run, from the start in a fresh environment, and compare.

    Not a rule: a rule knows nothing but the dialogue. Within the pipeline observations come from a replay, so they
    agree; this is for dialogues that have been stored since.
    """
    played = await replay(dialogue, environment)
    return tuple(
        Finding(
            rule="observations_are_what_running_returns",
            kind="observation_mismatch",
            severity="fatal",
            turn=told.turn.id,
            path=told.call.id,
            value=told.observation.content,
            message=f"running {told.call.name} returns {run.observation.content!r:.200}",
        )
        for told, run in zip(dialogue.steps(), played.steps(), strict=True)
        if told.observation and run.observation and told.observation != run.observation
    )
