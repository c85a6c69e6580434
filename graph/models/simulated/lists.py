"""Values that people would really ask for, by what a parameter is called."""

import re
from functools import cache

CITIES = ("Lisbon", "Kyoto", "Toronto", "Nairobi", "Copenhagen", "Valencia", "Seoul", "Chicago", "Melbourne", "Ghent")
COUNTRIES = ("Portugal", "Japan", "Canada", "Kenya", "Denmark", "Spain", "Brazil", "New Zealand")
TOPICS = (
    "solar panel efficiency", "sourdough starters", "remote onboarding", "coral reef restoration",
    "electric cargo bikes", "urban beekeeping", "retrieval-augmented generation", "sleep and memory",
    "small-town libraries", "heat pumps in old houses", "the history of chess", "marathon training for beginners",
    "zero-waste kitchens", "open-source licensing", "lithium recycling", "learning to read music",
)  # fmt: skip
TITLES = (
    "Notes on the spring launch", "Weekly team summary", "Garden planning", "Reading list for June",
    "Customer interview findings", "Draft budget", "Trip to the coast", "Onboarding checklist",
)  # fmt: skip
SENTENCES = (
    "The delivery moved to Thursday morning.", "Please bring the signed forms to the meeting.",
    "The first tests look good, details to follow.", "We agreed to keep the old logo for now.",
    "The blue version sold better than expected.", "Lunch is on the terrace at noon.",
)  # fmt: skip
EXPRESSIONS = {"17 * 24": 408, "(48 + 12) / 5": 12, "1250 * 0.08": 100, "2 ** 10": 1024, "365 - 87": 278}
QUERIES = (
    "SELECT name, city FROM customers ORDER BY name LIMIT 10", "SELECT COUNT(*) FROM orders WHERE status = 'open'",
    "SELECT product, SUM(amount) FROM sales GROUP BY product",
)  # fmt: skip
TABLES = (
    "CREATE TABLE trips (city TEXT, days INTEGER)", "CREATE TABLE IF NOT EXISTS expenses (purpose TEXT, amount REAL)",
    "CREATE TABLE visitors (name TEXT, arrived TEXT)",
)  # fmt: skip
CHANGES = (
    "INSERT INTO customers (name, city) VALUES ('Elif Tanaka', 'Ghent')",
    "UPDATE orders SET status = 'closed' WHERE status = 'open'",
    "INSERT INTO sales (product, amount) VALUES ('lamp', 45)",
    "UPDATE customers SET city = 'Porto' WHERE city = 'Lisbon'",
)  # fmt: skip
CODE = ("print(sum(range(1, 101)))", "[n * n for n in range(10)]", "sorted(['pear', 'apple', 'fig'])")

_TABLE: tuple[tuple[str, tuple[object, ...]], ...] = (
    (r"\b(coin|crypto|cryptocurrency|token) (symbol|ticker)$", ("BTC", "ETH", "SOL")),
    (r"\bchain id$", ("1", "137", "8453")),
    (r"\bnct id$", ("NCT04280705", "NCT03518606")),
    (r"\b(arxiv|paper) id$", ("1706.03762", "2310.06825", "2005.14165")),
    (r"\bdoi$", ("10.1038/s41586-020-2649-2", "10.1126/science.aax2342")),
    (r"\bcik$", ("0000320193", "0000789019")),
    (r"\bcve( id)?$", ("CVE-2024-3094", "CVE-2021-44228")),
    (r"\b(video|youtube) id$", ("k3T7bVx9QpM", "dQw4w9WgXcQ")),
    (r"\b(pid|process id)$", ("4821", "1337")),
    (r"\bregion id$", ("eu-central-1", "us-east-1")),
    (r"\bisbn$", ("9780262033848", "9780131103627")),
    (r"\bsubreddit$", ("woodworking", "AskHistorians", "houseplants")),
    (r"\b(champion)( name)?$", ("Ahri", "Garen", "Jinx")),
    (r"\b(league)$", ("Premier League", "La Liga")),
    (r"\b(cuisine|dish|recipe|meal)( name)?$", ("Portuguese", "Thai", "Lebanese")),
    (r"\b(disease|condition|diagnosis|mesh heading|mesh term)$", ("Asthma", "Migraine", "Hypertension")),
    (r"\b(drug|medication|compound|substance)( name)?$", ("ibuprofen", "metformin", "aspirin")),
    (r"\b(gene|gene symbol|protein)( name)?$", ("BRCA1", "TP53")),
    (r"\b(hashtag)$", ("gardening", "opensource")),
    (r"\b(isin)$", ("US0378331005",)),
    (r"\b(units?|unit system)$", ("metric", "celsius")),
    (r"\b(sort|sort by|order by|sort field)$", ("date", "name", "relevance")),
    (r"\b(order|sort order|direction)$", ("asc", "desc")),
    (r"\b(method|http method)$", ("GET", "POST")),
    (r"\b(cron|schedule)$", ("0 9 * * 1", "30 7 * * *")),
    (r"\b(regex|pattern|glob)$", ("*.md", "report-*.csv", "src/**/*.py")),
    (r"\b(redis key|cache key|key)$", ("session:42", "cart:1087", "profile:maria")),
    (r"\b(coordinates|latlng)$", ("38.72,-9.14", "35.01,135.77")),
    (r"\b(element|ref|target element)$", ("Search button", "Sign-in link", "Newsletter form")),
    (r"\b(voice)$", ("alloy", "nova")),
    (r"\b(device|device id|device name)$", ("Pixel 8", "living-room speaker")),
    (r"\b(value)$", ("42", "blue", "approved")),
    (r"\b(exchange)$", ("binance", "kraken", "NASDAQ")),
    (r"\b(service)( name)?$", ("billing", "checkout", "search")),
    (r"\b(environment|env)$", ("staging", "production")),
    (r"\b(app|application)( name)?$", ("Safari", "Notes", "shop-frontend")),
    (r"\b(action|operation)$", ("list", "status", "start")),
    (r"\b(memory dump path)$", ("/cases/2025-04/memory.dmp",)),
    (r"\b(channel)( name)?$", ("general", "announcements")),
    (r"\b(timezone|time zone|tz)$", ("Europe/Lisbon", "Asia/Tokyo", "America/Toronto", "Africa/Nairobi")),
    (r"\b(start|from|begin|since|after|min) ?(date|day|time)$", ("2025-03-01", "2025-02-10", "2025-01-15")),
    (r"\b(end|to|until|before|max) ?(date|day|time)$", ("2025-05-31", "2025-06-15", "2025-04-30")),
    (r"\b(date|day)$", ("2025-05-12", "2025-04-22", "2025-03-18")),
    (r"\b(datetime|timestamp)$", ("2025-05-12T09:00:00Z", "2025-04-22T14:30:00Z")),
    (r"^time$", ("09:30", "14:00", "18:45")),
    (r"\b(currency|fiat)\b", ("EUR", "USD", "JPY", "GBP")),
    (r"\b(symbols?|tickers?|stock|stock code)$", ("AAPL", "MSFT", "NVDA", "SAP", "TSLA")),
    (r"\b(coins?|cryptos?|coin id)$", ("bitcoin", "ethereum", "solana")),
    (r"\b(chain|network|blockchain)$", ("ethereum", "polygon", "arbitrum")),
    (r"\bprogramming language$", ("python", "typescript")),
    (r"\b(language|lang|locale)( code)?$", ("en", "pt", "ja", "de")),
    (r"\bcountry code$", ("PT", "JP", "CA")),
    (r"\bcountry\b", COUNTRIES),
    (r"\b(city|location|place|town|destination|origin|near)\b", CITIES),
    (r"\bregion\b", ("eu-west-1", "us-east-1", "ap-northeast-1")),
    (r"\b(zip|postal code|postcode)\b", ("97201", "60614", "02139")),
    (r"\b(repo|repository|github) ?(url|link)$", ("https://github.com/acme-labs/website",)),
    (r"\bimage ?(url|link)s?$", ("https://example.com/images/harbour.jpg", "https://example.com/images/cat.png")),
    (r"\b(video|youtube) ?(url|link)$", ("https://www.youtube.com/watch?v=k3T7bVx9QpM",)),
    (r"\b(ws|websocket) url$", ("wss://example.com/socket",)),
    (
        r"\b(url|uri|link|website|endpoint)s?$",
        (
            "https://example.com/blog/heat-pumps",
            "https://example.org/pricing",
            "https://acme-labs.org/docs/start",
            "https://example.net/news/harbour-opening",
            "https://shop.example.net/lamps",
            "https://example.edu/library/hours",
        ),
    ),
    (r"\b(domain|host|hostname)( name)?$", ("example.com", "acme-labs.org", "shop.example.net")),
    (r"\b(ip|ip address)$", ("203.0.113.25", "198.51.100.7")),
    (r"\b(user agent)\b", ("Mozilla/5.0",)),
    (r"\b(repo|repository|project) (path|dir|directory)$", ("/home/maria/website", "/srv/projects/shop")),
    (r"\b(dir|directory|folder)( path)?( str)?$", ("/home/maria/reports", "/data/photos/2025", "/srv/projects/shop")),
    (r"\b(image|photo|picture)( file)?( path)?$", ("/home/maria/photos/harbour.jpg",)),
    (r"\b(audio|sound|song)\b.*(path|file)", ("/home/maria/music/interview.wav",)),
    (r"\b(csv|data ?set|spreadsheet|excel|workbook|table file)\b", ("/home/maria/reports/sales.csv",)),
    (r"\b(output|save|destination|target) ?(path|file|file ?path)$", ("/home/maria/out/result.txt",)),
    (r"\b(results?|log|json) ?(file|path)$", ("/home/maria/out/scan-results.json", "/home/maria/out/may.json")),
    (
        r"\b(path|file|filepath|files|paths)$",
        (
            "/home/maria/reports/spring.md",
            "/srv/projects/shop/app.py",
            "/home/maria/notes/ideas.txt",
            "/srv/projects/shop/config.json",
            "/home/maria/reports/minutes.md",
        ),
    ),
    (r"\bkind$", ("Deployment", "Service", "ConfigMap")),
    (r"\b(filename|file name|document name)$", ("spring-report.docx", "budget.xlsx", "minutes.md")),
    (r"\bbranch( name)?$", ("main", "feature/checkout", "fix/login")),
    (r"\bowner$", ("acme-labs", "northdesk", "riverbend")),
    (r"\bteam( name)?$", ("Design", "Support", "Marketing")),
    (r"\b(org|organization|workspace|workspace slug)( name)?$", ("acme-labs", "northdesk", "riverbend")),
    (r"\b(avatar|character|hero)( name)?$", ("Wanderer", "Gardener")),
    (r"\b(sheet|worksheet|sheet name|tab)$", ("Summary", "May", "Budget")),
    (r"\b(cell|cell name|start cell|range|cell range)$", ("B4", "C12", "A1:C10")),
    (r"\b(playlist|album)( name)?$", ("Sunday morning", "Road trip")),
    (r"\b(ip|ip address|target)$", ("203.0.113.25", "198.51.100.7")),
    (r"\b(style|tone)$", ("friendly", "plain")),
    (r"\b(direction)$", ("forward", "left")),
    (r"\b(repo|repository)( name| slug)?$", ("website", "billing-service", "mobile-app")),
    (r"\b(package|packages|library|module)( name)?s?$", ("requests", "numpy", "fastapi", "lodash")),
    (r"\b(namespace)$", ("default", "staging")),
    (r"\b(class ?name)$", ("OrderService", "UserRepository")),
    (r"\b(selector|css)$", ("#search-button", "input[name='email']", ".product-card")),
    (r"\b(sql|statement)$", QUERIES),
    (r"\btable name$", ("customers", "orders", "sales")),
    (r"\b(expression|equation|formula|calculation)$", tuple(EXPRESSIONS)),
    (r"\b(command|cmd|script)$", ("ls -la", "git status", "df -h")),
    (r"\b(code|source code|snippet)$", CODE),
    (r"\b(smiles)$", ("CCO", "c1ccccc1", "CC(=O)O")),
    (r"\b(word)$", ("serendipity", "resilient", "harbour")),
    (r"\b(ingredients?)$", ("chickpeas", "tomatoes", "lentils")),
    (r"\b(artist|band)$", ("Cesária Évora", "Nina Simone")),
    (r"\b(movie|film)\b", ("Spirited Away", "Casablanca")),
    (r"\b(genre|category|tag|tags|label|labels|topic)s?$", ("travel", "science", "cooking", "design")),
    (r"\b(color|colour)$", ("teal", "orange", "navy")),
    (r"\b(gender|sex)$", ("female", "male")),
    (r"\b(username|user name|login|handle|screen name)$", ("maria_ferreira", "tomas.r", "okafor_j")),
    (r"\b(tables?|collection|dataset|index|index uid|database)( name)?$", ("customers", "orders", "products")),
    (r"\b(fields?|columns?|properties)( names?)?$", ("name", "status", "created_at")),
    (r"\b(status|state)$", ("open", "active", "done")),
    (r"\b(priority|severity)$", ("high", "medium")),
    (r"\b(quarter)$", ("Q1", "Q2")),
    (r"\b(period|range|timeframe|interval|duration)$", ("1d", "1w", "1mo")),
    (r"\b(format|output format|file type)$", ("json", "csv", "markdown")),
    (r"\b(version)$", ("1.4.0", "2.1.3")),
    (r"\b(model)( name)?$", ("Basic", "standard-v2")),
    (r"\b(task|todo|action|step|goal|objective)$", ("Order new business cards", "Review the spring budget")),
    (r"\b(prompt)$", ("A lighthouse at dusk in watercolour", "A short poem about the first snow")),
    (r"\b(question|thought|problem|issue)$", ("How can we shorten the delivery time?", "Why do mornings run late?")),
    (r"\b(instruction|instructions)$", ("Check the error handling.", "Keep it short and friendly.")),
    (r"\b(subject)$", ("Spring launch", "Your question from Monday")),
    (r"\b(title|headline|summary|note name)$", TITLES),
    (r"\b(message|text|body|content|description|comment|note|reason|caption|input|markdown|reply)$", SENTENCES),
    (r"\b(query|search|keyword|keywords|term|terms|q|about|theme|interests?)$", TOPICS),
)
_PATTERNS = tuple((re.compile(pattern), values) for pattern, values in _TABLE)

_NUMBERS: tuple[tuple[str, tuple[float, ...]], ...] = (
    (r"\b(max|maximum) (length|tokens|chars|characters|words)$", (200, 500, 1000)),
    (r"\b(limit|count|max results|num|size|per page|top k|top n|top|results|number of \w+)\b", (5, 10, 20)),
    (r"\b(page|page number)$", (1, 2)),
    (r"\b(offset|start|skip)$", (0, 10)),
    (r"\byear$", (2023, 2024, 2025)),
    (r"\bquarter$", (1, 2, 3)),
    (r"\bseason$", (2023, 2024)),
    (r"\bmonth$", (3, 5, 9)),
    (r"\bday$", (4, 12, 21)),
    (r"\b(days|period|window|lookback)\b", (7, 14, 30)),
    (r"\b(lat|latitude)\b", (38.72,)),
    (r"\b(lon|lng|longitude)\b", (-9.14,)),
    (r"\b(width)$", (1280, 800)),
    (r"\bheight (in )?cm$", (164, 171, 182)),
    (r"\bheight (in )?m$", (1.64, 1.82)),
    (r"\b(height)$", (720, 600)),
    (r"\b(port)$", (8080, 5432)),
    (r"\b(timeout|seconds)\b", (30, 60)),
    (r"\b(amount|price|budget|total|cost|value|principal)\b", (120, 45.5, 1500)),
    (r"\b(rate|percent|percentage|confidence|probability|threshold)\b", (0.05, 0.5, 0.8)),
    (r"\b(age)\b", (29, 41, 63)),
    (r"\bheart rate$|\bhr$|\bpulse$", (64, 72, 88)),
    (r"\bsystolic\b", (112, 118, 126)),
    (r"\bdiastolic\b", (70, 76, 82)),
    (r"\bqt\b", (390, 410)),
    (r"\b(scr|creatinine)\b", (0.9, 1.1, 1.3)),
    (r"\b(years)$", (4, 8, 12)),
    (r"\b(months)$", (2, 6, 9)),
    (r"\b(lamports|satoshis|wei)$", (5000, 20000)),
    (r"\b(bilirubin|inr)\b", (0.8, 1.2)),
    (r"\b(weight)\b", (62, 78)),
    (r"\b(temperature)\b", (0.7, 21)),
    (r"\b(quantity|number|iteration|round|stage|level|index|line|row|col|column)\b", (1, 2, 3)),
    (r"\b(chain id)$", (1, 137)),
    (r"\b(id|pid|nr)$", (1042, 387, 5519, 2216)),
)
_NUMBER_PATTERNS = tuple((re.compile(pattern), values) for pattern, values in _NUMBERS)


@cache
def values_for(words: str) -> tuple[object, ...]:
    """Strings that fit a parameter of these words; empty where none is known."""
    return next((values for pattern, values in _PATTERNS if pattern.search(words)), ())


PLAIN_NAMES = ("riverbend", "northdesk", "harbour", "aurora", "juniper", "cedar-hill")
PLAIN_WORDS = ("standard", "spring-2025", "main", "primary", "demo", "default")


@cache
def numbers_for(words: str) -> tuple[float, ...]:
    """Numbers that fit a parameter of these words."""
    return next((values for pattern, values in _NUMBER_PATTERNS if pattern.search(words)), (3, 8, 12, 25, 40))
