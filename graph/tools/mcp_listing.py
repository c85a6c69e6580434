"""Makes tools of what an MCP server answers to `tools/list`, as a server or a saved answer gives it."""

from collections.abc import Iterable, Iterator

from pydantic import JsonValue

from graph.tools.definition import Definition, Entry, Found
from graph.tools.describing import Described, describe
from graph.tools.unpacking import definitions


def tools_of_listing(server: str, pages: Iterable[JsonValue]) -> Described:
    """The tools of one server; `pages` are results of `tools/list`, each an object with `tools`, or a list.

    What is wrong with a tool is a rejected entry with the number of its page for a line, never an exception.
    """
    return describe(_found(server, pages))


def _found(server: str, pages: Iterable[JsonValue]) -> Iterator[Found]:
    for number, page in enumerate(pages, start=1):
        # Whatever the server says of itself, it is known under the name that the operator gave it.
        for found in definitions(Entry(server, number, page)):
            yield found._replace(server=server) if isinstance(found, Definition) else found
