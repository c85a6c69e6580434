"""Where a dialogue goes next: pure functions of its state. What has no budget is skipped."""

from typing import Literal

from nodes.drafts import drafts
from nodes.masking import waiting
from nodes.play_user import user_turns
from nodes.rules.rule import fatal
from state.budget import Budget
from state.dialogue import AssistantTurn
from state.dialogue_state import DialogueState

Refinement = Literal["inject", "fill", "rule-check", "aggregate"]


def after_initialize(state: DialogueState) -> Literal["initialize", "inject", "fill", "rule-check", "aggregate"]:
    """Come back until the skeleton is complete: every subtask written, calls mended, drafts refilled."""
    return _next(state) if state.settled else "initialize"


def after_inject(state: DialogueState) -> Refinement:
    """Go on with the next injection; where the budget has them alternate, refine after each that took place."""
    refine = state.budget.alternate and state.injections[-1].applied and _may_refine(state)
    return "fill" if refine else _next(state)


def after_fill(state: DialogueState) -> Literal["judge", "inject", "fill", "rule-check", "aggregate"]:
    """A candidate goes to the judge; where rules refused it, the loop goes on."""
    return "judge" if state.candidate is not None else _next(state)


def after_judge(state: DialogueState) -> Refinement:
    """Go round again while there is budget."""
    return _next(state)


def after_rule_check(state: DialogueState) -> Literal["expert-check", "aggregate"]:
    """Experts are not asked about a dialogue that the rules reject anyway."""
    return "aggregate" if fatal(state.findings) else "expert-check"


def after_aggregate(state: DialogueState) -> Literal["fill", "__end__"]:
    """A rejected dialogue is repaired while there is budget, unless all that speaks against it is silence."""
    assert state.verdict is not None
    spent = state.repairs >= state.budget.repairs
    return "__end__" if state.verdict.accepted or spent or _only_silence(state) else "fill"


def _only_silence(state: DialogueState) -> bool:
    """Whether experts gave no answer, and nobody said what is wrong: there is nothing to mend."""
    said = {answer.passed for answer in state.answers}
    return None in said and False not in said and not fatal(state.findings)


def _next(state: DialogueState) -> Refinement:
    if _may_inject(state):
        return "inject"
    if _may_refine(state):
        return "fill"
    return _verified(state)


def _may_inject(state: DialogueState) -> bool:
    wanted = len(state.applied()) < state.wanted
    return state.repairs == 0 and wanted and bool(state.complexities)


def _may_refine(state: DialogueState) -> bool:
    if state.repairs > 0 or state.refinements >= state.budget.passes:
        return bool(drafts(state.draft())) and state.refinements < _most_refinements(state.budget)
    return not (_out_of_patience(state) or _all_refined(state))


def _most_refinements(budget: Budget) -> int:
    """One more than there are passes, and two for each repair: the last may leave a reply without its results."""
    return budget.passes + (budget.passes > 0) + 2 * budget.repairs


def _out_of_patience(state: DialogueState) -> bool:
    patience = state.budget.patience
    if patience is None or state.refinements < patience:
        return False
    return not any(ruling.accepted for ruling in state.rulings if ruling.refinement > state.refinements - patience)


def _all_refined(state: DialogueState) -> bool:
    """Whether every turn was masked as often as it is to be, no fault is left and no reply waits for its results."""
    if drafts(state.draft()) or (state.stages and state.stages[-1].fatal):
        return False
    return not waiting(state.draft(), state.picks, state.budget)


def most_supersteps(budget: Budget) -> int:
    """An upper limit of node runs for one dialogue, for LangGraph's recursion limit."""
    initialize = 2 + 5 * (1 + budget.mends)
    refine = 4 + 2 * _most_refinements(budget)
    verify = 3 * (1 + budget.repairs)
    return initialize + refine + verify + 2


def after_user(state: DialogueState) -> Literal["assistant", "rule-check", "aggregate"]:
    """Baseline: the assistant answers, unless the user wants nothing more."""
    return _verified(state) if state.ended else "assistant"


def after_assistant(state: DialogueState) -> Literal["tool", "user", "rule-check", "aggregate"]:
    """Baseline: calls are answered by tools, replies by the user, as long as they may speak."""
    last = state.draft().turns[-1]
    if isinstance(last, AssistantTurn) and last.calls:
        return "tool"
    return _verified(state) if user_turns(state.draft()) >= state.budget.max_user_turns else "user"


def _verified(state: DialogueState) -> Literal["rule-check", "aggregate"]:
    return "rule-check" if state.budget.verify else "aggregate"


def most_supersteps_played(budget: Budget) -> int:
    """Baseline: the same limit."""
    return 6 + budget.max_user_turns * (2 + 2 * budget.max_steps)
