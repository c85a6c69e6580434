"""OpenAPI documents as pools."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.run import main
from graph.tools.describing import describe
from graph.tools.loading import load
from graph.tools.reading import read_definitions
from state.errors import ConfigurationError

pytest.importorskip("fastmcp")

ROOT = Path(__file__).parents[3]
PUBLISHED = Path(os.environ.get("OPENAPI_EXAMPLES", ROOT / "node_modules" / "@readme" / "oas-examples"))
PET: dict[str, Any] = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {
        "id": {"type": "integer"},
        "name": {"type": "string", "nullable": True},
        "parent": {"$ref": "#/components/schemas/Pet"},
    },
}
JSON_PET = {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}


def _document(version: str = "3.0.3", **operation: object) -> dict[str, Any]:
    return {
        "openapi": version,
        "info": {"title": "Pet shop", "version": "1"},
        "paths": {
            "/pets/{id}": {
                "parameters": [{"$ref": "#/components/parameters/Id"}],
                "put": {"summary": "Change a pet", "responses": {"200": {"description": "ok", "content": JSON_PET}}}
                | operation,
            }
        },
        "components": {
            "parameters": {"Id": {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}},
            "schemas": {"Pet": PET, "Unused": {"type": "string"}},
            "securitySchemes": {"Key": {"type": "apiKey", "in": "query", "name": "key"}},
        },
    }


@pytest.fixture
def described(tmp_path):
    """What becomes of a document, written as JSON or YAML."""

    def read(document, name="api.json"):
        path = tmp_path / name
        path.write_text(yaml.safe_dump(document) if name.endswith(".yaml") else json.dumps(document, indent=1))
        return describe(read_definitions(path))

    return read


@pytest.mark.parametrize("name", ["api.json", "api.yaml"])
@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_path_query_header_and_body_become_one_schema_and_collisions_are_named(described, name, version):
    parameters = [
        {"name": "dry run", "in": "query", "schema": {"type": "boolean"}},
        {"name": "X-Trace", "in": "header", "required": True, "schema": {"type": "string"}},
    ]
    document = _document(version, parameters=parameters, requestBody={"required": True, "content": JSON_PET})
    result = described(document, name)
    [tool] = result.tools
    assert set(tool.properties) == {"id__path", "dry run", "X-Trace", "id", "name", "parent"}
    assert set(tool.required) == {"id__path", "X-Trace", "id", "name"}
    assert tool.properties["parent"] == {"$ref": "#/$defs/Pet"}
    assert result.notes["parameters of one name told apart by their place"] == 1


def test_an_operation_keeps_its_output_schema_title_and_tag(described):
    [tool] = described(_document(tags=["Pets"], operationId="changePet")).tools
    assert (tool.name, tool.server, tool.domain, tool.description) == ("changePet", "Pet shop", "Pets", "Change a pet")
    assert tool.returns is not None
    assert set(tool.returns["properties"]) == {"id", "name", "parent"}
    assert tool.returns["properties"]["name"]["type"] == ["string", "null"]


def test_a_list_is_returned_as_a_list(described):
    schema = {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}
    content = {"application/json": {"schema": schema}}
    [tool] = described(_document(responses={"200": {"description": "", "content": content}})).tools
    assert tool.returns is not None
    assert (tool.returns["type"], set(tool.returns["$defs"])) == ("array", {"Pet"})


def test_an_operation_without_an_id_is_named_by_method_and_path(described):
    assert [tool.name for tool in described(_document()).tools] == ["put_pets_id"]


def test_keys_and_headers_of_the_protocol_are_no_arguments(described):
    parameters = [
        {"name": "key", "in": "query", "schema": {"type": "string"}},
        {"name": "Authorization", "in": "header", "schema": {"type": "string"}},
    ]
    [tool] = described(_document(parameters=parameters)).tools
    assert set(tool.properties) == {"id"}


@pytest.mark.parametrize(
    ("operation", "reason"),
    [
        ({"parameters": [{"$ref": "#/components/parameters/Gone"}]}, "Failed to extract parameter"),
        ({"parameters": [{"name": "x", "in": "nowhere", "schema": {}}]}, "in: Input should be"),
        ({"requestBody": {"$ref": "https://example.com/body.json"}}, "External or non-local reference"),
        ({"responses": 7}, "responses: Input should be"),
    ],
)
def test_an_operation_that_cannot_be_read_is_rejected_with_its_line_and_the_others_stay(described, operation, reason):
    document = _document()
    document["paths"]["/broken"] = {"get": {"responses": {"200": {"description": ""}}} | operation}
    result = described(document)
    [rejected] = result.rejected
    assert [tool.name for tool in result.tools] == ["put_pets_id"]
    text = json.dumps(document, indent=1)
    assert rejected.line == text[: text.index('"get": {')].count("\n") + 1
    assert rejected.reason.startswith("GET /broken: ")
    assert reason in rejected.reason


def test_a_schema_that_the_library_refuses_costs_that_keyword_only(described):
    document = _document("3.1.0")
    document["components"]["schemas"]["Pet"] = PET | {"unevaluatedProperties": False}
    result = described(document)
    assert len(result.tools) == 1
    assert result.notes["part of a schema that fastmcp refuses removed"] >= 1


def test_other_versions_are_rejected_with_what_to_do(described):
    [rejected] = described({"swagger": "2.0", "paths": {}}).rejected
    assert rejected.reason.startswith("not OpenAPI 3; convert it first")


def test_without_the_library_the_extra_is_named(described, monkeypatch):
    monkeypatch.setitem(sys.modules, "fastmcp.utilities.openapi", None)
    with pytest.raises(ConfigurationError, match=r"an OpenAPI document needs the extra 'tools'.*pip install"):
        described(_document())


@pytest.fixture(scope="session")
def star_trek() -> str:
    """A published document of 120 operations; docs/tools.md has the command that fetches it."""
    path = PUBLISHED / "3.0" / "yaml" / "star-trek.yaml"
    if not path.exists():
        pytest.skip(f"{path} is not here: npm install --no-save @readme/oas-examples@8.2.2, or set OPENAPI_EXAMPLES")
    return str(path)


def test_a_published_document_becomes_a_pool_whole(star_trek):
    loaded = load([star_trek])
    assert (len(loaded.tools), loaded.rejected) == (120, ())
    assert all(tool.returns for tool in loaded.tools)


def test_a_published_document_becomes_dialogues(star_trek, tmp_path):
    out = tmp_path / "run"
    assert main(["--tools", star_trek, "--count", "5", "--out", str(out), "--display", "quiet"]) == 0
    records = [json.loads(line) for line in (out / "records.jsonl").read_text().splitlines()]
    assert len(records) == 5
    assert sum(record["status"] == "kept" for record in records) >= 3
