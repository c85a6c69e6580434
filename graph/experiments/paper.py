"""The paper's numbers, and what must be said beside ours."""

MAS = {
    "pass_rate": 0.611,
    "calls_per_candidate": 21.0,
    "calls_per_kept": 34.4,
    "cost_per_kept": 0.217,
    "user_turns_kept": 5.8,
    "tool_calls_per_user_turn_kept": 2.3,
}
"""The multi-agent baseline with GPT-4o; 275,000 calls for 8,000 kept dialogues."""
TOOLACE_MT = {
    "pass_rate": 0.723,
    "calls_per_candidate": 17.0,
    "calls_per_kept": 23.5,
    "cost_per_kept": 0.173,
    "user_turns_kept": 3.4,
    "tool_calls_per_user_turn_kept": 3.7,
}
"""The method with GPT-4o; 188,000 calls for 8,000 kept dialogues."""

TRAINED = (
    "The paper compares these arms by what a model learns from them (BFCL-v3 multi-turn of LLaMA-3.1-8B: 40.25, "
    "without verification 32.50, without verification and refinement 20.88, base 9.25). Such scores need a training: "
    "python -m graph.training.lora and python -m graph.training.bfcl."
)
SATURATED = (
    "In the paper verification is worth about 5 points of BFCL at few passes, and less than 2 from 15 passes on."
)
SIMULATED = (
    "Simulated: {roles} played by a program, not by a language model. Such figures show that the machine works, how "
    "many calls and tokens each arm asks for under these settings, and what becomes of faults that were planted on "
    "purpose; they cannot show how well a language model writes, judges or errs, so no rate of passing, coherence or "
    "diversity here predicts one of a model."
)
