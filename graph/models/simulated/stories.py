"""What people want of the built-in worlds, and why: each story is one purpose and the calls that serve it."""

from collections import Counter
from collections.abc import Collection
from typing import NamedTuple


class Story(NamedTuple):
    """One purpose. Blanks are the parameters of its calls."""

    goal: str
    calls: str
    """Names of tools in order; those with a question mark are left out where they do not fit."""
    motives: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The tools in order."""
        return tuple(name.removesuffix("?") for name in self.calls.split())

    @property
    def needed(self) -> tuple[str, ...]:
        """The tools without which there is no story."""
        return tuple(name for name in self.calls.split() if not name.endswith("?"))


_WRITING = (
    Story("Look something up in the documents on the {query}", "search_documents read_document",
          ("Somebody asked me about the {query} and I don't remember the details.",
           "I have a call about the {query} in ten minutes.")),
    Story("Bring the notes on the {query} up to date and let somebody else see them",
          "search_documents read_document? append_to_document share_document? move_document?",
          ("There is some news on the {query}.", "We made progress on the {query} today.",
           "I promised to keep the papers on the {query} up to date.")),
    Story("Hand the papers on the {query} over to somebody",
          "search_documents read_document? share_document share_document?",
          ("A colleague is joining me on the {query}.", "I am getting some help with the {query}.")),
    Story("See what the {folder} folder holds and put it in order",
          "list_folder read_document? move_document share_document?",
          ("My folders have become a mess.", "I'm tidying up my files this morning.")),
    Story("Find the latest paper in the {folder} folder and add a remark to it",
          "list_folder read_document? append_to_document",
          ("I want to add something before I forget it.", "There is a remark missing in one of my papers.")),
    Story("Write the note {title} and share it",
          "create_document append_to_document? share_document share_document? move_document?",
          ("I want to get this out of my head.", "A friend asked me to write something down for both of us.",
           "Before I forget, I'd like to make a note.")),
    Story("Write down {title}", "create_document append_to_document?",
          ("I just had an idea that I don't want to lose.", "Before it slips my mind, I'd like to make a note.")),
    Story("Clear old papers out of the Archive folder",
          "list_folder? delete_document delete_document? delete_document?",
          ("I'm making room in my files.", "Some of my old papers can really go now.")),
)  # fmt: skip
_PLANNING = (
    Story("Know what is on for the day and be reminded in time", "list_events set_reminder add_attendee?",
          ("I want to be on time for once.", "That day is going to be a busy one, I think.")),
    Story("Bring somebody along to the first appointment of a day",
          "list_events add_attendee add_attendee? set_reminder?",
          ("A friend would like to come along.", "I'd like to take somebody with me.")),
    Story("See what two days look like", "list_events list_events",
          ("I'm planning my week.", "Somebody wants to meet me and I have to see what is possible.")),
    Story("Find a free time for {title}", "find_free_slots create_event set_reminder? add_attendee? add_attendee?",
          ("I keep putting {title} off.", "{title} has to fit in somewhere.", "I must not forget {title} again.")),
    Story("Put {title} into the calendar", "create_event set_reminder? add_attendee? add_attendee?",
          ("{title} is fixed at last.", "We have settled on a time for {title}.")),
    Story("Move {title} to another day", "move_event set_reminder? add_attendee?",
          ("Something came up at work.", "I double-booked myself.", "I won't make it to {title} as planned.")),
    Story("Call off {title}", "list_events? cancel_event",
          ("I'm not feeling well.", "{title} is no longer needed.", "Plans have changed.")),
)  # fmt: skip
_FLYING = (
    Story("Fly to {destination}", "search_flights book_flight choose_seat? add_bags?",
          ("I'm visiting my sister in {destination}.", "There is a conference in {destination} that we want to attend.",
           "We are planning a few days in {destination}.", "My company is sending us to {destination}.",
           "An old friend is getting married in {destination}.")),
    Story("Fly to {destination} together", "search_flights book_flight book_flight",
          ("We both need a break and {destination} is where we want to go.",
           "My mother is coming along to {destination}.")),
    Story("Find the better day to fly to {destination}", "search_flights search_flights",
          ("I'm free to choose when I go to {destination}.", "I'd like to get to {destination} without overpaying.")),
    Story("Have a good seat and enough luggage on a flight", "get_booking? choose_seat add_bags",
          ("My next trip is coming up.", "I'd like to sit more comfortably this time, and I'm taking a lot along.",
           "I'm getting things ready for my trip.")),
    Story("Be sure about a flight and change the seat", "get_booking choose_seat",
          ("I'm not sure any more which seat I have.", "I get nervous when I can't stretch my legs.")),
    Story("Get out of a flight that is no longer needed", "get_booking cancel_flight",
          ("I've fallen ill and can't travel.", "My trip has been called off.", "I have to stay at home after all.")),
    Story("Take more luggage along", "add_bags",
          ("I'm bringing back more than I planned.", "I won't manage with hand luggage only.")),
    Story("Sit somewhere else", "choose_seat", ("I'd rather sit at the front.", "I don't like where they put me.")),
)  # fmt: skip
_STAYING = (
    Story("Stay in {city} for {nights} nights", "search_hotels get_room? book_hotel add_extra? set_arrival?",
          ("I need a few days off and {city} is on my list.", "I'm going to a wedding in {city}.",
           "We're planning a short break in {city}.", "I have to be in {city} for work.")),
    Story("Get an idea of hotels in {city}", "search_hotels get_room",
          ("I'm only looking for now, but {city} would be lovely.", "My parents are thinking of going to {city}.")),
    Story("Make a stay more comfortable", "get_reservation? add_extra set_arrival",
          ("My stay is coming up soon.", "Our plans for the trip have become clearer.")),
    Story("Let a hotel know about the time of arrival", "get_reservation? set_arrival",
          ("My train gets in later than I thought.", "I'll be on the road all day.")),
    Story("Add something to a stay", "get_reservation? add_extra",
          ("We'd like to treat ourselves a little.", "I forgot something when I booked.")),
    Story("Get out of a hotel reservation", "get_reservation cancel_reservation",
          ("We won't be able to travel after all.", "I'm staying with friends instead.",
           "The trip has fallen through.")),
)  # fmt: skip
_BANKING = (
    Story("Put some money aside", "get_balance? transfer_money get_balance?",
          ("I got paid last week and would like to put something aside.", "I'm sorting out my finances.")),
    Story("Pay the most urgent bill", "list_bills get_balance? pay_bill get_balance?",
          ("I don't want to get another reminder.", "Bills have been piling up while I was away.")),
    Story("Pay a bill that has come in", "get_balance? pay_bill",
          ("I'd like to get a bill out of the way.", "I found this bill under a pile of papers.")),
    Story("Find out what was charged and complain about it", "list_transactions dispute_transaction",
          ("Something on my account looks odd to me.", "I'm fairly sure that something was charged wrongly.")),
    Story("Know how things stand on the account", "get_balance get_balance? list_transactions",
          ("I'm trying to spend less this month.", "I'm doing my household accounts.")),
    Story("Know how much is on two accounts", "get_balance get_balance",
          ("I'm planning a bigger purchase.", "I'm making a plan for the next months.")),
    Story("Keep anybody from using a lost card", "freeze_card list_transactions? dispute_transaction?",
          ("I can't find my card anywhere.", "I think my card was stolen on the bus.")),
    Story("Change what can be spent with a card", "set_card_limit",
          ("I'm about to buy new furniture.", "I want to keep my spending in check.")),
)  # fmt: skip
_SHOPPING = (
    Story("Find and order a {query}", "search_products get_product? place_order track_order?",
          ("My old {query} has given up.", "I'm looking for presents for my cousins.", "Our club needs new equipment.",
           "The children have been asking for a {query} each.")),
    Story("Find a {query} that is worth its price", "search_products get_product",
          ("I'm thinking about a {query}.", "My birthday is coming and I may wish for a {query}.")),
    Story("Know where the things are that have been shipped", "list_orders track_order",
          ("I've lost track of what I ordered.", "I'm expecting a parcel.")),
    Story("Know where one order is", "track_order", ("I was hoping for a parcel today.", "I'm going away soon.")),
    Story("Have an order sent elsewhere", "track_order? change_address",
          ("I'm moving next week.", "I won't be at home to receive my parcel.")),
    Story("Call an order off", "track_order? cancel_order",
          ("I ordered something by mistake.", "I got the same thing as a present.")),
    Story("Send something back that was delivered", "list_orders? return_order",
          ("I'm not happy with what came.", "I unpacked my parcel and was disappointed.")),
)  # fmt: skip
_COOKING = (
    Story("Cook something with {query}", "search_recipes get_recipe",
          ("I still have some {query} to use up.", "I feel like something with {query}.",
           "A friend of mine loves {query}.")),
    Story("Plan a meal with {query}",
          "search_recipes get_recipe? plan_meal check_pantry? add_to_shopping_list? add_to_shopping_list?",
          ("We're having guests.", "I'd like to plan ahead for once.", "There were nice {query} at the market.")),
    Story("Buy what is missing at home",
          "show_shopping_list? check_pantry check_pantry? check_pantry? add_to_shopping_list add_to_shopping_list?",
          ("I'm going shopping later.", "I want to bake this weekend.", "I'm making sure that we don't run out.")),
    Story("Have the shopping list up to date",
          "show_shopping_list? remove_from_shopping_list? add_to_shopping_list add_to_shopping_list? "
          "add_to_shopping_list?",
          ("I'm on my way to the shop.", "The weekly shopping is due.")),
    Story("Take off the list what is bought", "remove_from_shopping_list remove_from_shopping_list? "
          "show_shopping_list?", ("I just came back from the market.", "I've already bought something on the way.")),
    Story("Know what there is to eat", "show_meal_plan", ("I'm hungry already.", "My flatmate asked about dinner.")),
    Story("Know what is planned and find something with {query}",
          "show_meal_plan show_meal_plan? search_recipes get_recipe plan_meal?",
          ("I'm thinking about what to cook next.", "I don't want to cook the same thing twice.")),
    Story("Know what is planned on two days", "show_meal_plan show_meal_plan",
          ("I'm thinking about what to buy.", "My parents are coming over.")),
    Story("Know what is left at home", "check_pantry check_pantry?",
          ("I'm in the middle of baking.", "I can't see the top shelf.")),
)  # fmt: skip
_LIVING = (
    Story("Make the {room} more comfortable", "list_lights set_brightness read_climate? set_temperature?",
          ("I'd like to read for a while.", "It's getting dark outside.", "We're about to sit down together.")),
    Story("Have the {room} at the right temperature", "read_climate set_temperature",
          ("I'm a bit cold.", "We're going to spend the evening at home.", "The baby should sleep well tonight.")),
    Story("Leave the house without worries",
          "check_doors lock_door lock_door? list_lights? set_brightness? read_climate? set_temperature?",
          ("I'm leaving for the weekend.", "I'm already in bed and too lazy to get up.",
           "I left in a hurry this morning.")),
    Story("Have something done at home every day", "list_routines? add_routine",
          ("I'd like our days to be more regular.", "I keep forgetting to switch things.")),
    Story("Have two routines at home", "list_routines? add_routine add_routine",
          ("We have new working hours.", "I'd like our evenings to be more regular.")),
    Story("Know which lights are on in the {room}", "list_lights",
          ("I may have left something on.", "I'm trying to save electricity.")),
    Story("Be sure that the {door} is locked", "lock_door lock_door?",
          ("I heard something outside.", "I'm not sure that I closed up.")),
    Story("Know how warm it is in two rooms", "read_climate read_climate",
          ("My aunt is coming to stay.", "I think the heating is acting up.")),
)  # fmt: skip
STORIES = (*_WRITING, *_PLANNING, *_FLYING, *_STAYING, *_BANKING, *_SHOPPING, *_COOKING, *_LIVING)


def story_of(names: Collection[str]) -> Story | None:
    """The story that these calls tell best."""
    called = Counter(names)
    fitting = [story for story in STORIES if Counter(story.needed) <= called <= Counter(story.names)]
    return max(fitting, key=lambda story: len(story.needed), default=None)
