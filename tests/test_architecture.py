"""The shape of the project: four packages, one arrow, small modules."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ORDER = ("state", "prompts", "nodes", "graph")
MODULES = sorted(path for package in ORDER for path in (ROOT / package).rglob("*.py"))
ONLY_IN = {
    "jinja2": "graph/report",
    "langgraph": "graph",
    "langchain_openai": "graph/models",
    "openai": "graph/models",
    "ray": "graph/cluster",
    "aiofiles": "graph",
    "aiohttp": "graph",
    "aiolimiter": "graph/models",
    "tenacity": "graph/models",
    "rich": "graph",
    "scipy": "graph/experiments",
    "structlog": "graph",
    "vl_convert": "graph/report",
}


def _imports(path: Path) -> list[tuple[int, str]]:
    """(level, module) of every import in a file."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            found.append((node.level, node.module or ""))
        elif isinstance(node, ast.Import):
            found.extend((0, alias.name) for alias in node.names)
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_follow_the_arrow(path: Path) -> None:
    place = path.relative_to(ROOT).as_posix()
    own = ORDER.index(place.split("/")[0])
    for level, module in _imports(path):
        assert level == 0, f"{place}: relative import of {module!r}"
        top = module.split(".")[0]
        assert top != "tests", f"{place} imports tests"
        assert top not in ORDER or ORDER.index(top) <= own, f"{place} imports {module!r}, which stands left of it"
        assert place.startswith(ONLY_IN.get(top, "")), f"{place} imports {top!r}, which only {ONLY_IN[top]} may know"


def test_no_module_is_longer_than_400_lines() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {path: length for path, length in lengths.items() if length > 400} == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [path for path in MODULES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert silent == []


def test_every_node_of_the_graph_has_its_module() -> None:
    seven = ("initialize", "inject", "fill", "judge", "rule_check", "expert_check", "aggregate")
    assert [name for name in seven if not (ROOT / "nodes" / f"{name}.py").exists()] == []
