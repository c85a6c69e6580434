"""Pack what a page holds: compressed, and in an alphabet that means nothing in HTML."""

import gzip
from base64 import b64encode
from collections.abc import Iterable, Iterator
from itertools import islice

import orjson

CHUNK = 40
"""Dialogues that are unpacked together."""


def packed(value: object) -> str:
    """JSON, compressed with gzip and written in base64, the same for the same value."""
    return b64encode(gzip.compress(orjson.dumps(value), compresslevel=9, mtime=0)).decode("ascii")


def chunks(entries: Iterable[object]) -> Iterator[str]:
    """Pack the entries, so many at a time."""
    following = iter(entries)
    while some := list(islice(following, CHUNK)):
        yield packed(some)
