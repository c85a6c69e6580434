"""What can be said of one role's model."""

from graph.roles import PLACES, ROLES, ModelOptions, RoleOptions, deep_merged, flat, nested


def test_every_role_can_say_everything_that_can_be_said_in_general():
    assert set(RoleOptions.model_fields) == set(ModelOptions.model_fields)
    assert len(PLACES) == len(ROLES) * len(RoleOptions.model_fields)
    assert all(RoleOptions.model_fields[place.option].default is None for place in PLACES.values())


def test_flat_names_are_put_into_tables_and_taken_out_again():
    told = {"seed": 7, "judge_model": "openai:x", "tool_in_flight": 3}
    tables = {"seed": 7, "roles": {"judge": {"model": "openai:x"}, "tool": {"in_flight": 3}}}
    assert nested(told) == tables
    assert flat(tables) == told


def test_one_table_of_tables_is_laid_over_another():
    under = {"roles": {"judge": {"model": "a", "timeout": 1}}, "seed": 1}
    assert deep_merged(under, {"roles": {"judge": {"timeout": 2}}}) == {
        "roles": {"judge": {"model": "a", "timeout": 2}},
        "seed": 1,
    }
    assert deep_merged(under, {"roles": 3}) == {"roles": 3, "seed": 1}
