"""Writes the vector files of this folder, from the format pages and without Ward.

Needs Python 3.9 and `cryptography` 44 or later. The output never changes: keys, nonces, salts, IVs and times are
fixed. Run it to check that the files are what the format pages say: `python3 generate.py --check`.
"""

import base64
import hashlib
import json
import pathlib
import struct
import sys

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

MASK = 2**64 - 1


def split_mix(seed, length):
    """The bytes of ward_secret::testing::SeededRandom: they stand in for the random nonce."""
    out = b""
    while len(out) < length:
        seed = (seed + 0x9E3779B97F4A7C15) & MASK
        z = seed
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        out += struct.pack("<Q", z ^ (z >> 31))
    return out[:length]


def xaes_256_gcm(key, nonce, plaintext, data):
    def aes(block):
        encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
        return encryptor.update(block) + encryptor.finalize()

    lead = int.from_bytes(aes(bytes(16)), "big")
    k1 = (lead << 1) & (2**128 - 1)
    if lead >> 127:
        k1 ^= 0b10000111

    def derive(counter):
        block = bytes([0, counter, 0x58, 0]) + nonce[:12]
        return aes((int.from_bytes(block, "big") ^ k1).to_bytes(16, "big"))

    return AESGCM(derive(1) + derive(2)).encrypt(nonce[12:], plaintext, data)


def xchacha20_poly1305(key, nonce, plaintext, data):
    def rotate(x, n):
        return ((x << n) | (x >> (32 - n))) & 0xFFFFFFFF

    state = list(struct.unpack("<4I", b"expand 32-byte k")) + list(struct.unpack("<12I", key + nonce[:16]))

    def quarter(a, b, c, d):
        for x, y, z, n in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            state[x] = (state[x] + state[y]) & 0xFFFFFFFF
            state[z] = rotate(state[z] ^ state[x], n)

    for _ in range(10):
        for i in range(4):
            quarter(i, 4 + i, 8 + i, 12 + i)
        for i in range(4):
            quarter(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4)
    subkey = struct.pack("<8I", *(state[:4] + state[12:]))
    return ChaCha20Poly1305(subkey).encrypt(bytes(4) + nonce[16:], plaintext, data)


ALGORITHMS = {"aes-256-gcm": (1, xaes_256_gcm), "xchacha20-poly1305": (2, xchacha20_poly1305)}


def envelope(kind, key_id, version, key, purpose, data, plaintext, seed):
    number, seal = ALGORITHMS[kind]
    header = b"WARD" + bytes([1, number]) + key_id + struct.pack(">I", version)
    bound = header
    for part in (purpose.encode(), data):
        bound += struct.pack(">Q", len(part)) + part
    nonce = split_mix(seed, 24)
    sealed = header + nonce + seal(key, nonce, plaintext, bound)
    return {
        "kind": kind,
        "key_id": "key_" + key_id.hex(),
        "version": version,
        "key": key.hex(),
        "purpose": purpose,
        "associated_data": data.hex(),
        "plaintext": plaintext.hex(),
        "seed": seed,
        "text": "ward1." + base64.urlsafe_b64encode(sealed).decode().rstrip("="),
    }


def envelopes():
    for kind in ALGORITHMS:
        for seed, (purpose, data, plaintext) in enumerate(
            [
                ("ward/data", b"", b""),
                ("ward/data", b"customer 7", b"IBAN"),
                ("ward/data", bytes(range(256)), bytes(range(256)) * 5),
                ("ward/data-key", b"", bytes(range(32))),
            ],
            start=1,
        ):
            key = hashlib.sha256(f"{kind} {seed}".encode()).digest()
            key_id = hashlib.sha256(f"id {kind} {seed}".encode()).digest()[:16]
            yield envelope(kind, key_id, seed * 1000, key, purpose, data, plaintext, seed)


def phc(salt):
    return base64.b64encode(salt).decode().rstrip("=")


def packages():
    password, salt, plaintext = "correct horse båttery", bytes(range(0xF0, 0x100)), b"a secret message"
    raw = password.encode()

    def package(name, derived, **fields):
        key = base64.urlsafe_b64encode(derived)
        token = Fernet(key)._encrypt_from_parts(plaintext, 1_795_248_000, bytes(range(16)))
        return {
            "name": name,
            "password": password,
            "plaintext": plaintext.decode(),
            "encrypted_data": base64.urlsafe_b64encode(token).decode(),
            **fields,
        }

    bare = base64.urlsafe_b64encode(salt).decode()
    yield package(
        "predecessor: bare salt, iterations not told",
        hashlib.pbkdf2_hmac("sha256", raw, salt, 100_000),
        key_info=bare,
    )
    yield package(
        "review: salt and iterations as fields",
        hashlib.pbkdf2_hmac("sha256", raw, salt, 100_000),
        key_info=bare,
        iterations=100_000,
    )
    yield package(
        "encryption service: 390,000 iterations",
        hashlib.pbkdf2_hmac("sha256", raw, salt, 390_000),
        key_info=bare,
        iterations=390_000,
    )
    yield package(
        "PBKDF2",
        hashlib.pbkdf2_hmac("sha256", raw, salt, 600_000),
        key_info=f"$pbkdf2-sha256$i=600000${phc(salt)}",
    )
    yield package(
        "scrypt",
        hashlib.scrypt(raw, salt=salt, n=2**15, r=8, p=3, maxmem=2**28, dklen=32),
        key_info=f"$scrypt$ln=15,r=8,p=3${phc(salt)}",
    )
    yield package(
        "Argon2id",
        Argon2id(salt=salt, length=32, iterations=2, lanes=2, memory_cost=19456).derive(raw),
        key_info=f"$argon2id$v=19$m=19456,t=2,p=2${phc(salt)}",
    )


def main():
    folder = pathlib.Path(__file__).parent
    for name, rows in (("envelope.json", envelopes()), ("package.json", packages())):
        text = json.dumps(list(rows), indent=1, ensure_ascii=False) + "\n"
        path = folder / name
        if "--check" in sys.argv:
            assert path.read_text(encoding="utf-8") == text, f"{name} is not what the format pages say"
        else:
            path.write_text(text, encoding="utf-8")


main()
