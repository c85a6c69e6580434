"""Small talk and open questions that need no tool, with friendly answers."""

from random import Random
from typing import NamedTuple

from graph.models.simulated.schemas import words_of
from state.dialogue import Dialogue


class Exchange(NamedTuple):
    """A question that needs no tool, its answer, and the words of a dialogue that it goes with."""

    question: str
    answer: str
    about: tuple[str, ...] = ()


EXCHANGES = (
    Exchange(
        "Do you have a trick for not forgetting appointments?",
        "Many people do well with one calendar for everything and a short look at it each evening. Writing an "
        "appointment down the moment it is made helps more than any reminder.",
        ("calendar", "event", "meeting", "schedule"),
    ),
    Exchange(
        "Is it better to have meetings in the morning or in the afternoon?",
        "It depends on the people, but many find mornings best for work that needs focus and early afternoons fine "
        "for talking. A fixed day for meetings keeps the other days free.",
        ("calendar", "meeting", "schedule", "task", "project"),
    ),
    Exchange(
        "I always pack too much. Any advice for a short trip?",
        "Lay everything out, then put a third of it back. Clothes in two matching colours and one pair of good shoes "
        "usually cover a long weekend.",
        ("flight", "travel", "hotel", "trip", "booking"),
    ),
    Exchange(
        "What helps against jet lag, in your view?",
        "Daylight in the morning at the destination, plenty of water and going to bed at the local time are the usual "
        "advice. Heading east tends to be harder than heading west.",
        ("flight", "travel", "trip"),
    ),
    Exchange(
        "Do you think it is worth keeping the original boxes of things I order?",
        "Until the return period is over, yes: it makes sending things back much easier. After that, keep them only "
        "for fragile things you might move or sell.",
        ("order", "return", "shop", "product"),
    ),
    Exchange(
        "How do I know whether an online review is honest?",
        "Look for details that only an owner would know, and read the middling reviews first. A flood of short "
        "praise on one day is a warning sign.",
        ("order", "product", "shop", "review"),
    ),
    Exchange(
        "Is it a good idea to put a little money aside every month?",
        "Generally yes. A fixed sum that moves on payday is the easiest habit, because you never get used to having "
        "it. A few months of expenses is a common first goal.",
        ("payment", "account", "money", "bank", "transfer", "budget", "invoice"),
    ),
    Exchange(
        "What is a simple way to split costs among friends?",
        "One person pays and keeps the list, and you settle once at the end rather than after every coffee. Rounding "
        "generously keeps everybody cheerful.",
        ("payment", "money", "bill", "transfer"),
    ),
    Exchange(
        "How warm should a bedroom be for good sleep?",
        "Most people sleep best in a cool room, roughly sixteen to nineteen degrees Celsius. Fresh air before bedtime "
        "often matters as much as the number.",
        ("home", "device", "thermostat", "light", "room"),
    ),
    Exchange(
        "Does leaving devices on standby really matter?",
        "Each one uses little, but a household full of them adds up over a year. A switchable power strip for the "
        "television corner is the easiest win.",
        ("home", "device", "light", "energy"),
    ),
    Exchange(
        "What could I cook when I have hardly any time?",
        "Pasta with garlic, chilli and olive oil is on the table in a quarter of an hour, and so is an omelette with "
        "whatever vegetables are left.",
        ("recipe", "kitchen", "meal", "pantry", "food", "shopping"),
    ),
    Exchange(
        "How do I keep herbs fresh for longer?",
        "Soft herbs such as parsley like to stand in a glass of water in the fridge. Woody ones such as rosemary keep "
        "well wrapped in a damp cloth.",
        ("recipe", "kitchen", "food", "pantry"),
    ),
    Exchange(
        "What is a sensible way to name files so that I find them again?",
        "Put the date first, written year, month, day, and then two or three plain words. Sorted by name, everything "
        "is then sorted by time as well.",
        ("file", "document", "folder", "note"),
    ),
    Exchange(
        "Is it better to take notes by hand or on a computer?",
        "By hand people tend to sum up more, which helps them remember; typed notes are easier to search. Many do a "
        "first draft on paper and type the essence.",
        ("note", "document", "file", "page"),
    ),
    Exchange(
        "What makes a good search query?",
        "Use the words you expect in the answer rather than in the question, leave out the filler, and add one rare "
        "word that narrows it down.",
        ("search", "web", "query", "paper", "article"),
    ),
    Exchange(
        "How do I tell whether a source on the web can be trusted?",
        "See who wrote it, when, and whether it says where its claims come from. If two independent sources agree, "
        "you are on firmer ground.",
        ("search", "web", "news", "article", "paper"),
    ),
    Exchange(
        "Should commit messages be long or short?",
        "A short first line that says what changes for the reader, and a paragraph below it only where the reason is "
        "not obvious.",
        ("git", "repo", "commit", "branch", "code", "issue"),
    ),
    Exchange(
        "Is there a rule of thumb for when code needs a test?",
        "If you would be annoyed to break it unnoticed, test it. Every bug that you fix is a good occasion for one "
        "more test.",
        ("code", "test", "repo", "deploy", "function"),
    ),
    Exchange(
        "I'm new to databases. When does one need an index?",
        "When a table has grown and you often look for rows by the same column. It speeds up reading and costs a "
        "little with every write.",
        ("database", "table", "sql", "query", "index", "collection"),
    ),
    Exchange(
        "Why do stock prices move so much on some days?",
        "Prices follow expectations, so news that surprises many people at once moves them most. On quiet days "
        "the same company can hardly move at all.",
        ("stock", "price", "market", "crypto", "coin", "token"),
    ),
    Exchange(
        "How far ahead can a weather forecast be trusted?",
        "The first three days are usually good, up to a week gives the trend, and beyond ten days it is little better "
        "than the average of the season.",
        ("weather", "forecast", "climate"),
    ),
    Exchange(
        "Do you know a good way to begin an e-mail to somebody I don't know?",
        "Say in the first sentence why you write to this person in particular, and in the second what you hope for. "
        "Everything else can follow.",
        ("mail", "email", "message", "contact", "slack"),
    ),
    Exchange(
        "What makes a photo look good, even with a phone?",
        "Soft light from the side, a clean background, and one step closer than you first thought.",
        ("image", "photo", "picture", "video", "media"),
    ),
    Exchange(
        "How does one start learning a language as an adult?",
        "Ten minutes every day beat two hours on Sunday. Learn whole phrases you would really use, and say them aloud.",
        ("language", "translate", "word", "learn", "education"),
    ),
    Exchange(
        "How are you today?", "Very well, thank you! It is nice of you to ask. I hope your day is going well too."
    ),
    Exchange(
        "You have been quick. Do you ever get tired?",
        "No, that is one of the comforts of being an assistant. But a break would do you good if you have been "
        "at this for a while.",
    ),
    Exchange(
        "What do you do when you don't know something?",
        "I say so. A wrong answer given with confidence costs more time than an honest gap.",
    ),
    Exchange(
        "I have so much to do today that I don't know where to start.",
        "Pick the one thing that would make the rest easier, give it half an hour without interruptions, and write the "
        "others on a list so that they stop circling in your head.",
    ),
    Exchange(
        "Could you cheer me up with something short?",
        "Gladly: why did the scarecrow get an award? Because it was outstanding in its field.",
    ),
    Exchange(
        "What would you recommend for a rainy afternoon?",
        "A pot of tea, a book you have been putting off, and no clock in sight. A slow soup on the stove "
        "makes it perfect.",
    ),
)


def exchange_for(dialogue: Dialogue, random: Random) -> Exchange:
    """An exchange that goes with what the dialogue is about, where there is one."""
    spoken = [word for step in dialogue.steps() for word in words_of(step.call.name)]
    spoken += [word for tool in dialogue.tools[:3] for word in words_of(tool.domain)]
    related = [e for e in EXCHANGES if any(word.startswith(topic) for word in spoken for topic in e.about)]
    general = [exchange for exchange in EXCHANGES if not exchange.about]
    return random.choice(related if related and random.random() < 0.75 else general)
