"""The drive: what is written is read back, and what is not there is refused."""

import pytest

from graph.tools.builtin.files import Drive


@pytest.fixture
def drive(world):
    return world(Drive)


def test_an_added_line_is_read_back(drive, fact) -> None:
    found = drive.run("search_documents", fact(drive, "search_documents")).content["documents"][0]["document_id"]
    drive.run("append_to_document", {"document_id": found, "text": "Bring a tent"})
    assert drive.run("read_document", {"document_id": found}).content["text"].endswith("Bring a tent")


def test_a_moved_document_is_listed_in_its_new_folder_only(drive, fact) -> None:
    old = fact(drive, "list_folder")
    moved = drive.run("list_folder", old).content["documents"][0]
    drive.run("move_document", {"document_id": moved["document_id"], "folder": "Shared"})
    assert moved not in drive.run("list_folder", old).content["documents"]
    assert drive.run("list_folder", {"folder": "Shared"}).content["documents"] == [{**moved, "folder": "Shared"}]


def test_a_later_permission_replaces_an_earlier_one(drive, fact) -> None:
    found = drive.run("search_documents", fact(drive, "search_documents")).content["documents"][0]["document_id"]
    for access in ("edit", "view"):
        drive.run("share_document", {"document_id": found, "email": "a@b.org", "access": access})
    assert drive.run("read_document", {"document_id": found}).content["shared_with"] == ["a@b.org (view)"]


def test_a_deleted_document_cannot_be_deleted_again(drive, fact) -> None:
    leftover = fact(drive, "delete_document")
    assert drive.run("delete_document", leftover).content == {**leftover, "deleted": True}
    assert drive.run("delete_document", leftover).error


def test_a_title_that_is_taken_is_refused_and_the_first_text_stays(drive) -> None:
    note = {"title": "Gifts", "text": "A scarf"}
    written = drive.run("create_document", note).content["document_id"]
    assert drive.run("create_document", {**note, "text": "Nothing"}).error
    assert drive.run("read_document", {"document_id": written}).content["text"] == "A scarf"
