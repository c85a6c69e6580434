"""The small change of conversation: openings, connecting words, drafts and closings."""

GREETINGS = ("", "", "", "", "Hi!", "Hello.", "Good morning.", "Hello there!")
CONTINUATIONS = ("Thanks!", "Thank you.", "Great, thank you.", "Good, that helps.", "Perfect.", "Okay.", "", "", "",
                 "One more thing.", "There is something else.", "Lovely, thanks.", "Alright.")  # fmt: skip
ASKS = ("Could you {}?", "Can you {}?", "Please {}.", "Would you {}?", "Could you please {}?", "I'd like you to {}.")
MORE = (
    "After that, please {}.",
    "Could you then {}?",
    "And please {}.",
    "Then I'd like you to {}.",
    "Once that is done, {}.",
)

DRAFTS = (
    "I'll take care of that and report back.", "Let me see to that; I'll tell you how it went.",
    "On it. You'll hear from me as soon as I have the results.", "I'll look into this and get back to you.",
    "Working on it, one moment please.", "Sure, I'll handle this and let you know the outcome.",
    "I'll do that now and report back with the details.", "Understood. I'll come back to you with the results.",
)  # fmt: skip
DRAFT_MARKS = ("report back", "tell you how it went", "hear from me", "get back to you", "one moment please",
               "let you know the outcome", "come back to you")  # fmt: skip
BEFORE_CALLS = (
    "Let me check that for you.", "One moment, I'll see to it.", "Let me take care of this.", "Let me look into it.",
    "Right away.", "I'll get that done.", "Let me see what there is.", "Just a moment.", "Let me have a look.",
    "I'm on it.",
)  # fmt: skip
LEADS = ("", "", "", "Done. ", "All done. ")
CLOSINGS = ("", "", "", "", "", "", "", " Let me know if you need anything else.", " Is there anything else?",
            " Just tell me if something should be different.")  # fmt: skip
FORGOTTEN = (
    "I left out {}, one moment.",
    "Sorry, I forgot {}. Trying again.",
    "That did not go through because I forgot {}; once more.",
    "I missed {} there. Let me do it properly.",
)
MISTAKEN = ("I got {} wrong there, let me try again.",
            "That did not work, because {} was not in the right form. Once more.",
            "I garbled {}, sorry. Here is another try.", "Something was off with {}; I'll put that right.")  # fmt: skip
ASK_BACK = (
    "Sure. {}",
    "Happy to help. {}",
    "I can do that. {}",
    "Of course. {}",
    "One question first: {}",
    "Gladly. {}",
)
ANSWERS = ("{}, please.", "{}, thanks.", "Sorry, I forgot: {}.", "Oh, right: {}.", "{}.")
DECLINES = (
    "I'm sorry, I can't {} yet: I have no access to {}.",
    "I'd gladly {}, but nobody has given me access to {}.",
    "I'm afraid I can't {} at the moment, because I am not connected to {}.",
    "At the moment I have no way to {}, since I can't get to {}.",
)
GRANTS = (
    "I've switched on {} for you, please try again.", "You should have access to {} now. Please go on.",
    "Right, I have just connected you to {}. Can you try again?", "Sorry, my mistake. You can use {} now.",
)  # fmt: skip
