"""What a rewrite is told to keep."""

from prompts.views import view_taken


def test_a_rewrite_is_told_the_values_that_calls_take_from_it(sound):
    assert 'email = "ana@fernmail.com" for send_report' in view_taken(sound, 1)


def test_what_only_a_mistake_takes_from_a_turn_need_not_be_kept(sound):
    mistake = sound.turns[3].model_copy(update={"learn": False})
    view = view_taken(sound.with_turns((*sound.turns[:3], mistake, *sound.turns[4:])), 1)
    assert "send_report" not in view
    assert "get_weather" in view
