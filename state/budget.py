"""How much may be spent on one dialogue. Ablations are rows of the table below."""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from state.frozen import Frozen

Method = Literal["toolace-mt", "mas"]
"""How a dialogue is made: a skeleton that is refined, or (the baseline) turn by turn, by agents who talk."""


class Budget(Frozen):
    """The limits of one dialogue."""

    passes: int = Field(default=5, ge=0)
    """Refinements: one fill and at most one judge call each."""
    min_injections: int = Field(default=1, ge=0, le=4)
    max_injections: int = Field(default=3, ge=0, le=4)
    alternate: bool = False
    """Refine after each injection, not only when all are made."""
    repairs: int = Field(default=1, ge=0)
    """How often a rejected dialogue goes back to be mended before it is dropped."""
    masks: int = Field(default=8, ge=1)
    """Turns masked at once, at most; and never more than three in ten."""
    mask_calls: bool = False
    """Mask calls and observations that nobody found at fault, too: where only a copy would be right."""
    rounds: int = Field(default=1, ge=1)
    """Stop refining when every turn was masked this often and no fault is left."""
    patience: int | None = Field(default=None, ge=1)
    """Stop refining after this many passes in a row that changed nothing; None: never."""
    rules_in_loop: bool = True
    """Reject a candidate that breaks a rule without asking the judge."""
    verify: bool = True
    """Check with rules and experts at the end. Otherwise everything is kept."""
    mends: int = Field(default=2, ge=0)
    """How often a call that fails by accident is written anew, with the error in view."""
    max_user_turns: int = Field(default=15, ge=1)
    """Baseline: after so many turns of the user the talk is over."""
    max_steps: int = Field(default=8, ge=1)
    """Baseline: how often the assistant may call tools before it has to reply."""


DEFAULT = Budget()

PRESETS: dict[str, Budget] = {
    "default": DEFAULT,
    "paper": Budget(repairs=0, rules_in_loop=False, alternate=True, masks=3, mask_calls=True),
    "initialize-only": Budget(passes=0, min_injections=0, max_injections=0),
    "no-injection": Budget(min_injections=0, max_injections=0),
    "no-refinement": Budget(passes=0),
    "no-verification": Budget(verify=False, repairs=0),
    "thorough": Budget(passes=15, rounds=3),
    "no-repair": Budget(repairs=0),
}

TALKED: frozenset[str] = frozenset(("default", "paper", "no-verification"))
"""The presets that mean something to the baseline; the others are about what it does not have."""

UNKNOWN_TO: dict[Method, frozenset[str]] = {
    "toolace-mt": frozenset(("max_user_turns", "max_steps")),
    "mas": frozenset(Budget.model_fields) - {"verify", "max_user_turns", "max_steps"},
}
"""The limits that a method has nothing to apply to."""


def misfit(method: Method, preset: str, limits: Iterable[str]) -> str | None:
    """What of this means nothing to the method, and is not to be passed over in silence."""
    if foreign := sorted(UNKNOWN_TO[method] & set(limits)):
        return f"method {method} has nothing that {foreign[0]} could limit; leave it out"
    if method == "mas" and preset not in TALKED:
        return f"preset {preset} is about what method mas does not have; it knows {', '.join(sorted(TALKED))}"
    return None


def without_refinement(budget: Budget) -> Budget:
    """The same for the baseline: what was said is said."""
    return budget.model_copy(update={"passes": 0, "min_injections": 0, "max_injections": 0, "repairs": 0})
