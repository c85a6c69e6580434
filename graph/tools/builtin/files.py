"""A drive with folders, documents and notes."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from random import Random
from typing import Annotated, Literal

from pydantic import Field

from graph.tools.builtin.documents import LINES
from graph.tools.builtin.domain import Domain, Email, Knowledge, Refused, known, tool
from graph.tools.builtin.people import people
from graph.tools.builtin.record import record

Folder = Literal["Projects", "Household", "Meetings", "Receipts", "Archive", "Shared"]
Access = Literal["view", "comment on", "edit"]
Text = Annotated[str, Field(min_length=1, max_length=500)]

_TOPICS = (
    "kitchen renovation", "garden plan", "marathon training", "newsletter", "onboarding", "road trip", "bicycle repair",
    "website relaunch", "winter fair", "apartment search", "choir tour", "language course", "office move", "podcast",
)  # fmt: skip
_ADDITIONS = (
    "Call the supplier back on Monday", "Remember to attach the photos", "The deposit has been paid",
    "Ask about parking", "Final count is 24 people",
)  # fmt: skip
_NOTES = (
    ("Gift ideas", "A scarf, a puzzle or concert tickets"),
    ("Reading list", "Start with the two short ones"),
    ("Packing list", "Charger, rain jacket, passport"),
    ("Questions for the landlord", "Heating, bike cellar, deposit"),
    ("Talk outline", "One story, three points, one picture"),
)
_HOMES: tuple[Folder, ...] = ("Projects", "Household", "Meetings", "Receipts")
_LEVELS: tuple[Access, ...] = ("view", "comment on", "edit")


@record
class Document:
    """A document as it is listed."""

    document_id: str
    title: str
    folder: Folder
    edited: date


@record
class Documents:
    """Documents that were asked for, last edited first."""

    documents: tuple[Document, ...]


@record
class Content:
    """A document with its text."""

    document_id: str
    title: str
    folder: Folder
    edited: date
    text: str
    shared_with: tuple[str, ...] = ()


@record
class Shared:
    """Who was let in."""

    document_id: str
    title: str
    email: str
    access: Access


@record
class Deleted:
    """What was thrown away. Without its id, which nothing can be done with any more."""

    title: str
    deleted: bool = True


class Drive(Domain):
    """Somebody's documents in a few folders."""

    name = "files"
    policy = "Share a document only with the people the user names, and delete only what the user names."

    def __init__(self, random: Random, now: datetime) -> None:
        """Write three documents into each folder, and four that are no longer needed."""
        super().__init__(random, now)
        self._documents: dict[str, Content] = {}
        topics = random.sample(_TOPICS, 10)
        self._topics, self._dropped = topics[:6], topics[6:]
        self._leftovers = [self._seed(topic, "Archive").title for topic in self._dropped]
        for topic in self._topics:
            for folder in random.sample(_HOMES, 2):
                self._seed(topic, folder)
        self._filled = sorted({content.folder for content in self._documents.values()} - {"Archive"})
        self._contacts = people(random, 5)
        self._notes = random.sample(_NOTES, 4)

    def facts(self) -> Iterator[Knowledge]:
        """What they are working on, with whom, and what they would write down."""
        for topic in self._topics[:5]:
            yield known(f"has documents on the {topic}", "search_documents", query=topic)
        for folder in self._filled:
            yield known(f"has things to look after in the folder {folder}", "list_folder", folder=folder)
        yield known("wants the Archive tidied up", "list_folder", folder="Archive")
        for folder in ("Archive", "Shared"):
            yield known(f"would file things in the folder {folder}", "move_document", folder=folder)
        for (title, text), home in zip(self._notes, _HOMES, strict=True):
            yield known(f"wants to write down: {title}", "create_document", title=title, text=text, folder=home)
        for text in _ADDITIONS:
            yield known("has a line to add", "append_to_document", text=text)
        for person, access in zip(self._contacts[:3], _LEVELS, strict=True):
            yield known(f"works with {person.name}", "share_document", email=person.email, access=access)
        for title in self._leftovers[:3]:
            yield known(f"no longer needs {title}", "delete_document", title=title)

    @tool(
        "search my documents for {query}",
        "find what I have on {query} in my files",
        "look for documents about {query}",
        tells="I found {documents[].title}|I found no documents on {query}",
    )
    def search_documents(self, query: Annotated[str, Field(min_length=2)]) -> Documents:
        """Find documents by words of their title or text, last edited first.

        Args:
            query: Words to look for.
        """
        return self._list(lambda content: query.casefold() in f"{content.title} {content.text}".casefold())

    @tool(
        "list what is in my {folder} folder",
        "show me the documents in the folder {folder}",
        tells="in the {folder} folder there are {documents[].title}|the {folder} folder is empty",
    )
    def list_folder(self, folder: Folder) -> Documents:
        """List the documents of a folder, last edited first.

        Args:
            folder: The folder to look into.
        """
        return self._list(lambda content: content.folder == folder)

    @tool(
        "tell me what {document_id|the first one} says",
        "read {document_id|the first one} to me",
        tells='{title} says: "{text}"',
    )
    def read_document(self, document_id: str) -> Content:
        """Read a document.

        Args:
            document_id: The document's id, as listed.
        """
        return self._find(document_id)

    @tool(
        'create a note called "{title}"[ in the {folder} folder] that says "{text}"',
        'write "{text}" into a new note named "{title}"[ in {folder}]',
        tells='the note "{title}" is saved in {folder}',
    )
    def create_document(self, title: Text, text: Text, folder: Folder = "Household") -> Content:
        """Write a new document. Fails where the title is taken.

        Args:
            title: What it is called.
            text: What it says.
            folder: Where it goes.
        """
        if any(content.title.casefold() == title.casefold() for content in self._documents.values()):
            raise Refused(f"there is a document called {title!r} already")
        return self._write(title, folder, text, self.now.date())

    @tool(
        'add the line "{text}" to {document_id|the first one}',
        'append "{text}" to {document_id|the first one}',
        tells='{title} now says: "{text}"',
    )
    def append_to_document(self, document_id: str, text: Text) -> Content:
        """Add a line to the end of a document.

        Args:
            document_id: The document's id, as listed.
            text: The line to add.
        """
        content = self._find(document_id)
        longer = f"{content.text.rstrip('.')}. {text}"
        return self._put(replace(content, text=longer, edited=self.now.date()))

    @tool(
        "share {document_id|the first one} with {email} so they can {access} it",
        "give {email} permission to {access} {document_id|the first one}",
        tells="I have given {email} permission to {access} {title}",
    )
    def share_document(self, document_id: str, email: Email, access: Access) -> Shared:
        """Let somebody view, comment on or edit a document; an earlier permission is replaced.

        Args:
            document_id: The document's id, as listed.
            email: The address of the person.
            access: What they may do.
        """
        content = self._find(document_id)
        others = tuple(line for line in content.shared_with if not line.startswith(f"{email} "))
        self._put(replace(content, shared_with=(*others, f"{email} ({access})")))
        return Shared(document_id=document_id, title=content.title, email=email, access=access)

    @tool(
        "move {document_id|the first one} to the {folder} folder",
        "put {document_id|the first one} into the {folder} folder",
        tells="{title} is now in {folder}",
    )
    def move_document(self, document_id: str, folder: Folder) -> Document:
        """Move a document to another folder.

        Args:
            document_id: The document's id, as listed.
            folder: Where it goes.
        """
        return _listed(self._put(replace(self._find(document_id), folder=folder)))

    @tool(
        'delete the document "{title}"',
        'remove "{title}" from my files',
        tells="{title} is deleted",
    )
    def delete_document(self, title: Text) -> Deleted:
        """Delete a document for good.

        Args:
            title: Its full title.
        """
        for content in self._documents.values():
            if content.title.casefold() == title.casefold():
                del self._documents[content.document_id]
                return Deleted(title=content.title)
        raise Refused(f"no document called {title!r}")

    def _seed(self, topic: str, folder: Folder) -> Content:
        taken = {content.title for content in self._documents.values()}
        form = self.random.choice([form for form in LINES if _title(topic, form) not in taken])
        edited = self.day(-self.random.randrange(1, 60))
        written = {content.text for content in self._documents.values()}
        text = self.random.choice([line for line in LINES[form] if line not in written] or LINES[form])
        return self._write(_title(topic, form), folder, text, edited)

    def _write(self, title: str, folder: Folder, text: str, edited: date) -> Content:
        ending = "".join(self.random.choices("abcdefghkmnpqrstuvwxyz23456789", k=6))
        document_id = f"doc_{len(self._documents)}{ending}"
        return self._put(Content(document_id=document_id, title=title, folder=folder, edited=edited, text=text))

    def _put(self, content: Content) -> Content:
        self._documents[content.document_id] = content
        return content

    def _find(self, document_id: str) -> Content:
        if document_id not in self._documents:
            raise Refused(f"no document {document_id!r}")
        return self._documents[document_id]

    def _list(self, wanted: Callable[[Content], bool]) -> Documents:
        found = sorted(filter(wanted, self._documents.values()), key=lambda content: content.edited, reverse=True)
        return Documents(documents=tuple(map(_listed, found)))


def _listed(content: Content) -> Document:
    return Document(document_id=content.document_id, title=content.title, folder=content.folder, edited=content.edited)


def _title(topic: str, form: str) -> str:
    return f"{topic.capitalize()} {form}"
