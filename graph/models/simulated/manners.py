"""How people speak of a parameter: what they call it, how they refer back to it, and how they are asked for it."""

from typing import NamedTuple

from graph.models.simulated.schemas import readable


class Manner(NamedTuple):
    """The words that go with one parameter."""

    noun: str = ""
    """What it is called by somebody who speaks of it: `the new date`."""
    question: str = ""
    said: str = "{}"
    """How its value is said in a request."""
    answer: str = "{}"
    """How its value is said in answer to the question."""
    again: str = ""
    """How it is meant a second time."""
    made: str = ""
    """How a thing of an earlier subtask is meant."""
    vague: str = ""
    """What is said by somebody who forgets to say which."""


_ACCOUNT = Manner("the account", "Which account do you mean?", "account {}", "account {}", "it", "", "my account")
_DAY = Manner("the day", "Which day do you have in mind?", again="that day")
_MANNERS = {
    "access": Manner("what they may do with it", "What may they do with it: view, comment on or edit it?"),
    "account": _ACCOUNT,
    "address": Manner("the address", "Where should it go instead?", vague="another address"),
    "amount": Manner("the amount", "How much should it be, in dollars?", answer="${}", vague="some money"),
    "arrival_time": Manner("the time of arrival", "When will you arrive?", answer="at {}"),
    "bags": Manner("the number of bags", "How many bags should it be?", answer="{} bags", vague="some"),
    "bill_number": Manner("the bill", "Which bill do you mean?", "bill {}", "bill {}", "it", "", "my bill"),
    "booking_reference": Manner("the booking", "Which booking is it?", "booking {}", "{}", "it",
                                "the booking you just made", "my booking"),
    "card": Manner("the card", "Which card is it? The last four digits will do.", "the card ending in {}",
                   "the one ending in {}", "it", "", "my card"),
    "celsius": Manner("the temperature", "How warm should it be?", answer="{} degrees"),
    "check_in": Manner("the day of arrival", "From which day on?"),
    "city": Manner("the city", "Where would you like to stay?"),
    "confirmation": Manner("the reservation", "Which reservation is it?", "reservation {}", "{}", "it",
                           "the room you just booked", "my hotel reservation"),
    "daily_limit": Manner("the limit", "What should the limit be?", answer="${}", vague="a new amount"),
    "date": _DAY,
    "destination": Manner("the destination", "Where would you like to go?"),
    "document_id": Manner("the document", "Which document do you mean?", again="it", made="the note you just wrote"),
    "door": Manner("the door", "Which door do you mean?", answer="the {}", vague="one of the doors"),
    "email": Manner("the e-mail address", "Which e-mail address should I use?", vague="somebody"),
    "event_id": Manner("the event", "Which event do you mean?", again="it", made="the appointment you just added"),
    "extra": Manner("what to add", "What would you like to add?", vague="something"),
    "flight_id": Manner("the flight", "Which flight should I take?", again="it"),
    "folder": Manner("the folder", "Which folder do you mean?", answer="the {} folder", vague="one of my folders"),
    "from_account": Manner("the account that pays", "Which account should the money come from?", "account {}",
                           "account {}", "it"),
    "guest": Manner("the guest's name", "Who is going to stay there?"),
    "ingredient": Manner("what to look for", "What should I look for?", vague="one of the basics"),
    "item": Manner("the item", "What is it that you need?", vague="something"),
    "light_id": Manner("the light", "Which light do you mean?", again="it"),
    "max_minutes": Manner("the time it may take", "How long may it take, in minutes?", answer="{} minutes at most"),
    "max_price": Manner("the price", "What may it cost at most?", answer="at most ${}"),
    "meal": Manner("the meal", "Which meal should it be: breakfast, lunch or dinner?"),
    "minutes": Manner("the length", "How many minutes should it be?", answer="{} minutes", vague="some"),
    "minutes_before": Manner("the lead time", "How many minutes before?", answer="{} minutes before", vague="some"),
    "new_date": Manner("the new date", "Which day should it move to?", vague="another day"),
    "nights": Manner("the number of nights", "For how many nights?", answer="for {} nights", vague="some"),
    "order_id": Manner("the order", "Which order is it?", "order {}", "order {}", "it", "the order you just placed",
                       "my order"),
    "origin": Manner("where you leave from", "Where would you leave from?", answer="from {}"),
    "passenger": Manner("the passenger's name", "Who is going to fly?"),
    "percent": Manner("the brightness", "How bright should it be, in percent?", answer="{} percent"),
    "product_id": Manner("the product", "Which product do you mean?", again="it"),
    "quantity": Manner("how many", "How many would you like?", vague="some"),
    "query": Manner("what to look for", "What should I look for?"),
    "reason": Manner("the reason", "What is the reason?", vague="something is wrong with it"),
    "recipe_id": Manner("the recipe", "Which recipe do you mean?", again="it"),
    "room": Manner("the room", "Which room do you mean?", answer="the {}", again="there"),
    "room_id": Manner("the hotel room", "Which hotel room do you mean?", again="it"),
    "scene": Manner("the scene", "Which scene should it be?", vague="one of my scenes"),
    "seat": Manner("the seat", "Which seat would you like?", answer="seat {}", vague="another one"),
    "servings": Manner("the number of servings", "For how many people?", answer="for {} people", vague="some"),
    "start_time": Manner("the time", "At what time should it be?", answer="at {}"),
    "status": Manner("which orders", "Which ones: processing, shipped, delivered, cancelled or being returned?",
                     answer="the ones that are {}", vague="of interest"),
    "text": Manner("what to write", "What exactly should I write?", vague="something"),
    "title": Manner("the title", "What is it called?", vague="something"),
    "to_account": Manner("the account that gets the money", "Which account should the money go to?", "account {}",
                         "account {}", "it", "", "another account"),
    "transaction_id": Manner("the charge", "Which charge do you mean?", again="it"),
}  # fmt: skip
_QUESTIONS = {
    "create_event.title": "What should I call it?",
    "check_pantry.ingredient": "What should I check for?",
    "search_recipes.query": "What would you like to cook with?",
    "search_documents.query": "What should it be about?",
    "search_products.query": "What kind of thing are you looking for?",
    "add_extra.extra": "What should I add: breakfast, parking, a cot, a sea view or late check-out?",
    "dispute_transaction.reason": "What is wrong with it: not recognised, charged twice or wrong amount?",
    "return_order.reason": "What is wrong with it: is it damaged, the wrong colour, no longer needed, or not as "
    "described?",
    "remove_from_shopping_list.item": "What should I take off the list?",
    "move_document.folder": "Which folder should it go to?",
    "delete_document.title": "Which document do you want to be rid of?",
    "cancel_event.title": "Which appointment should I cancel?",
    "move_event.title": "Which appointment should I move?",
    "add_routine.title": "What should the routine be called?",
}


def manner_of(parameter: str) -> Manner:
    """The words for a parameter; for an unknown one only what it is called."""
    return _MANNERS.get(parameter) or Manner(f"the {readable(parameter)}")


def is_familiar(parameter: str) -> bool:
    """Whether there are words of its own for this parameter."""
    return parameter in _MANNERS


def own_question(tool: str, parameter: str) -> str:
    """How to ask for this parameter of this tool; empty where no good question is known."""
    return _QUESTIONS.get(f"{tool}.{parameter}") or manner_of(parameter).question
