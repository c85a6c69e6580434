"""Opens the models that the roles of a run are played by."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path

from graph.models.connection import Connection
from graph.models.endpoint import Endpoint, ModelSpec
from graph.models.notices import Tell, log_notice
from graph.models.openai import OpenAIModel
from graph.models.pace import Paced, own_pace
from state.errors import ConfigurationError
from state.model import ChatModel, Role

KINDS = ("simulated", "openai:NAME", "replay:FOLDER")


def open_models(
    specs: Mapping[Role, ModelSpec], tell: Tell = log_notice, paced: Paced = own_pace
) -> dict[Role, ChatModel]:
    """One model for each role; equal specs share a model, and endpoints of one identity share a connection.

    `tell` hears of an endpoint that is down, back, or given up; `paced` says when requests to an endpoint may go.
    `ConfigurationError` where a model cannot be had.
    """

    def connect(endpoint: Endpoint) -> Connection:
        return connections.setdefault(endpoint.identity, Connection(endpoint, tell, paced))

    connections: dict[tuple[str, str], Connection] = {}
    models: dict[ModelSpec, ChatModel] = {}
    for role, spec in specs.items():
        if spec not in models:
            models[spec] = _open(spec, role, connect)
    return {role: models[spec] for role, spec in specs.items()}


def _open(spec: ModelSpec, role: Role, connect: Callable[[Endpoint], Connection]) -> ChatModel:
    kind, _, name = spec.model.strip().partition(":")
    if kind == "simulated" and not name:
        from graph.models.simulated.model import SimulatedModel

        return SimulatedModel(flaw_rate=spec.flaw_rate)
    if kind == "replay" and name:
        from graph.models.replay import read_replay

        return read_replay(Path(name))
    if kind != "openai" or not name:
        raise ConfigurationError(f"unknown model {spec.model!r}: expected one of {', '.join(KINDS)}")
    spec.endpoint.refuse_if_unusable()
    connection = connect(spec.endpoint)
    _refuse_two_treatments(role, spec.endpoint, connection.endpoint)
    return OpenAIModel(spec, connection)


def _refuse_two_treatments(role: Role, wanted: Endpoint, shared: Endpoint) -> None:
    """Roles that share an endpoint share its limits, so they cannot have different ones."""
    for each in fields(Endpoint):
        here, there = getattr(wanted, each.name), getattr(shared, each.name)
        if each.name != "base_url" and here != there:
            raise ConfigurationError(
                f"the {role} shares {shared.place} with another role, but {each.name} is {here!r} here and "
                f"{there!r} there; give both the same"
            )
