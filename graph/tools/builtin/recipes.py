"""What the kitchen can cook: for each main ingredient dishes, with what else goes into them and how they are made."""

from typing import NamedTuple


class Dish(NamedTuple):
    """A dish, apart from its main ingredient."""

    title: str
    others: tuple[str, ...]
    method: str


DISHES: dict[str, tuple[Dish, ...]] = {
    "lentils": (
        Dish("Lentil soup with lemon", ("onions", "carrots", "lemons"), "soften the vegetables, simmer, add lemon"),
        Dish("Warm lentil salad", ("celery", "olive oil", "parsley"), "boil the lentils, dress them while warm"),
        Dish("Red lentil dal", ("onions", "tinned tomatoes", "cumin"), "fry the spices, add all, simmer until thick"),
    ),
    "chickpeas": (
        Dish("Chickpea curry", ("onions", "tinned tomatoes", "curry powder"), "fry onions and spices, simmer with all"),
        Dish("Roasted chickpea bowl", ("rice", "cucumber", "yoghurt"), "roast the chickpeas, serve on rice"),
        Dish("Chickpea pancakes", ("eggs", "flour", "spring onions"), "blend into a batter, fry in small rounds"),
    ),
    "salmon": (
        Dish("Baked salmon with dill", ("dill", "lemons", "butter"), "lay lemon and dill on the fish, bake it in foil"),
        Dish("Salmon and potato pie", ("potatoes", "milk", "butter"), "poach the fish, cover it with mash, bake"),
        Dish("Salmon noodle broth", ("noodles", "ginger", "soy sauce"), "simmer the broth, add noodles, then the fish"),
    ),
    "mushrooms": (
        Dish("Mushroom risotto", ("rice", "onions", "butter"), "fry the rice, add stock ladle by ladle, stir"),
        Dish("Mushroom barley stew", ("barley", "carrots", "thyme"), "brown the mushrooms, simmer with the barley"),
        Dish("Mushrooms on toast", ("bread", "butter", "parsley"), "fry the mushrooms hot, pile them on toast"),
    ),
    "pumpkin": (
        Dish("Pumpkin gnocchi", ("potatoes", "flour", "eggs"), "knead a dough, cut it small, boil until it floats"),
        Dish("Pumpkin and sage pasta", ("pasta", "sage", "butter"), "roast the pumpkin, toss with pasta and sage"),
        Dish("Spiced pumpkin soup", ("onions", "coconut milk", "ginger"), "simmer until soft, blend, season"),
    ),
    "spinach": (
        Dish("Spinach and feta tart", ("pastry", "feta", "eggs"), "line a tin, fill it, bake until set"),
        Dish("Spinach dumplings", ("bread", "eggs", "parmesan"), "mix, shape into balls, simmer in salted water"),
        Dish("Green spinach omelette", ("eggs", "butter", "chives"), "wilt the spinach, pour the eggs over, fold"),
    ),
    "chicken": (
        Dish("Lemon chicken tray bake", ("lemons", "potatoes", "thyme"), "put all on a tray, roast, turn it once"),
        Dish("Chicken and leek stew", ("leeks", "potatoes", "cream"), "brown the chicken, simmer with the leeks"),
        Dish("Sesame chicken salad", ("cabbage", "sesame seeds", "limes"), "fry the chicken, toss with cabbage"),
    ),
    "aubergine": (
        Dish("Smoky aubergine dip", ("garlic", "lemons", "sesame paste"), "char the aubergine whole, peel it, mash it"),
        Dish("Aubergine parmigiana", ("tinned tomatoes", "mozzarella", "basil"), "fry slices, layer with sauce, bake"),
        Dish("Glazed aubergine rice", ("rice", "soy sauce", "honey"), "glaze halves under the grill, serve on rice"),
    ),
}
