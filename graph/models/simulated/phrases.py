"""The small change of conversation: openings, connecting words, drafts and closings."""

OPENERS = (
    "Please {}.", "Could you {}?", "Can you {}?", "I'd like you to {}.", "I need you to {}.", "Hi, could you {}?",
    "Hello! Please {}.", "Hi there, I'd like you to {}.", "I was hoping you could {}.", "Would you {}?",
    "Good morning! Could you {}?", "I could use some help today. Please {}.", "Hey, can you please {}?",
    "It would be great if you could {}.", "Would you be able to {}?", "I have a small job for you: {}.",
)  # fmt: skip
CONTINUATIONS = (
    "Thanks! Next, please {}.", "Great, thank you. Now could you {}?", "Perfect. I'd also like you to {}.",
    "One more thing: please {}.", "Thank you. Then please {}.", "Good to know. Could you now {}?",
    "Thanks for that. While you're at it, can you {}?", "Okay, next I need you to {}.", "Lovely. Could you also {}?",
    "That helps. Now please {}.", "Got it, thanks. Would you also {}?", "Alright. After that, I'd like you to {}.",
    "Excellent. Something else: could you {}?", "Thanks a lot. Another thing I need: please {}.",
)  # fmt: skip
THEN = ("Then {}.", "After that, {}.", "Once that's done, {}.", "Next, {}.")
ALSO = ("Also, please {}.", "I'd also like you to {}.", "In addition, {}.", "And please {}.")
LAST = ("Finally, {}.", "And at the end, {}.", "Last of all, {}.")

DRAFTS = (
    "I'll take care of that and report back.", "Let me see to that; I'll tell you how it went.",
    "On it. You'll hear from me as soon as I have the results.", "I'll look into this and get back to you.",
    "Working on it, one moment please.", "Sure, I'll handle this and let you know the outcome.",
    "I'll do that now and report back with the details.", "Understood. I'll come back to you with the results.",
)  # fmt: skip
DRAFT_MARKS = ("report back", "tell you how it went", "hear from me", "get back to you", "one moment please",
               "let you know the outcome", "come back to you")  # fmt: skip
BEFORE_CALLS = (
    "Let me check that for you.", "One moment, I'll see to it.", "I'll do this step now.", "Let me take care of this.",
    "Sure, starting with this.", "On to the next part.", "Let me look into it.", "Right away.", "I'll get that done.",
    "Okay, here we go.", "Let me see what there is.", "I'll handle this part next.",
)  # fmt: skip
LEADS = ("Done. ", "All done. ", "", "", "", "Here is what I have: ", "Here you go: ", "Okay, ")
CLOSINGS = (
    "", "", "", " Let me know if you need anything else.", " Is there anything else I can do?", " Anything else?",
    " Just tell me if you'd like to change something.", " Happy to help with the next step.",
)  # fmt: skip
LINKS = ("In addition, ", "Also, ", "Then, ", "Beyond that, ")
NOTICES = (
    "That call was not right; let me correct it.", "The call failed, so I'll fix it and try again.",
    "I made a mistake there. Trying again with the right values.", "That was my own slip; once more.",
    "I see the error. Here is the corrected call.",
)  # fmt: skip
ASK_BACK = (
    "Sure, I can do that. {}", "Happy to help. {}", "I can take care of it, but one detail is missing. {}",
    "Before I start: {}", "One question first. {}",
)  # fmt: skip
ANSWERS = ("It's {}.", "Sorry, I forgot: {}.", "{}, please.", "Of course, {}.", "That would be {}.")
DECLINES = (
    "I'm afraid I have no tool to {} at the moment.", "I'd like to help, but none of my tools can {}.",
    "I can't do all of this: I don't have a tool to {}.", "Sorry, to {} I would need a tool that I don't have.",
)  # fmt: skip
GRANTS = (
    "I've just given you access to {}, please go on.", "You should have {} now. Please continue.",
    "Good point. I've added {} to your tools, so please go ahead.", "I enabled {} for you. Can you try again?",
)  # fmt: skip
