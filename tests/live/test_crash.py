"""A server that is killed in the middle of writes loses nothing that it had answered."""

import itertools
import random
import sqlite3
import threading
import time

import requests

from conftest import Server

CYCLES = 50
WRITERS = 4


def write_until_killed(server, key, names, acknowledged):
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {key}"
    while True:
        name = f"k{next(names)}"
        try:
            answer = session.post(
                f"{server.url}/tools/key_create", json={"name": name, "kind": "fernet"}, timeout=10
            )
        except requests.RequestException:
            return
        assert answer.status_code == 200, answer.text
        acknowledged.append(name)


def keys_of(server, key):
    names, cursor = set(), None
    while True:
        page = requests.post(
            f"{server.url}/tools/key_list",
            json={"limit": 200, "cursor": cursor},
            headers={"Authorization": f"Bearer {key}"},
            timeout=30,
        ).json()
        names.update(item["name"] for item in page["items"])
        cursor = page["next_cursor"]
        if cursor is None:
            return names


def test_fifty_kills_lose_no_acknowledged_write(tmp_path):
    chance = random.Random(4711)
    names, acknowledged, key = itertools.count(), [], None
    slowest_start = 0.0
    for cycle in range(CYCLES):
        began = time.monotonic()
        server = Server(tmp_path)
        slowest_start = max(slowest_start, time.monotonic() - began)
        key = key or server.wait_for_key()
        target = len(acknowledged) + chance.randint(1, 25)
        writers = [
            threading.Thread(target=write_until_killed, args=(server, key, names, acknowledged))
            for _ in range(WRITERS)
        ]
        for writer in writers:
            writer.start()
        deadline = time.monotonic() + 20
        while len(acknowledged) < target and time.monotonic() < deadline:
            time.sleep(0.001)
        server.kill()
        for writer in writers:
            writer.join(timeout=20)
        assert len(acknowledged) >= target, f"cycle {cycle}: the server answered too little"

    server = Server(tmp_path)
    missing = set(acknowledged) - keys_of(server, key)
    assert not missing, f"{len(missing)} of {len(acknowledged)} acknowledged writes are lost"
    verified = requests.post(
        f"{server.url}/tools/audit_verify", json={}, headers={"Authorization": f"Bearer {key}"}, timeout=60
    ).json()
    assert verified["ok"] is True, verified
    server.stop()
    [database] = (tmp_path / "data").glob("*.db")
    assert sqlite3.connect(database).execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert slowest_start < 2.0
