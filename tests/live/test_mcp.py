"""Agents reach Ward with the official client library: over HTTP in every mode, and on standard input and output."""

import asyncio
import json
import os

import pytest
import requests
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from conftest import Server

WITHHELD = {"api_key_create", "api_key_rotate", "decrypt", "jwt_token"}
SCOPES = ["self:read", "password:check", "audit:read"]


@pytest.fixture(scope="module")
def agent(tmp_path_factory):
    """A server and the API key of an agent on it."""
    folder = tmp_path_factory.mktemp("mcp")
    running = Server(folder)
    answer = requests.post(
        f"{running.url}/tools/api_key_create",
        json={"name": "agent", "scopes": SCOPES},
        headers={"Authorization": f"Bearer {running.wait_for_key()}"},
        timeout=30,
    )
    yield running, answer.json()["api_key"], folder
    running.stop()


def over_http(server, key, mode, work):
    return asyncio.run(http(server, key, mode, work))


async def http(server, key, mode, work):
    import httpx2
    from mcp.client.streamable_http import streamable_http_client

    headers = {"Authorization": f"Bearer {key}"}
    async with httpx2.AsyncClient(headers=headers, timeout=30) as web:
        transport = streamable_http_client(f"{server.url}/mcp", http_client=web)
        async with Client(transport, mode=mode) as client:
            return await work(client)


async def look(client):
    tools = (await client.list_tools()).tools
    called = await client.call_tool("whoami", {})
    failed = await client.call_tool("password_check", {"no_such_field": "qXmarkerZ7"})
    documents = (await client.list_resources()).resources
    page = await client.read_resource("ward://docs/agents")
    prompt = await client.get_prompt("review-tls", {"hostname": "example.org"})
    return tools, called, failed, documents, page, prompt


def check(seen, subject):
    tools, called, failed, documents, page, prompt = seen
    assert [tool.name for tool in tools] == ["audit_head", "audit_search", "password_check", "whoami"]
    for tool in tools:
        hints = tool.annotations
        assert None not in (
            hints.read_only_hint,
            hints.destructive_hint,
            hints.idempotent_hint,
            hints.open_world_hint,
        )
    assert not called.is_error
    assert called.structured_content["subject"].startswith(subject)
    assert json.loads(called.content[0].text) == called.structured_content
    assert failed.is_error
    assert failed.structured_content["type"] == "urn:ward:problem:invalid_request"
    assert "qXmarkerZ7" not in str(failed)
    assert "ward://audit/head" in [str(document.uri) for document in documents]
    assert "whoami" in page.contents[0].text
    assert "example.org" in prompt.messages[0].content.text


@pytest.mark.parametrize("mode", ["auto", "legacy", "2026-07-28"])
def test_a_client_lists_calls_and_reads_over_http(agent, mode):
    server, key, _ = agent
    check(over_http(server, key, mode, look), "apikey:")


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_client_lists_calls_and_reads_on_standard_input_and_output(agent, mode):
    _, key, folder = agent
    parameters = StdioServerParameters(
        command=os.environ["WARD_BIN"],
        args=["mcp"],
        env={"WARD_DATA_DIR": str(folder / "data"), "WARD_TOKEN": key},
    )

    async def run():
        async with Client(stdio_client(parameters), mode=mode) as client:
            return await look(client)

    check(asyncio.run(run()), "apikey:")


def test_the_administrator_sees_every_tool_that_is_not_withheld(agent):
    server, _, _ = agent

    async def names(client):
        return {tool.name for tool in (await client.list_tools()).tools}

    listed = requests.get(f"{server.url}/tools/list", timeout=5).json()["tools"]
    assert over_http(server, server.key, "auto", names) == {tool["name"] for tool in listed} - WITHHELD


def test_every_example_answer_fits_its_output_schema(agent):
    """The client library validates structured content against the output schema and raises when it does not fit."""
    server, _, _ = agent

    async def calls(client):
        tools = await client.list_tools()
        assert all(tool.output_schema for tool in tools.tools)
        for name, arguments in [
            ("whoami", {}),
            ("audit_head", {}),
            ("audit_verify", {}),
            ("audit_search", {"limit": 3}),
            ("api_key_list", {}),
            ("key_list", {}),
            ("password_check", {"password": "correct horse battery staple"}),
            ("encrypt", {"data": "text"}),
        ]:
            assert not (await client.call_tool(name, arguments)).is_error, name

    over_http(server, server.key, "auto", calls)
