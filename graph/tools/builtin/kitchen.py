"""A kitchen: recipes, meal plans, a pantry and a shopping list."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from random import Random
from typing import Annotated, Literal

from pydantic import Field

from graph.tools.builtin.domain import Domain, Knowledge, Refused, known, spoken_date, tool
from graph.tools.builtin.recipes import DISHES
from graph.tools.builtin.record import record

Meal = Literal["breakfast", "lunch", "dinner"]
Words = Annotated[str, Field(min_length=2, max_length=80)]
Count = Annotated[int, Field(ge=1, le=50)]
Servings = Annotated[int, Field(ge=1, le=12)]

_STAPLES = ("rice", "flour", "olive oil", "tinned tomatoes", "oats", "lemons", "eggs", "butter", "onions", "pasta")
_ERRANDS = ("milk", "yoghurt", "cherry tomatoes", "basil", "oranges", "rye bread", "parmesan", "mint tea", "walnuts")
_MEALS: tuple[Meal, ...] = ("breakfast", "lunch", "dinner")


@record
class Recipe:
    """A recipe as it is listed."""

    recipe_id: str
    title: str
    minutes: int
    servings: int


@record
class Recipes:
    """Recipes that match a search, the quickest first."""

    recipes: tuple[Recipe, ...]


@record
class Instructions:
    """A recipe with everything needed to cook it."""

    recipe_id: str
    title: str
    minutes: int
    servings: int
    ingredients: tuple[str, ...]
    method: str


@record
class PlannedMeal:
    """What is to be cooked for one meal."""

    date: date
    meal: Meal
    title: str
    servings: int


@record
class MealPlan:
    """The meals of a day."""

    date: date
    meals: tuple[PlannedMeal, ...]


@record
class Stock:
    """How much of something is in the pantry."""

    ingredient: str
    amount: int
    unit: Literal["g", "ml", "pieces"]
    best_before: date


@record
class Item:
    """A line of the shopping list."""

    item: str
    quantity: int


@record
class ShoppingList:
    """What is to be bought."""

    changed: str | None = None
    """The item that was just added or taken off."""
    items: tuple[Item, ...]


class Kitchen(Domain):
    """A family's kitchen."""

    name = "kitchen"
    policy = "There is one dish for each meal: never put another one in its place. Buy only what the user names."

    def __init__(self, random: Random, now: datetime) -> None:
        """Fill the recipe box, the pantry, three days of the plan and a shopping list."""
        super().__init__(random, now)
        self._mains = random.sample(sorted(DISHES), 6)
        self._recipes: dict[str, Recipe] = {}
        for main in self._mains:
            for dish in random.sample(DISHES[main], random.choice((2, 3))):
                self._collect(dish.title)
        self._plan: dict[tuple[date, Meal], PlannedMeal] = {}
        favourites = iter(random.sample(sorted(self._recipes), 6))
        for offset in range(3):
            for meal in random.sample(_MEALS[1:], random.choice((1, 2))):
                self._enter(next(favourites), self.day(offset), meal, 4)
        self._pantry = {ingredient: self._shelve(ingredient) for ingredient in random.sample(_STAPLES, 7)}
        errands = random.sample(_ERRANDS, 9)
        self._wishes = errands[4:]
        self._listed = errands[:4]
        self._shopping = {item: random.randrange(1, 5) for item in self._listed}

    def facts(self) -> Iterator[Knowledge]:
        """What they like, when they cook, and what is at hand or to be bought."""
        for index, main in enumerate(self._mains[:5]):
            slowest = max(recipe.minutes for recipe in self._matching(main))
            yield known(f"would like to cook with {main}", "search_recipes", query=main, max_minutes=slowest + 5)
            day, meal = self.day(4 + index), _MEALS[1 + index % 2]
            about = f"cooks {meal} on {spoken_date(day)}"
            yield known(about, "plan_meal", date=day.isoformat(), meal=meal, servings=2 + index)
        for day in map(self.day, range(3)):
            yield known(f"wonders what there is to eat on {spoken_date(day)}", "show_meal_plan", date=day.isoformat())
        for ingredient in tuple(self._pantry)[:5]:
            yield known(f"may be running out of {ingredient}", "check_pantry", ingredient=ingredient)
        for index, item in enumerate(self._wishes):
            yield known(f"needs some packs of {item}", "add_to_shopping_list", item=item, quantity=2 + index % 3)
        for item in self._listed[:3]:
            yield known(f"has bought {item}", "remove_from_shopping_list", item=item)

    @tool(
        "find me a recipe with {query}[ that takes at most {max_minutes} minutes]",
        "look through my recipes for one with {query}[ that takes {max_minutes} minutes at most]",
        tells="I found {recipes[].join('', [title, ' (', to_string(minutes), ' minutes)'])}",
    )
    def search_recipes(self, query: Words, max_minutes: Annotated[int, Field(ge=5)] | None = None) -> Recipes:
        """Search the recipe box by words of the title, the quickest first.

        Args:
            query: Words of the title, such as a main ingredient.
            max_minutes: Leave out what takes longer.
        """
        found = [r for r in self._matching(query) if max_minutes is None or r.minutes <= max_minutes]
        if not found:
            raise Refused(f"no recipe matches {query!r}")
        return Recipes(recipes=tuple(found))

    @tool(
        "tell me what I need for {recipe_id|the first one}",
        "show me how to cook {recipe_id|the first one}",
        tells="{title} serves {servings} and needs {ingredients}: {method}",
    )
    def get_recipe(self, recipe_id: str) -> Instructions:
        """Look up the ingredients and the method of a recipe.

        Args:
            recipe_id: The recipe's id, as found by a search.
        """
        recipe = self._recipe(recipe_id)
        main, dish = next((main, dish) for main in DISHES for dish in DISHES[main] if dish.title == recipe.title)
        return Instructions(**asdict(recipe), ingredients=(main, *dish.others), method=dish.method)

    @tool(
        "plan {recipe_id|the first one} as {meal} for {date}[, with {servings} servings]",
        "put {recipe_id|the first one} on the meal plan for {date} as {meal}[, with {servings} servings]",
        tells="{title} is on the plan as {meal} for {date}, with {servings} servings",
    )
    def plan_meal(self, recipe_id: str, date: date, meal: Meal, servings: Servings = 4) -> PlannedMeal:
        """Put a recipe on the meal plan. Fails where that meal is planned already or the day has passed.

        Args:
            recipe_id: The recipe's id, as found by a search.
            date: The day.
            meal: Which meal of the day.
            servings: For how many people.
        """
        if date < self.now.date():
            raise Refused(f"{date} has passed")
        if planned := self._plan.get((date, meal)):
            raise Refused(f"{planned.title} is already planned as {meal} for {date}")
        return self._enter(recipe_id, date, meal, servings)

    @tool(
        "show me the meal plan for {date}",
        "tell me what we are eating according to the plan for {date}",
        tells="the meal plan for {date} has {meals[].join(' for ', [title, meal])}|nothing is planned for {date} yet",
    )
    def show_meal_plan(self, date: date) -> MealPlan:
        """List the meals that are planned for a day.

        Args:
            date: The day.
        """
        return MealPlan(date=date, meals=tuple(self._plan[date, m] for m in _MEALS if (date, m) in self._plan))

    @tool(
        "check our stock of {ingredient}",
        "look in the pantry for {ingredient}",
        tells="you have {amount} {unit} of {ingredient} (best before {best_before})",
    )
    def check_pantry(self, ingredient: Words) -> Stock:
        """Look up how much of an ingredient is in the pantry.

        Args:
            ingredient: What to look for.
        """
        if ingredient.casefold() not in self._pantry:
            raise Refused(f"no {ingredient} in the pantry")
        return self._pantry[ingredient.casefold()]

    @tool(
        "put {quantity} packs of {item} on the shopping list",
        "add {quantity} packs of {item} to the shopping list",
        tells="I put {changed} on the shopping list",
    )
    def add_to_shopping_list(self, item: Words, quantity: Count) -> ShoppingList:
        """Add something to the shopping list; what is on it already is increased.

        Args:
            item: What to buy.
            quantity: How many packs.
        """
        self._shopping[item] = self._shopping.get(item, 0) + quantity
        return self._list(item)

    @tool(
        "show me the shopping list",
        "read me the shopping list",
        tells="the shopping list has {items[].join(': ', [item, to_string(quantity)])}|the shopping list is empty",
    )
    def show_shopping_list(self) -> ShoppingList:
        """List what is to be bought."""
        return self._list()

    @tool(
        "take {item} off the shopping list",
        "remove {item} from the shopping list",
        tells="I took {changed} off the shopping list",
    )
    def remove_from_shopping_list(self, item: Words) -> ShoppingList:
        """Take something off the shopping list.

        Args:
            item: What need not be bought any more.
        """
        if item not in self._shopping:
            raise Refused(f"{item} is not on the shopping list")
        del self._shopping[item]
        return self._list(item)

    def _collect(self, title: str) -> None:
        recipe_id = f"rcp{self.random.randrange(100, 999)}.{len(self._recipes) + 1}"
        minutes, servings = self.random.randrange(15, 75, 5), self.random.choice((2, 4, 6))
        self._recipes[recipe_id] = Recipe(recipe_id=recipe_id, title=title, minutes=minutes, servings=servings)

    def _shelve(self, ingredient: str) -> Stock:
        unit: Literal["g", "ml", "pieces"] = "g"
        if ingredient in ("olive oil", "lemons", "eggs", "onions"):
            unit = "ml" if ingredient == "olive oil" else "pieces"
        amount = self.random.randrange(3, 12) if unit == "pieces" else self.random.randrange(200, 1500, 50)
        best_before = self.day(self.random.randrange(6, 200))
        return Stock(ingredient=ingredient, amount=amount, unit=unit, best_before=best_before)

    def _matching(self, query: str) -> list[Recipe]:
        found = [r for r in self._recipes.values() if query.casefold().removesuffix("s") in r.title.casefold()]
        return sorted(found, key=lambda recipe: recipe.minutes)

    def _recipe(self, recipe_id: str) -> Recipe:
        if recipe_id not in self._recipes:
            raise Refused(f"no recipe {recipe_id!r}")
        return self._recipes[recipe_id]

    def _enter(self, recipe_id: str, day: date, meal: Meal, servings: int) -> PlannedMeal:
        planned = PlannedMeal(date=day, meal=meal, title=self._recipe(recipe_id).title, servings=servings)
        self._plan[day, meal] = planned
        return planned

    def _list(self, changed: str | None = None) -> ShoppingList:
        items = tuple(Item(item=item, quantity=quantity) for item, quantity in self._shopping.items())
        return ShoppingList(changed=changed, items=items)
