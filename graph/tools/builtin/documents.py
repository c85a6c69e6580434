"""What a document says, by its form."""

LINES: dict[str, tuple[str, ...]] = {
    "budget": (
        "Costs are within the limit, transport is not included yet.",
        "Three suppliers answered, two quotes are still missing.",
        "A tenth is kept back for surprises.",
    ),
    "checklist": (
        "Half of the points are ticked off, the rest is due next week.",
        "Ask for a second opinion before the end of the month.",
        "Nothing can start until the first two points are done.",
    ),
    "draft": (
        "The beginning stands, the ending is still open.",
        "The last version was approved with small changes.",
        "Too long by a third; the middle part can go.",
    ),
    "minutes": (
        "Everybody agreed on the plan, the dates are not fixed.",
        "Two people were absent and will be told by mail.",
        "The next meeting decides who takes over.",
    ),
    "outline": (
        "Everything on the first page is agreed, the dates are not.",
        "Five parts, of which the third needs an example.",
        "First why, then how, and what it costs at the end.",
    ),
    "timetable": (
        "The first week is full, the second has room on two mornings.",
        "Everything moves by a day if it rains.",
        "Start early, and leave the last evening free.",
    ),
}
