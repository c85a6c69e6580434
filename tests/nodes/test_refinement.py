"""Fill and judge."""

import pytest

from nodes.fill import Fill
from nodes.judge import Judge
from nodes.rules.catalogue import RULES
from nodes.rules.rule import Complaint, rule
from state.dialogue_state import Candidate
from state.errors import GenerationError
from state.verdict import Answer, Verdict

WISH = "Ana (ana@fernmail.com) wonders about Ghent's weather for tomorrow; could you look it up and send it to her?"


def _filler(scripted, texts):
    def answer(request):
        dialogue = request.brief.dialogue
        turns = []
        for id in request.brief.masked:
            turn = dialogue.turn(id)
            if turn.role == "tool":
                turns.append({"id": id, "role": "tool", "observations": [o.model_dump() for o in turn.observations]})
            else:
                turns.append({"id": id, "role": turn.role, "text": texts.get(id, turn.text)})
                if turn.role == "assistant" and turn.calls:
                    turns[-1]["calls"] = [call.model_dump() for call in turn.calls]
        return {"turns": turns}

    return scripted(answer)


def _drafted(state):
    turns = list(state.draft().turns)
    turns[5] = turns[5].model_copy(update={"text": "I will see to it.", "drafted": True})
    return state.model_copy(update={"dialogue": state.draft().with_turns(tuple(turns))})


async def test_a_drafted_reply_is_filled_first_and_proposed_to_the_judge(state, scripted, two_tools) -> None:
    changed = {6: "It will be 21.5 degrees tomorrow, and Ana has the report.", 1: WISH}
    model = _filler(scripted, changed)
    drafted = _drafted(state)
    free = drafted.model_copy(update={"budget": drafted.budget.model_copy(update={"rules_in_loop": False})})
    update = await Fill(model, two_tools(), RULES)(free)
    candidate = update["candidate"]
    assert 6 in candidate.masked
    assert candidate.dialogue.turn(6).text.startswith("It will be 21.5")
    assert not candidate.dialogue.turn(6).drafted
    assert update["picks"][6] == 1


async def test_a_draft_alone_gives_way_without_a_judge(state, scripted, two_tools) -> None:
    model = _filler(scripted, {6: "It will be 21.5 degrees tomorrow, and Ana has the report."})
    drafted = _drafted(state).model_copy(update={"dialogue": _drafted(state).draft()})
    update = await Fill(model, two_tools(), RULES)(drafted)
    assert (update["candidate"], update["rulings"][0].by, update["rulings"][0].accepted) == (None, "rules", True)
    assert update["dialogue"].turn(6).text.startswith("It will be 21.5")


async def test_a_turn_that_breaks_a_rule_does_not_cost_the_others(state, scripted, two_tools) -> None:
    model = _filler(scripted, {1: WISH, 6: "It will be 35 degrees tomorrow."})
    rejected = state.model_copy(
        update={
            "verdict": Verdict(accepted=False),
            "answers": (Answer(question="dialogue_flow", passed=False, reason="stiff", turns=(1, 6)),),
        }
    )
    update = await Fill(model, two_tools(), RULES)(rejected)
    assert update["candidate"].masked == (1,)
    assert update["candidate"].dialogue.turn(1).text == WISH
    assert update["candidate"].dialogue.turn(6) == state.draft().turn(6)
    assert (update["rulings"][0].masked, update["rulings"][0].accepted) == ((6,), False)
    assert [finding.turn for finding in update["remarks"]] == [6]


async def test_a_fill_that_breaks_a_rule_never_reaches_the_judge(state, scripted, two_tools) -> None:
    model = _filler(scripted, {6: "It will be 35 degrees tomorrow."})
    after = _drafted(state)
    update = await Fill(model, two_tools(), RULES)(after)
    ruling = update["rulings"][0]
    assert (update["candidate"], ruling.accepted, ruling.by) == (None, False, "rules")
    assert "35" in ruling.reason
    assert ruling.before != ruling.after
    assert "dialogue" not in update
    again = await Fill(model, two_tools(), RULES)(after.model_copy(update=update))
    assert again["refinements"] == 2
    assert any("35" in reason for reason in model.requests[1].brief.reasons)


async def test_without_rules_in_the_loop_the_judge_decides(state, scripted, two_tools) -> None:
    model = _filler(scripted, {6: "It will be 35 degrees tomorrow."})
    free = _drafted(state)
    free = free.model_copy(update={"budget": free.budget.model_copy(update={"rules_in_loop": False})})
    assert (await Fill(model, two_tools(), RULES)(free))["candidate"] is not None


async def test_an_unusable_or_empty_fill_is_a_ruling_without_a_judge_call(state, scripted, two_tools) -> None:
    unusable = await Fill(scripted(lambda _: "?"), two_tools(), RULES)(state)
    assert unusable["rulings"][0].by == "writer"
    assert len(unusable["asked"]) == 2
    unchanged = await Fill(_filler(scripted, {}), two_tools(), RULES)(state)
    assert unchanged["rulings"][0].reason == "the fill changed nothing"


async def test_a_changed_call_takes_its_observation_and_its_reply_along(state, scripted, two_tools) -> None:
    pool = two_tools(executed=True)
    dialogue = state.draft().model_copy(update={"tools": pool.tools})
    broken = list(dialogue.turns)
    call = broken[3].calls[0]
    broken[3] = broken[3].model_copy(update={"calls": (call.model_copy(update={"arguments": call.arguments[:1]}),)})
    broken[4] = broken[4].model_copy(
        update={"observations": (broken[4].observations[0].model_copy(update={"error": True}),)}
    )

    def answer(request):
        turns = [{"id": 4, "role": "assistant", "calls": [call.model_dump()]}]
        turns += [{"id": id, "role": "user", "text": dialogue.turn(id).text} for id in request.brief.masked if id == 1]
        return {"turns": turns}

    failing = state.model_copy(update={"dialogue": dialogue.with_turns(tuple(broken))})
    update = await Fill(scripted(answer), pool, RULES)(failing)
    candidate = update["candidate"]
    assert candidate.dialogue.turns[4].observations[0].content == {"sent": True}
    assert candidate.dialogue.turn(6).drafted


async def test_nothing_is_run_again_for_a_fill_of_texts_alone(state, scripted, two_tools) -> None:
    pool = two_tools(executed=True)
    dialogue = _drafted(state).draft().model_copy(update={"tools": pool.tools})
    model = _filler(scripted, {1: WISH, 6: "It will be 21.5 degrees tomorrow, and Ana has the report."})
    update = await Fill(model, pool, RULES)(state.model_copy(update={"dialogue": dialogue}))
    assert update["dialogue"].turn(6).text.startswith("It will be 21.5")
    assert not pool.calls


async def test_a_rejected_dialogue_has_every_turn_at_fault_masked_with_the_reasons(state, scripted, two_tools) -> None:
    model = _filler(scripted, {1: "Ghent's weather for tomorrow, sent to ana@fernmail.com, please.", 6: "Done."})
    rejected = state.model_copy(
        update={
            "verdict": Verdict(accepted=False, reasons=("dialogue_flow: stiff",)),
            "answers": (Answer(question="dialogue_flow", passed=False, reason="stiff", turns=(1, 6)),),
        }
    )
    update = await Fill(model, two_tools(), RULES)(rejected)
    assert model.requests[0].brief.masked == (1, 6)
    assert model.requests[0].brief.reasons == ("dialogue_flow: stiff",)
    assert (update["repairs"], update["verdict"]) == (1, None)


def _proposed(state):
    turns = list(state.draft().turns)
    turns[5] = turns[5].model_copy(update={"text": "It will be 21.5 degrees."})
    version = state.draft().with_turns(tuple(turns))
    return state.model_copy(update={"candidate": Candidate(dialogue=version, masked=(6,)), "refinements": 1})


def _choice(brief, preferred):
    """What a judge answers who prefers the old or the new version of these turns, and finds the others alike."""
    old, new = ("B", "A") if brief.swapped else ("A", "B")
    letters = {"old": old, "new": new}
    turns = [
        {"turn": id, "reason": f"{preferred[id]} is clearer", "better": letters[preferred[id]]}
        if id in preferred
        else {"turn": id, "reason": "alike", "better": "tie"}
        for id in brief.judged
    ]
    return {"turns": turns}


@pytest.mark.parametrize("choice", ["old", "new", "tie"])
@pytest.mark.parametrize("seed", range(6))
async def test_the_judge_keeps_the_better_version_whatever_its_letter(state, scripted, choice, seed) -> None:
    def answer(request):
        if choice == "tie":
            return _choice(request.brief, {})
        return _choice(request.brief, {6: choice})

    proposed = _proposed(state).model_copy(update={"seed": seed})
    update = await Judge(scripted(answer), RULES)(proposed)
    expected = proposed.candidate.dialogue if choice == "new" else proposed.dialogue
    assert update["dialogue"] == expected
    assert update["candidate"] is None
    assert update["rulings"][0].accepted == (choice == "new")


def _proposing(state, texts):
    turns = tuple(t.model_copy(update={"text": texts[t.id]}) if t.id in texts else t for t in state.draft().turns)
    candidate = Candidate(dialogue=state.draft().with_turns(turns), masked=tuple(texts))
    return state.model_copy(update={"candidate": candidate, "refinements": 1})


async def test_each_text_is_decided_by_itself(state, scripted) -> None:
    proposed = _proposing(state, {1: WISH, 6: "It will be 21.5 degrees."})
    update = await Judge(scripted(lambda r: _choice(r.brief, {1: "new", 6: "old"})), RULES)(proposed)
    assert update["dialogue"].turn(1).text == WISH
    assert update["dialogue"].turn(6) == state.draft().turn(6)
    assert [(r.masked, r.accepted, r.reason) for r in update["rulings"]] == [
        ((6,), False, "old is clearer"),
        ((1,), True, "new is clearer"),
    ]


async def test_rulings_lead_back_from_the_version_that_was_kept_to_the_one_before(state, scripted) -> None:
    proposed = _proposing(state, {1: WISH, 6: "It will be 21.5 degrees."})
    update = await Judge(scripted(lambda r: _choice(r.brief, {1: "new", 6: "new"})), RULES)(proposed)
    version = update["dialogue"]
    assert version == proposed.candidate.dialogue
    for ruling in reversed(update["rulings"]):
        version = ruling.lost.applied_to(version)
    assert version == state.draft()


async def test_a_turn_that_was_written_as_it_was_is_not_put_to_the_judge(state, scripted) -> None:
    proposed = _proposing(state, {1: state.draft().turn(1).text, 6: "It will be 21.5 degrees."})
    model = scripted(lambda _: {"turns": []})
    await Judge(model, RULES)(proposed)
    assert model.requests[0].brief.judged == (6,)


async def test_a_turn_that_nobody_asked_about_makes_an_answer_unusable(state, scripted) -> None:
    model = scripted(lambda _: {"turns": [{"turn": 3, "reason": "r", "better": "A"}]})
    with pytest.raises(GenerationError, match="turn 3 is not to be decided"):
        await Judge(model, RULES)(_proposed(state))


def _only_after_the_user(word):
    """A rule: the assistant says a word only after the user did."""

    @rule("test")
    def said_before(dialogue):
        known = any(turn.role == "user" and word in turn.text for turn in dialogue.turns)
        for turn in dialogue.turns:
            if turn.role == "assistant" and word in (turn.text or "") and not known:
                yield Complaint(turn.id, f"nobody said {word}")

    return said_before


async def test_texts_that_break_a_rule_only_together_with_old_ones_are_not_taken(state, scripted) -> None:
    reply = "It will be 21.5 degrees tomorrow, and your sister Zofia Marchetti has the report."
    wish = WISH.replace("Ana (", "My sister Zofia Marchetti (")
    proposed = _proposing(state, {1: wish, 6: reply})
    update = await Judge(scripted(lambda r: _choice(r.brief, {1: "old", 6: "new"})), (_only_after_the_user("Zofia"),))(
        proposed
    )
    assert update["dialogue"] == state.draft()
    assert {(ruling.by, ruling.accepted) for ruling in update["rulings"]} == {("rules", False)}


@pytest.mark.parametrize("preferred", ["new", "old"])
async def test_calls_are_decided_together_with_what_came_of_them(state, scripted, preferred) -> None:
    turns = list(state.draft().turns)
    call = turns[1].calls[0]
    london = call.arguments[0].model_copy(update={"value": "London"})
    turns[1] = turns[1].model_copy(
        update={"calls": (call.model_copy(update={"arguments": (london, call.arguments[1])}),)}
    )
    seen = turns[2].observations[0].model_copy(update={"content": {"report_id": "R-7731", "degrees": 17}})
    turns[2] = turns[2].model_copy(update={"observations": (seen,)})
    turns[5] = turns[5].model_copy(update={"drafted": True})
    turns[0] = turns[0].model_copy(update={"text": WISH})
    version = state.draft().with_turns(tuple(turns))
    proposed = state.model_copy(update={"candidate": Candidate(dialogue=version, masked=(1, 2)), "refinements": 1})
    update = await Judge(scripted(lambda r: _choice(r.brief, {1: "old", 2: preferred})), ())(proposed)
    before = state.draft()
    expected = version.with_turns((before.turns[0], *version.turns[1:])) if preferred == "new" else before
    assert update["dialogue"] == expected


async def test_the_judge_sees_what_rules_find_in_either_version(state, scripted) -> None:
    model = scripted(lambda _: {"turns": []})
    await Judge(model, RULES)(_drafted(_proposed(state)).model_copy(update={"candidate": _proposed(state).candidate}))
    brief = model.requests[0].brief
    assert brief.faults == ("turn 6: the reply was written before its results were known",)
    assert brief.other_faults == ()
    assert brief.faults[0] in model.requests[0].messages[-1].content


async def test_the_letters_are_drawn_anew_and_the_words_follow_them(state, scripted) -> None:
    model = scripted(lambda _: {"turns": []})
    for seed in range(20):
        await Judge(model, RULES)(_proposed(state).model_copy(update={"seed": seed}))
    swapped = [request.brief.swapped for request in model.requests]
    assert 4 < sum(swapped) < 16
    for request in model.requests:
        text = request.messages[-1].content
        first, second = text.split("# Version A")[1].split("# Your job")[0].split("# Version B")
        old = second if request.brief.swapped else first
        assert "R-7731 to Ana" in old


async def test_a_call_that_fails_in_a_fill_is_written_anew_with_the_error_in_view(state, scripted, two_tools) -> None:
    def answer(request):
        told.append(request.brief.reasons)
        city = "Ghent" if "Atlantis" in str(request.brief.dialogue) else "Atlantis"
        turns = [turn.model_dump() for turn in request.brief.dialogue.turns if turn.id in request.brief.masked]
        for call in turns[0]["calls"]:
            call["arguments"] = [{**a, "value": city} if a["name"] == "city" else a for a in call["arguments"]]
        turns[0]["text"] = "I will look."
        return {"turns": turns}

    told: list[tuple[str, ...]] = []
    tools = two_tools(executed=True)
    faulty = state.model_copy(
        update={
            "dialogue": state.draft().model_copy(update={"tools": tools.tools}),
            "verdict": Verdict(accepted=False),
            "answers": (Answer(question="dialogue_flow", passed=False, reason="stiff", turns=(2,)),),
        }
    )
    update = await Fill(scripted(answer), tools, RULES)(faulty)
    assert update["candidate"].dialogue.turn(2).text == "I will look."
    assert update["candidate"].dialogue.turn(2).calls[0].values()["city"] == "Ghent"
    assert len(update["asked"]) == 2
    assert told[1] == ("turn 2: call_1 failed: {'error': 'unknown city'}",)
    once = faulty.model_copy(update={"budget": faulty.budget.model_copy(update={"mends": 0})})
    assert (await Fill(scripted(answer), tools, RULES)(once))["candidate"] is None
