"""All kinds of fault, in the order in which they are reported."""

from collections.abc import Sequence

from graph.benchmarks.planting.context import (
    forward_reference,
    outdated_result,
    removed_source,
    repeated_call,
    repeated_text,
    stale_observation,
)
from graph.benchmarks.planting.deeds import claimed_deed, foreign_words, leaked_call, leaked_placeholder, undone_deed
from graph.benchmarks.planting.replies import (
    changed_amount_in_reply,
    changed_count_in_reply,
    changed_date_in_reply,
    changed_id_in_reply,
)
from graph.benchmarks.planting.specimen import Fault, Specimen
from graph.benchmarks.planting.structure import (
    dropped_result,
    malformed_json,
    misshapen_result,
    missing_parameter,
    orphan_result,
    tool_before_its_offer,
    unknown_parameter,
    unknown_tool,
    wrong_enum,
    wrong_type,
)
from graph.benchmarks.planting.values import (
    changed_number,
    changed_time,
    foreign_id,
    near_miss_id,
    prefix_swapped_id,
    shifted_date,
)

_FAULTS: tuple[Fault, ...] = (
    unknown_tool,
    tool_before_its_offer,
    missing_parameter,
    unknown_parameter,
    wrong_type,
    wrong_enum,
    malformed_json,
    orphan_result,
    dropped_result,
    misshapen_result,
    prefix_swapped_id,
    near_miss_id,
    removed_source,
    forward_reference,
    changed_number,
    shifted_date,
    changed_time,
    stale_observation,
    outdated_result,
    changed_id_in_reply,
    changed_amount_in_reply,
    changed_date_in_reply,
    changed_count_in_reply,
    undone_deed,
    claimed_deed,
    leaked_placeholder,
    leaked_call,
    foreign_words,
    repeated_call,
    repeated_text,
)


def faults(specimens: Sequence[Specimen]) -> dict[str, Fault]:
    """Every kind by its name; foreign ids are those of the other specimens."""
    return {each.__name__: each for each in _FAULTS} | {"foreign_id": foreign_id(specimens)}
