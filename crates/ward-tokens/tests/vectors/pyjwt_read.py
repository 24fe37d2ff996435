"""Checks ward.json, tokens made by Ward, with PyJWT. Run with PyJWT and cryptography installed."""
import json, pathlib, jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

suite = json.loads(pathlib.Path(__file__).with_name("ward.json").read_text())
public = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(suite["seed"])).public_key()
# The tokens are of a fixed time, so their own times are not compared with the clock.
options = {"verify_exp": False, "verify_nbf": False, "verify_iat": False, "verify_aud": True, "enforce_minimum_key_length": True}
for case in suite["tokens"]:
    key = suite["secret"] if case["alg"] == "HS256" else public
    audience = "billing" if "aud" in case["claims"] else None
    claims = jwt.decode(case["token"], key, algorithms=[case["alg"]], audience=audience, options=options)
    assert claims == case["claims"], claims
    try:
        jwt.decode(case["token"][:-4] + "AAAA", key, algorithms=[case["alg"]], audience=audience, options=options)
        raise SystemExit("a wrong signature passed")
    except jwt.InvalidSignatureError:
        pass
print(f"PyJWT {jwt.__version__} reads all {len(suite['tokens'])} tokens")
