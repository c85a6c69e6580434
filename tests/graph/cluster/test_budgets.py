"""Which endpoints have a budget of the whole cluster."""

import pytest

pytest.importorskip("ray", reason="a cluster needs the extra `ray`")

from graph.cluster.budgets import Budgets, limited
from graph.models.endpoint import Endpoint
from graph.models.pace import Pace
from graph.settings import Settings

MODEL = {"model": "openai:m", "base_url": "http://localhost:8000/v1"}


def test_roles_of_one_endpoint_share_its_budget_and_another_endpoint_has_its_own():
    settings = Settings(
        **MODEL, requests_per_minute=600, roles={"judge": {"base_url": "http://localhost:9/v1", "tokens_per_minute": 9}}
    )
    limits = {
        endpoint.place: (endpoint.requests_per_minute, endpoint.tokens_per_minute)
        for endpoint in limited(settings).values()
    }
    assert limits == {"http://localhost:8000/v1": (600, None), "http://localhost:9/v1": (600, 9)}


def test_what_has_no_limit_or_is_simulated_has_no_budget():
    assert limited(Settings(**MODEL)) == {}
    assert limited(Settings(requests_per_minute=600)) == {}
    assert isinstance(Budgets({}).paced(Endpoint(base_url="http://localhost:8000/v1")), Pace)
