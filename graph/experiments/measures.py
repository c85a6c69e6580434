"""What is measured of an arm: a table of ratios between two quantities of its dialogues."""

from typing import Literal, NamedTuple

Unit = Literal["dialogues", "repeats"]
"""What is resampled for an interval."""


class Measure(NamedTuple):
    """One number of an arm: the sum of one quantity over the sum of another."""

    name: str
    title: str
    part: str
    whole: str
    form: str = ".2f"
    unit: Unit = "dialogues"


def _amount(name: str, title: str, form: str) -> tuple[Measure, Measure]:
    """What is spent, for each dialogue that was tried and for each that was kept."""
    return (
        Measure(f"{name}_per_candidate", f"{title} per candidate", name, "candidates", form),
        Measure(f"{name}_per_kept", f"{title} per kept dialogue", name, "kept", form),
    )


def _shape(name: str, title: str, form: str, whole: str = "dialogues") -> tuple[Measure, Measure]:
    """What dialogues are like, all that were finished and those that were kept."""
    return (
        Measure(name, f"{title}, of candidates", name, whole, form),
        Measure(f"{name}_kept", f"{title}, of kept dialogues", f"{name}_kept", f"{whole}_kept", form),
    )


NODES = ("initialize", "inject", "fill", "judge", "user", "assistant", "tool", "expert-check")
"""The nodes of both methods that ask a model."""
AT_NODES = tuple(
    Measure(f"calls_at_{node}", f"Calls at {node} per candidate", f"calls_at_{node}", "candidates", ".1f")
    for node in NODES
)

MEASURES: tuple[Measure, ...] = (
    Measure("pass_rate", "Share kept", "kept", "candidates", ".1%"),
    Measure("rules_pass_rate", "Share passed by rules, at first sight", "rules_passed", "checked", ".1%"),
    Measure("experts_pass_rate", "Share of these passed by experts, at first sight", "experts_passed", "asked", ".1%"),
    Measure("first_pass_rate", "Share passed by both, before any repair", "first_passed", "candidates", ".1%"),
    Measure("repair_rate", "Share that was repaired", "repaired", "candidates", ".1%"),
    Measure("failure_rate", "Share that failed", "failed", "candidates", ".1%"),
    Measure("same_verdict", "Share with the verdict of the reference", "same_verdict", "candidates", ".1%"),
    *_amount("calls", "Model calls", ".1f"),
    *_amount("generation_calls", "Calls to generate", ".1f"),
    *_amount("verification_calls", "Calls to verify", ".1f"),
    *AT_NODES,
    *_amount("tokens", "Tokens", ",.0f"),
    *_amount("prompt_tokens", "Prompt tokens", ",.0f"),
    *_amount("completion_tokens", "Completion tokens", ",.0f"),
    *_amount("verification_tokens", "Tokens to verify", ",.0f"),
    *_amount("cost", "Cost", ".4f"),
    *_shape("turns", "Turns", ".1f"),
    *_shape("user_turns", "User turns", ".1f"),
    *_shape("steps", "Steps", ".1f"),
    Measure("tool_calls_per_user_turn", "Tool calls per user turn, of candidates", "tool_calls", "user_turns"),
    Measure(
        "tool_calls_per_user_turn_kept",
        "Tool calls per user turn, of kept dialogues",
        "tool_calls_kept",
        "user_turns_kept",
    ),
    *_shape("sound", "Share sound by the rules", ".1%"),
    Measure("sound_per_candidate", "Sound dialogues per candidate", "sound_kept", "candidates", ".1%"),
    Measure("calls_per_sound", "Model calls per sound dialogue", "calls", "sound_kept", ".1f"),
    *_shape("flaws", "Planted faults left", ".3f"),
    *_shape("coherence", "Coherence of adjacent turns", ".3f"),
    *_shape("likeness", "Likeness to other dialogues", ".4f"),
    *_shape("self_overlap", "Share of three-word runs that others have too", ".3f"),
    Measure("distinct_3", "Distinct-3, of candidates", "distinct_3", "repeat", ".3f", "repeats"),
    Measure("distinct_3_kept", "Distinct-3, of kept dialogues", "distinct_3_kept", "repeat_kept", ".3f", "repeats"),
    Measure("entropy_kept", "Bits a word, of kept dialogues", "entropy_kept", "repeat_kept", ".2f", "repeats"),
    Measure(
        "tools_covered", "Share of offered tools called, of candidates", "tools_covered", "repeat", ".1%", "repeats"
    ),
    Measure(
        "tools_covered_kept",
        "Share of offered tools called, of kept dialogues",
        "tools_covered_kept",
        "repeat_kept",
        ".1%",
        "repeats",
    ),
)

NAMED = {measure.name: measure for measure in MEASURES}
