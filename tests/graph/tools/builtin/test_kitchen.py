"""The kitchen: plans and lists remember what was put on them."""

import pytest

from graph.tools.builtin.kitchen import Kitchen


@pytest.fixture
def kitchen(world):
    return world(Kitchen)


def test_a_planned_meal_is_on_the_plan_and_its_place_is_taken(kitchen, fact) -> None:
    recipe = kitchen.run("search_recipes", fact(kitchen, "search_recipes")).content["recipes"][0]
    wish = {"recipe_id": recipe["recipe_id"], **fact(kitchen, "plan_meal")}
    planned = kitchen.run("plan_meal", wish).content
    plan = {"date": wish["date"], "meals": [planned]}
    assert planned["title"] == recipe["title"]
    assert kitchen.run("plan_meal", wish).error
    assert kitchen.run("show_meal_plan", {"date": wish["date"]}).content == plan


def test_a_recipe_serves_what_the_search_said(kitchen, fact) -> None:
    recipe = kitchen.run("search_recipes", fact(kitchen, "search_recipes")).content["recipes"][0]
    found = kitchen.run("get_recipe", {"recipe_id": recipe["recipe_id"]}).content
    assert recipe.items() <= found.items()
    assert len(found["ingredients"]) == 4


def test_the_shopping_list_grows_and_shrinks(kitchen) -> None:
    before = kitchen.run("show_shopping_list", {}).content["items"]
    for _ in range(2):
        kitchen.run("add_to_shopping_list", {"item": "tea", "quantity": 2})
    assert kitchen.run("show_shopping_list", {}).content["items"] == [*before, {"item": "tea", "quantity": 4}]
    assert kitchen.run("remove_from_shopping_list", {"item": "tea"}).content["items"] == before


def test_what_is_not_on_the_list_cannot_be_taken_off(kitchen) -> None:
    before = kitchen.run("show_shopping_list", {})
    assert kitchen.run("remove_from_shopping_list", {"item": "caviar"}).error
    assert kitchen.run("show_shopping_list", {}) == before


def test_what_the_pantry_lacks_is_an_error(kitchen) -> None:
    assert kitchen.run("check_pantry", {"ingredient": "caviar"}).content == {"error": "no caviar in the pantry"}
