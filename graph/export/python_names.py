"""Names that Python can read, for names that it cannot."""

import keyword
import re
import unicodedata
from collections.abc import Iterable

_OTHER = re.compile(r"\W")


def python_names(names: Iterable[str], taken: Iterable[str] = (), *, dotted: bool = False) -> dict[str, str]:
    """A Python name for each name, no two alike; a good name stays as it is. `dotted` ones may have dots."""
    wanted = dict.fromkeys(names)
    good = {name for name in wanted if _is_good(name, dotted=dotted)}
    used = good | set(taken)
    found = {}
    for name in wanted:
        found[name] = name if name in good else _free(_made_good(name), used)
        used.add(found[name])
    return found


def _is_good(name: str, *, dotted: bool) -> bool:
    parts = name.split(".") if dotted else [name]
    # Python reads identifiers in their compatibility form, so others would come back changed.
    plain = unicodedata.normalize("NFKC", name) == name
    return plain and all(part.isidentifier() and not keyword.iskeyword(part) for part in parts)


def _made_good(name: str) -> str:
    changed = _OTHER.sub("_", unicodedata.normalize("NFKC", name)) or "_"
    changed = changed if changed.isidentifier() else f"_{changed}"
    changed = changed if changed.isidentifier() else re.sub(r"[^0-9A-Za-z_]", "_", changed)
    return f"{changed}_" if keyword.iskeyword(changed) else changed


def _free(name: str, used: set[str]) -> str:
    number, free = 1, name
    while free in used:
        number += 1
        free = f"{name}_{number}"
    return free
