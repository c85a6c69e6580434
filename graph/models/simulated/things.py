"""Names of things that invented results speak of, by what they are."""

import re
from random import Random

from graph.models.simulated.lists import CITIES

_MAILS = ("Your question from Monday", "Invitation to the summer party", "Minutes of the last meeting",
          "Invoice for May", "Change of address", "Photos from the trip")  # fmt: skip
_TASKS = ("Order new business cards", "Review the spring budget", "Call the caterer", "Update the price list",
          "Book the meeting room", "Answer the survey")  # fmt: skip
_PAPERS = ("Notes on the spring launch", "Weekly team summary", "Reading list for June", "Customer interview findings",
           "Draft budget", "Onboarding checklist")  # fmt: skip
_BUGS = ("Login fails after a password change", "Totals are rounded twice", "Dark mode hides the menu",
         "Export stops at 1000 rows", "Typo on the start page", "Search ignores accents")  # fmt: skip
_TABLE: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"reminder|task|todo|^action|step|goal|item$|activity", _TASKS),
    (r"issue|bug|ticket|alert|finding|error|crash|vulnerab|warning", _BUGS),
    (r"mail|message|thread|draft|inbox|comment|conversation|notification|chat", _MAILS),
    (
        r"note|document|doc$|memo|page|file|folder|report|prompt|template|form$|sheet|record|entry|memory|bookmark",
        _PAPERS,
    ),
    (
        r"pull|commit|^change|revision|diff",
        ("Fix the rounding of totals", "Add a dark mode", "Update the dependencies"),
    ),
    (r"branch", ("main", "feature/checkout", "fix/login")),
    (
        r"project|repo|workspace|app|application|site|model$",
        ("website relaunch", "shop-frontend", "billing", "mobile app"),
    ),
    (
        r"team|group|department|channel|community|organi[sz]ation|room$",
        ("Design", "Support", "Marketing", "Operations"),
    ),
    (
        r"product|article$|goods|offer|offering|listing|deal",
        ("Desk lamp", "Coffee grinder", "Rain jacket", "Wall clock"),
    ),
    (
        r"event|meeting|appointment|session|schedule|course|class$|lesson",
        ("Team stand-up", "Budget call", "Yoga class", "Project review"),
    ),
    (r"coin|token|crypto|currency|asset|pool|chain|network|pair|dex|protocol", ("Bitcoin", "Ethereum", "Solana")),
    (
        r"stock|company|companies|ticker|holder|fund|dividend|earning|filing|etf|security|sector",
        ("Siemens", "Nintendo", "Ørsted", "SAP"),
    ),
    (r"champion|hero|character|weapon|avatar", ("Ahri", "Garen", "Jinx", "Lux")),
    (r"game|match|^race|tournament|season|fixture", ("Lisbon - Porto", "Bergen - Oslo", "Ghent - Bruges")),
    (r"song|track|album|playlist", ("Sodade", "Feeling Good", "Chan Chan")),
    (r"artist|band|singer", ("Cesária Évora", "Nina Simone", "Buena Vista Social Club")),
    (r"movie|film|show$|anime|episode|video", ("Spirited Away", "Casablanca", "Paterson")),
    (r"book|manga|novel|library", ("The Summer Book", "The Left Hand of Darkness", "Stoner")),
    (r"recipe|dish|meal|food|cocktail|drink", ("Lentil soup with lemon", "Mushroom risotto", "Apple crumble")),
    (r"country|countries|nation", ("Portugal", "Japan", "Kenya", "Denmark")),
    (r"time ?zone", ("Europe/Lisbon", "Asia/Tokyo", "America/Toronto")),
    (r"hotel|restaurant|cafe|museum|venue|shop", ("Casa Miro", "The Corner House", "Quay Lodge")),
    (r"city|cities|station|place|location|stop|airport|region|destination|area", CITIES),
    (r"categor|tag|genre|topic|label|interest|theme|trend", ("travel", "science", "cooking", "design")),
    (r"language|locale", ("English", "Portuguese", "Japanese")),
    (r"command|^script|tool|function|method|operation|procedure", ("open report", "send summary", "clean up")),
    (r"table|collection|index|dataset|database|schema|bucket|queue|key$|view", ("customers", "orders", "products")),
    (r"field|column|property|attribute|parameter|variable|setting", ("name", "status", "created_at")),
    (
        r"pod|container|node|deployment|instance|server|service|host|vm|cluster|route|upstream",
        ("web-1", "worker-2", "api-3"),
    ),
    (
        r"plugin|endpoint|process|job|worker|image|namespace|device|simulator|tab",
        ("web-1", "worker-2", "billing-api", "search-api"),
    ),
    (
        r"package|dependency|librar|module|component|icon|framework|extension",
        ("date picker", "search bar", "table view"),
    ),
    (r"gene|protein|target|compound|molecule|drug|medication|trial|stud(y|ies)", ("ibuprofen", "aspirin", "metformin")),
    (r"verse|surah|chapter|quote|poem|joke|fact", ("On patience", "On friendship", "On beginnings")),
    (r"color|colour|palette", ("teal", "orange", "navy")),
    (
        r"hook|headline|idea|tip|suggestion|recommendation|insight|caption|slogan",
        ("Start with one small habit", "Three things nobody tells you", "Why less is more"),
    ),
    (
        r"wallpaper|photo|picture|gif|illustration|background",
        ("Sunrise over the harbour", "A sleeping cat", "Autumn lane"),
    ),
    (r"trade|transaction|swap|transfer|payment", ("0.4 BTC bought", "2 ETH sold", "15 SOL bought")),
    (r"synonym", ("sofa and couch", "lamp and light", "bag and rucksack")),
    (r"connection|net$|pin$|pattern", ("R1 to C4", "U2 to J1", "C7 to ground")),
    (
        r"board|list|sprint|milestone|campaign|dashboard|chart|plot|workflow|plan|report",
        ("Spring launch", "Customer survey", "Hiring"),
    ),
)
_PATTERNS = tuple((re.compile(pattern), names) for pattern, names in _TABLE)


def names_of_things(noun: str, count: int, random: Random) -> list[str]:
    """Names for some things of this kind, no two alike; none where it is not known what they are called."""
    names = next((names for pattern, names in _PATTERNS if pattern.search(noun)), ())
    return random.sample(names, min(count, len(names)))
