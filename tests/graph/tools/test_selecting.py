"""Tools by domain and server."""

import re

import pytest

from graph.tools.selecting import select
from state.errors import ConfigurationError
from state.tool import Tool

TOOLS = tuple(
    Tool(name=f"{domain}_{server}_{n}", description="", parameters={}, domain=domain, server=server)
    for domain, server in (("Finance", "bank"), ("Finance", "stocks"), ("Travel", "trains"), ("", "odds"))
    for n in range(2)
)


def test_without_names_all_tools_pass():
    assert select(TOOLS, None, None) == TOOLS


def test_domains_and_servers_are_told_whatever_the_case():
    assert select(TOOLS, ("FINANCE", "travel"), None) == TOOLS[:6]
    assert select(TOOLS, ("finance",), ("Stocks", "bank")) == TOOLS[:4]


@pytest.mark.parametrize(
    ("domains", "servers", "words"),
    [
        (("Finace",), None, "--domain 'Finace': no tool is of this domain (did you mean 'Finance'?); there are 'Fin"),
        (("Travel",), ("bank",), "--server 'bank': no tool is of this server; there are 'trains' (2)"),
    ],
)
def test_a_name_that_no_tool_has_is_named_with_those_that_there_are(domains, servers, words):
    with pytest.raises(ConfigurationError, match=re.escape(words)):
        select(TOOLS, domains, servers)


def test_a_pool_without_domains_says_so():
    with pytest.raises(ConfigurationError, match="the tools of this pool name none"):
        select(TOOLS[6:], ("Finance",), None)


def test_one_tool_is_too_few():
    with pytest.raises(ConfigurationError, match="expected at least 2 of different names"):
        select(TOOLS[:1], ("Finance",), None)
