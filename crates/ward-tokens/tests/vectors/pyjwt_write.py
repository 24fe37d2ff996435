"""Writes pyjwt.json: tokens made by PyJWT, for Ward's tests to read. Run with PyJWT and cryptography installed."""
import json, jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SECRET = "an HS256 secret of 32 bytes or so"
SEED = bytes(range(32))
NOW = 1795248000
ed = Ed25519PrivateKey.from_private_bytes(SEED)
base = {"sub": "alice", "permissions": ["read", "orders:write"], "type": "access", "iat": NOW, "exp": NOW + 1800}
full = base | {"nbf": NOW, "jti": "5f1c", "iss": "https://ward.example", "aud": "orders", "team": {"name": "größe", "ids": [1, -2, 0.5]}}
cases = [
    ("the predecessor's claims", "HS256", base, {}),
    ("every claim", "HS256", full, {}),
    ("several audiences", "HS256", full | {"aud": ["orders", "billing"]}, {}),
    ("times with fractions", "HS256", base | {"iat": NOW + 0.25, "exp": NOW + 1800.5}, {}),
    ("typ at+jwt", "HS256", base, {"typ": "at+jwt"}),
    ("EdDSA, every claim", "EdDSA", full, {"kid": "key-1"}),
    ("EdDSA, the predecessor's claims", "EdDSA", base, {"kid": "key-1"}),
]
out = {"generator": f"PyJWT {jwt.__version__}", "secret": SECRET, "seed": SEED.hex(), "now": NOW, "tokens": []}
for comment, alg, claims, headers in cases:
    key = SECRET if alg == "HS256" else ed
    out["tokens"].append({"comment": comment, "alg": alg, "claims": claims, "token": jwt.encode(claims, key, algorithm=alg, headers=headers)})
print(json.dumps(out, indent=1, ensure_ascii=False))
