"""What was made before a restart counts after it."""

import subprocess
import os

import requests

from conftest import Server


def call(server, key, name, /, **request):
    answer = requests.post(
        f"{server.url}/tools/{name}", json=request, headers={"Authorization": f"Bearer {key}"}, timeout=30
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_tokens_ciphertexts_keys_and_log_survive(tmp_path):
    server = Server(tmp_path)
    admin = server.wait_for_key()
    token = call(server, admin, "jwt_token", username="alice", permissions=["self:read"])["access_token"]
    call(server, admin, "key_create", name="orders", kind="aes-256-gcm")
    sealed = call(server, admin, "encrypt", data="text", key="orders", associated_data="row 1")["encrypted_data"]
    generated = call(server, admin, "encrypt", data="text")
    made = call(server, admin, "api_key_create", name="app", scopes=["self:read", "audit:verify"])
    jwks = requests.get(f"{server.url}/.well-known/jwks.json", timeout=5).json()
    head = call(server, admin, "audit_verify")
    server.stop()

    server = Server(tmp_path)
    assert server.key is None, "only the first start shows a key"
    assert call(server, admin, "jwt_verify", token=token)["active"] is True
    assert call(server, token, "whoami")["subject"] == "token:alice"
    opened = call(server, admin, "decrypt", encrypted_data=sealed, associated_data="row 1")
    assert opened["decrypted_data"] == "text"
    opened = call(server, admin, "decrypt", encrypted_data=generated["encrypted_data"], key=generated["key_info"])
    assert opened["decrypted_data"] == "text"
    assert call(server, made["api_key"], "whoami")["subject"] == f"apikey:{made['id']}"
    assert requests.get(f"{server.url}/.well-known/jwks.json", timeout=5).json() == jwks
    after = call(server, made["api_key"], "audit_verify")
    assert after["ok"] is True and after["size"] > head["size"]
    server.stop()
    done = subprocess.run(
        [os.environ["WARD_BIN"], "audit", "verify", "--data-dir", str(tmp_path / "data")], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
