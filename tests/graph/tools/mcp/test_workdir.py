from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.tools.mcp.workdir import ALIAS, File, OutsidePath, Workdir


@pytest.fixture
def workdir(tmp_path):
    setup = tmp_path / "setup"
    (setup / "notes").mkdir(parents=True)
    (setup / "notes" / "a.txt").write_text("a")
    begun = Workdir.begin(setup)
    yield begun
    begun.remove()


def test_paths_have_one_name_outside_and_another_inside(workdir):
    sent = workdir.inward({"path": "/workspace/notes", "several": ["a b.txt", "/workspace"], "count": 3})
    assert sent == {"path": f"{workdir.root}/notes", "several": ["a b.txt", str(workdir.root)], "count": 3}
    assert workdir.outward({"text": f"in {workdir.root}/notes", "list": [str(workdir.root), 1]}) == {
        "text": "in /workspace/notes",
        "list": ["/workspace", 1],
    }


@pytest.mark.parametrize(
    "value",
    ["Europe/Lisbon", "origin/main", "HEAD~1", "a ~ b", "/workspace/x y.txt", "first\n/etc", "and/or", ""],
)
def test_what_leads_nowhere_else_is_sent(workdir, value):
    assert workdir.outward(workdir.inward(value)) == value


@pytest.mark.parametrize(
    "value",
    [
        "/",
        "/etc",
        "~",
        "~/x",
        "..",
        "notes/../../x",
        "/workspace/../x",
        "/workspacex",
        "file:///etc/x",
        "file:///workspace/%2e%2e/x",
    ],
)
def test_what_leads_out_is_refused(workdir, value):
    with pytest.raises(OutsidePath):
        workdir.inward({"deep": [value]})


def test_a_link_that_leads_out_is_refused(workdir, tmp_path):
    (workdir.root / "link").symlink_to(tmp_path)
    with pytest.raises(OutsidePath):
        workdir.inward("link/secret.txt")


@given(
    st.text(alphabet="./~a\\ %2e\0:file", max_size=12),
    st.sampled_from(("", ALIAS, "notes/", "file://", "file:///workspace/")),
)
def test_nothing_that_is_sent_leads_out(text, start):
    workdir = Workdir(Path("/nowhere/toolace"))
    try:
        sent = workdir.inward(start + text)
    except OutsidePath:
        return
    plain = sent.removeprefix("file://")
    assert (workdir.root / plain).resolve().is_relative_to(workdir.root)
    assert not plain.startswith("~/")


def test_what_has_changed_in_the_folder_is_told(workdir):
    assert workdir.changes() == ()
    (workdir.root / "b.txt").write_text("b")
    (workdir.root / "notes" / "a.txt").unlink()
    (workdir.root / ".git" / "refs").mkdir(parents=True)
    (workdir.root / ".git" / "refs" / "main").write_text("1")
    (workdir.root / ".git" / "index").write_text("1")
    digest = "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d"
    assert workdir.changes()[1:] == (File(path="b.txt", size=1, sha256=digest), File(path="notes/a.txt"))
    assert workdir.changes()[0].path == ".git/refs/main"
