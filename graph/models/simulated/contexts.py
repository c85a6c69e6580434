"""Values that fit a parameter only because of what its tool is about."""

import re

from graph.models.simulated.lists import CHANGES, QUERIES, TABLES

_FILE = r"\b(path|file|filename|file name|filepath)$"
_QUERY = r"\bquery$"
_TABLE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        r"\b(symbols?|ticker|pair|coin|instrument)$",
        r"trading pair|market order|exchange",
        ("BTC/USDT", "ETH/USDT", "SOL/USDT"),
    ),
    (r"\b(symbols?|ticker|coin)$", r"crypto|binance|token|bitcoin|jupiter", ("BTC", "ETH", "SOL")),
    (r"^(id|ids|coin ids?|coins)$", r"coingecko|coin\b|crypto", ("bitcoin", "ethereum", "solana")),
    (r"\bvs currenc(y|ies)$", r".", ("usd", "eur")),
    (r"\b(stock )?code$", r"stock|a-share|fund|share|quarterly", ("600519", "000858")),
    (
        r"^(from|start)( date)?$",
        r"chart|histor|price|stock|candle|news|market|report|dividend|earning",
        ("2025-03-03", "2025-02-10"),
    ),
    (r"^(to|end)( date)?$", r"chart|histor|price|stock|candle|news|market|report|dividend|earning", ("2025-05-30",)),
    (
        r"^(full )?name$",
        r"contact|person|student|employee|patient|guest",
        ("Priya Novak", "Oscar Jansen", "Elif Tanaka"),
    ),
    (r"\bteam( name)?$", r"baseball|mlb", ("Cubs", "Red Sox", "Mets")),
    (r"\bteam( name)?$", r"football|soccer|league", ("Porto", "Ajax", "Celtic")),
    (r"\bnetwork$", r"social|hook|copywriting|post", ("linkedin", "instagram", "facebook")),
    (
        r"\b(query|domain|host|target)$",
        r"whois|\bdns\b|geoloc|\bip\b",
        ("example.com", "acme-labs.org", "203.0.113.25"),
    ),
    (
        r"\b(source|destination)( path| file)?$",
        r"file|director|rename|move|copy",
        ("/home/maria/notes/ideas.txt", "/home/maria/archive/ideas.txt"),
    ),
    (
        r"\bpath$",
        r"^[\w-]*(?:director|folder|tree)",
        ("/home/maria/reports", "/data/photos/2025", "/srv/projects/shop"),
    ),
    (_FILE, r"audio|speech|music|sound|transcri", ("/home/maria/music/interview.wav", "/home/maria/music/choir.mp3")),
    (
        _FILE,
        r"\bimages?\b|photo|picture|\bocr\b|vision",
        ("/home/maria/photos/harbour.jpg", "/home/maria/photos/market.png"),
    ),
    (_FILE, r"\bvideos?\b|movie|clip", ("/home/maria/videos/harbour.mp4", "/home/maria/videos/talk.mov")),
    (_FILE, r"\bword\b|docx", ("spring-report.docx", "minutes-may.docx", "travel-plan.docx")),
    (_FILE, r"excel|xlsx|workbook|spreadsheet", ("budget.xlsx", "sales-2025.xlsx", "stock-list.xlsx")),
    (_FILE, r"powerpoint|pptx|presentation|slides", ("spring-launch.pptx", "team-update.pptx")),
    (
        r"\b(path|file)$",
        r"kicad|schematic|\bpcb\b",
        ("/home/maria/lamp/lamp.kicad_sch", "/home/maria/radio/radio.kicad_sch"),
    ),
    (_FILE, r"\bpdf\b", ("/home/maria/reports/annual-report.pdf", "/home/maria/reports/lease.pdf")),
    (_FILE, r"\bcsv\b|dataframe|data ?set", ("/home/maria/reports/sales.csv", "/home/maria/reports/visitors.csv")),
    (
        r"\b(title|page title|topic|entity)$",
        r"wikipedia|wiki page|mediawiki",
        ("Coral reef", "Marie Curie", "Lisbon", "Sourdough", "Heat pump"),
    ),
    (r"\blanguage$", r"github|code|program|semgrep|script|execut", ("python", "typescript", "go")),
    (r"\bcontext$", r"kubernetes|k8s|cluster", ("staging-cluster", "production-cluster")),
    (r"\bresource type$", r"kubernetes|k8s|cluster", ("deployment", "service", "pod")),
    (r"\bhtml$", r".", ("<h1>Spring sale</h1><p>Ten percent off all lamps.</p>", "<title>Harbour tours</title>")),
    (r"\b(target|revision)$|\bbase branch$", r"\bgit\b|git_", ("HEAD",)),
    (r"\bbranch type$", r"\bgit\b|git_", ("local",)),
    (r"\bbranch name$", r"\bgit\b|git_", ("spelling", "autumn-release", "faster-search", "dark-mode")),
    (r"\bmessage$", r"\bcommit\b|git_", ("Mend a typo", "Say how it is started", "Bring the list up to date")),
    (_QUERY, r"\b(create[_ ]table|new table)\b", TABLES),
    (_QUERY, r"\binsert\b|\bupdate\b", CHANGES),
    (_QUERY, r"\bsql\b|\bselect\b", QUERIES),
    (_QUERY, r"compound|chem|drug|molecul|substance", ("aspirin", "caffeine", "ibuprofen")),
    (_QUERY, r"promql|prometheus|victoria|time series", ("sum(rate(http_requests_total[5m]))", "up == 0")),
    (_QUERY, r"package|npm|pypi|librar(y|ies)\b", ("date parsing", "http client", "image resizing")),
    (_QUERY, r"github|repositor|source code|issue", ("rate limiter", "dark mode", "flaky test")),
    (_QUERY, r"movie|film|tv show", ("Spirited Away", "Casablanca", "Paterson")),
    (_QUERY, r"recipe|food|meal|cocktail", ("lentil soup", "apple crumble", "pad thai")),
    (_QUERY, r"music|song|spotify|artist|album|lyrics", ("Cesária Évora", "Nina Simone", "Buena Vista Social Club")),
    (_QUERY, r"\bgames?\b|steam", ("Stardew Valley", "Hollow Knight", "Celeste")),
    (_QUERY, r"\blaw\b|legal|statute|court", ("data protection", "rent increases", "parental leave")),
    (_QUERY, r"\bjobs?\b|vacanc|career", ("data analyst", "carpenter", "nurse")),
    (
        _QUERY,
        r"\bmaps?\b|places?\b|restaurant|address|geocod|location",
        ("bakery in Ghent", "bookshop in Lisbon", "museum in Kyoto"),
    ),
    (_QUERY, r"hotel|flight|travel|airbnb", ("Lisbon in June", "a weekend in Ghent")),
    (_QUERY, r"docker|container image", ("nginx", "postgres", "redis")),
    (_QUERY, r"stock|compan(y|ies)\b|ticker|financial", ("Siemens", "Nintendo", "Ørsted")),
    (_QUERY, r"icon|component|\bui\b", ("search bar", "calendar", "date picker")),
    (_QUERY, r"photo|image|gif|picture", ("sunrise over a harbour", "a sleeping cat")),
)
_PATTERNS = tuple((re.compile(name), re.compile(about), values) for name, about, values in _TABLE)


def values_in_context(words: str, about: str) -> tuple[str, ...]:
    """Strings for a parameter of these words in a tool about these things; empty where nothing special is known."""
    for name, topic, values in _PATTERNS:
        if name.search(words) and topic.search(about):
            return values
    return ()
