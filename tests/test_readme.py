"""The README is true."""

import re
import tomllib
from pathlib import Path

from graph.build import build_graph, default_nodes
from graph.flags import flag_of
from graph.roles import PLACES
from graph.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_picture_is_the_graph(scripted, two_tools) -> None:
    graph = build_graph(default_nodes(scripted(lambda _: {}), two_tools()))
    drawn = graph.get_graph().draw_mermaid().strip()
    assert f"```mermaid\n{drawn}\n```" in README


def test_the_tree_names_what_is_there() -> None:
    """Each line of the tree is a path with its phrase; every package, and every module of `nodes`, stands in it."""
    tree = re.search(r"```text\n(.*?)```", README.split("## The tree")[1], re.DOTALL).group(1)
    named = {line.split()[0] for line in tree.splitlines() if line.strip()}
    assert [path for path in named if not (ROOT / path).exists()] == []
    packages = {
        f"{path.parent.relative_to(ROOT)}/"
        for top in ("state", "prompts", "nodes", "graph")
        for path in (ROOT / top).rglob("__init__.py")
    }
    assert packages - named == set()


def test_the_readme_speaks_of_settings_and_files_that_exist() -> None:
    flags = {flag_of(name) for name in (*Settings.model_fields, *PLACES)} | {"--config", "--help"}
    own = re.findall(r"python -m graph\.run([^\n`]*)", README)
    assert {flag for line in own for flag in re.findall(r"--[a-z-]+", line)} <= flags
    links = re.findall(r"\]\((?!http)([^)#]+)\)", README)
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_test_command_is_the_one_that_ci_runs() -> None:
    assert "pip install -e '.[dev]' && pytest" in README
    assert "-e '.[dev]'" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_every_extra_is_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert all(f"[{extra}]" in README for extra in project["optional-dependencies"])
