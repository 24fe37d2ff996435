"""A client written for the Python "Security MCP" service, unchanged, against Ward.

What Ward writes, the Python libraries read; what they wrote, Ward reads.
"""

import base64
import datetime
import ipaddress
import os
import ssl
import threading

import argon2
import bcrypt
import jwt
import pytest
import requests
from cryptography import x509
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.x509.oid import NameOID

from conftest import SECRET


@pytest.fixture
def tool(server):
    def call(name, /, status=200, **request):
        answer = requests.post(f"{server.url}/tools/{name}", json=request, timeout=30)
        assert answer.status_code == status, answer.text
        return answer.json()

    return call


def fernet_of_password(password, salt, iterations):
    kdf = PBKDF2HMAC(algorithm=hashes.SHA256(), length=32, salt=salt, iterations=iterations)
    return Fernet(base64.urlsafe_b64encode(kdf.derive(password.encode())))


def test_health_has_the_fields_of_the_predecessor(server):
    health = requests.get(f"{server.url}/health", timeout=5).json()
    assert health["status"] == "healthy"
    assert health["service"] == "Security MCP"
    assert health["port"] == int(server.url.rsplit(":", 1)[1])
    assert health["features"] == ["jwt_token", "password_hash", "encryption", "ssl_check"]
    assert health["security"] == {"algorithm": "HS256", "token_expire_minutes": 30}
    datetime.datetime.fromisoformat(health["timestamp"])


def test_the_list_of_tools_names_parameters_by_sentences(server):
    tools = {tool["name"]: tool for tool in requests.get(f"{server.url}/tools/list", timeout=5).json()["tools"]}
    for name in ["jwt_token", "password_hash", "password_verify", "encrypt", "decrypt", "ssl_check", "security_audit"]:
        assert tools[name]["description"]
        assert all(isinstance(sentence, str) and sentence for sentence in tools[name]["parameters"].values())


def test_metrics_keep_their_names(server):
    requests.get(f"{server.url}/health", timeout=5)
    text = requests.get(f"{server.url}/metrics", timeout=5).text
    for name in ["http_requests_total", "http_request_duration_seconds", "http_request_duration_highr_seconds"]:
        assert name in text


def test_a_hash_of_ward_is_read_by_bcrypt(tool):
    made = tool("password_hash", password="S3cure-passphrase!", salt_rounds=5)
    assert made["salt_rounds"] == 5
    assert made["password_strength"]["level"] in ["Very Weak", "Weak", "Fair", "Good", "Strong"]
    assert isinstance(made["password_strength"]["score"], int)
    assert bcrypt.checkpw(b"S3cure-passphrase!", made["hashed_password"].encode())


def test_a_hash_of_ward_is_read_by_argon2(tool):
    made = tool("password_hash", password="S3cure-passphrase!")
    assert made["scheme"] == "argon2id"
    assert argon2.PasswordHasher().verify(made["hashed_password"], "S3cure-passphrase!")


@pytest.mark.parametrize("stored", [bcrypt.hashpw(b"secret", bcrypt.gensalt(4)).decode(), argon2.PasswordHasher().hash("secret")])
def test_a_hash_of_python_is_read_by_ward(tool, stored):
    assert tool("password_verify", password="secret", hashed_password=stored)["is_valid"] is True
    wrong = tool("password_verify", password="Secret", hashed_password=stored)
    assert wrong["is_valid"] is False
    datetime.datetime.fromisoformat(wrong["verified_at"])


def test_a_token_of_ward_is_read_by_pyjwt(tool):
    made = tool("jwt_token", username="alice", permissions=["read", "write"], expire_minutes=60)
    assert (made["token_type"], made["algorithm"], made["expires_in_seconds"]) == ("bearer", "HS256", 3600)
    claims = jwt.decode(made["access_token"], SECRET, algorithms=["HS256"])
    assert (claims["sub"], claims["permissions"], claims["type"]) == ("alice", ["read", "write"], "access")
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(made["access_token"], SECRET + "x", algorithms=["HS256"])


def test_a_token_of_pyjwt_is_read_by_ward(tool):
    now = datetime.datetime.now(datetime.timezone.utc)
    claims = {"sub": "bob", "permissions": [], "type": "access", "iat": now, "exp": now + datetime.timedelta(minutes=5)}
    verified = tool("jwt_verify", token=jwt.encode(claims, SECRET, algorithm="HS256"))
    assert verified["active"] is True and verified["claims"]["sub"] == "bob"
    claims["exp"] = now - datetime.timedelta(minutes=5)
    stale = tool("jwt_verify", token=jwt.encode(claims, SECRET, algorithm="HS256"))
    assert (stale["active"], stale["reason"]) == (False, "expired")
    forged = tool("jwt_verify", token=jwt.encode(claims, "x" * 40, algorithm="HS256"))
    assert (forged["active"], forged["reason"]) == (False, "bad_signature")


def test_data_under_a_password_is_read_by_cryptography(tool):
    made = tool("encrypt", data="grüße", password="passphrase")
    assert (made["key_derivation"], made["algorithm"], made["kdf"]) == ("password", "Fernet", "PBKDF2HMAC")
    fernet = fernet_of_password("passphrase", base64.urlsafe_b64decode(made["salt"]), made["iterations"])
    assert fernet.decrypt(base64.urlsafe_b64decode(made["encrypted_data"])).decode() == "grüße"


def test_data_of_the_predecessor_under_a_password_still_opens(tool):
    salt = os.urandom(16)
    token = fernet_of_password("passphrase", salt, 100_000).encrypt("grüße".encode())
    package = {
        "encrypted_data": base64.urlsafe_b64encode(token).decode(),
        "key_info": base64.urlsafe_b64encode(salt).decode(),
    }
    opened = tool("decrypt", password="passphrase", **package)
    assert opened["decrypted_data"] == "grüße" and opened["decryption_method"] == "password"
    wrong = tool("decrypt", status=400, password="other", **package)
    assert isinstance(wrong["detail"], str) and wrong["type"] == "urn:ward:problem:does_not_open"


def test_data_of_the_encryption_service_with_its_own_iterations_opens(tool):
    salt = os.urandom(16)
    token = fernet_of_password("passphrase", salt, 390_000).encrypt(b"text")
    opened = tool(
        "decrypt",
        encrypted_data=token.decode(),
        password="passphrase",
        salt=base64.urlsafe_b64encode(salt).decode(),
        iterations=390_000,
    )
    assert opened["decrypted_data"] == "text"


def test_a_generated_key_goes_round(tool):
    made = tool("encrypt", data="text", password=None, key=None)
    assert made["key_derivation"] == "generated"
    assert base64.urlsafe_b64decode(made["encrypted_data"]).startswith(b"gAAAA")
    assert tool("decrypt", encrypted_data=made["encrypted_data"], key=made["key_info"])["decrypted_data"] == "text"


def test_a_fernet_key_of_the_predecessor_still_opens(tool):
    key = Fernet.generate_key()
    token = base64.urlsafe_b64encode(Fernet(key).encrypt(b"text")).decode()
    assert tool("decrypt", encrypted_data=token, key=key.decode())["decrypted_data"] == "text"


def test_a_named_key_is_a_bare_fernet_token(tool):
    tool("key_create", name="column", kind="fernet")
    made = tool("encrypt", data="text", key="column")
    assert made["encrypted_data"].startswith("gAAAA")
    assert tool("decrypt", encrypted_data=made["encrypted_data"], key="column")["decrypted_data"] == "text"


def test_a_mistake_is_a_plain_sentence_that_quotes_nothing(tool):
    problem = tool("password_hash", status=422, password="hunter2-marker", salt_rounds="many-marker")
    assert isinstance(problem["detail"], str)
    assert problem["errors"] == [{"pointer": "/salt_rounds", "rule": "wrong_type"}]
    assert "marker" not in str(problem)


def test_an_address_inside_is_refused(tool):
    for host in ["localhost", "127.0.0.1", "2130706433", "[::ffff:10.0.0.1]", "169.254.169.254"]:
        assert tool("ssl_check", status=403, hostname=host)["type"] == "urn:ward:problem:refused_by_policy"


def test_a_certificate_that_does_not_verify_is_reported_on(tool, tls_port, tmp_path):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "predecessor.test")])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(4711)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=9))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "server.pem"
    pem.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    import socket

    with socket.create_server(("127.0.0.1", tls_port)) as listener:

        def answer():
            connection, _ = listener.accept()
            with connection:
                try:
                    context.wrap_socket(connection, server_side=True).close()
                except OSError:
                    pass

        thread = threading.Thread(target=answer)
        thread.start()
        report = tool("ssl_check", hostname="127.0.0.1", port=tls_port, timeout=5)
        thread.join(timeout=10)
    assert (report["hostname"], report["port"], report["is_valid"]) == ("127.0.0.1", tls_port, False)
    assert report["certificate"]["subject"] == "CN=predecessor.test"
    assert report["certificate"]["fingerprint_sha256"] == certificate.fingerprint(hashes.SHA256()).hex()
    assert report["validation"]["chain_trusted"] is False
    assert report["validation"]["hostname_match"] is True
    assert report["validation"]["expires_soon"] is True
    assert report["cipher"]["protocol"] in ["TLSv1.3", "TLSv1.2"]


def test_security_audit_is_real(tool):
    for target, value in [
        ("password", "password1"),
        ("url", "http://admin:pw@10.0.0.1/?next=//evil.example"),
        ("email", "admin@paypa1.com"),
        ("code", "import os\nos.system('rm ' + name)\n"),
    ]:
        report = tool("security_audit", target_type=target, target_value=value)
        assert report["score"] < 100 and report["findings"] and report["summary"]
        assert all({"rule", "severity", "message", "location"} <= set(finding) for finding in report["findings"])
