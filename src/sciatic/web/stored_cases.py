"""Check-ins that a person chose to keep on this server, under a code that only they hold.

The code is 115 random bits. From it come, by HKDF, the key that encrypts and the name of the file;
neither leads back to the code, and the server keeps neither. A file holds when it ends and
ciphertext, nothing else. Guessing is hopeless at this size, so wrong codes are not counted: see
``docs/check-in.md``.
"""

from __future__ import annotations

import os
import secrets
import zlib
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sciatic.web.visit import LARGEST, unpacked

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, which are read as 1, 1, 0 and V."""
READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
RANDOM_LETTERS: Final = 23
CHECK_LETTERS: Final = 2
GROUP: Final = 5
BITS_A_LETTER: Final = 5
MAGIC: Final = b"SCK1"
DAY_BYTES: Final = 4
NONCE_BYTES: Final = 12
BLOCK: Final = 4096
"""Contents are filled up to a multiple of this, so that a size tells little."""
INFO: Final = b"sciatic check-in 1"
ENDING: Final = ".kept"


class CodeError(ValueError):
    """What was typed is no code: too short, too long, or mistyped."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a code opens: the text, and the last day it is kept."""

    text: str
    until: date


def new_code() -> str:
    """A new code, in groups of five."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_LETTERS))
    return written(letters + _check(letters))


def read_code(typed: str) -> str:
    """A code as it was typed, without spaces and hyphens, in capitals.

    Raises:
        CodeError: it is no code; a single slip is found in 1,023 of 1,024 cases.
    """
    letters = "".join(typed.upper().split()).replace("-", "").translate(READ_AS)
    if len(letters) != RANDOM_LETTERS + CHECK_LETTERS or not set(letters) <= set(ALPHABET):
        raise CodeError
    if _check(letters[:RANDOM_LETTERS]) != letters[RANDOM_LETTERS:]:
        raise CodeError
    return letters


def written(code: str) -> str:
    """A code in groups of five."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def _check(letters: str) -> str:
    number = int.from_bytes(sha256(letters.encode()).digest()[:2])
    mask = (1 << BITS_A_LETTER) - 1
    return "".join(ALPHABET[number >> BITS_A_LETTER * place & mask] for place in (1, 0))


@dataclass(frozen=True, slots=True)
class StoredCases:
    """A folder of kept check-ins.

    Attributes:
        folder: where they lie; it is made when something is kept.
        days: how long each is kept after the last time it was written.
    """

    folder: Path
    days: int

    def keep(self, code: str, text: str, today: date) -> date:
        """Keep a text under a code, in place of what was there; the last day it is kept.

        Raises:
            ValueError: the text is larger than anything that a person answers.
        """
        key, path = self._places(code)
        until = today + timedelta(days=self.days)
        head = MAGIC + until.toordinal().to_bytes(DAY_BYTES)
        plain = text.encode()
        if len(plain) > LARGEST:
            raise ValueError("more than can be kept")
        packed = zlib.compress(plain)
        size = len(packed).to_bytes(DAY_BYTES)
        filled = size + packed + bytes(-(len(size) + len(packed)) % BLOCK)
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = ChaCha20Poly1305(key).encrypt(nonce, filled, head + path.name.encode())
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self.folder / f".{secrets.token_hex(8)}"
        try:
            with open(draft, "xb", opener=_for_us_alone) as out:
                out.write(head + nonce + sealed)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)  # a disc that is full leaves no half file behind
        return until

    def open(self, code: str, today: date) -> Kept | None:
        """What is kept under a code; None where nothing is, or its time is over."""
        key, path = self._places(code)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        until = _until(content)
        if until is None or until < today:
            return None
        start = len(MAGIC) + DAY_BYTES
        head, nonce = content[:start], content[start : start + NONCE_BYTES]
        try:
            filled = ChaCha20Poly1305(key).decrypt(
                nonce, content[start + NONCE_BYTES :], head + path.name.encode()
            )
        except InvalidTag:
            return None
        size = int.from_bytes(filled[:DAY_BYTES])
        return Kept(unpacked(filled[DAY_BYTES : DAY_BYTES + size]).decode(), until)

    def delete(self, code: str) -> bool:
        """Delete what is kept under a code; False where nothing was."""
        _, path = self._places(code)
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        return True

    def purge(self, today: date) -> int:
        """Delete everything whose time is over; how many that were."""
        gone = 0
        for path in self.folder.glob(f"*{ENDING}"):
            try:
                with path.open("rb") as stream:
                    until = _until(stream.read(len(MAGIC) + DAY_BYTES))
            except FileNotFoundError:  # another request deleted it meanwhile
                continue
            if until is not None and until < today:
                path.unlink(missing_ok=True)
                gone += 1
        return gone

    def _places(self, code: str) -> tuple[bytes, Path]:
        """The key and the file of a code."""
        made = HKDF(algorithm=SHA256(), length=64, salt=None, info=INFO).derive(code.encode())
        return made[:32], self.folder / f"{sha256(made[32:]).hexdigest()}{ENDING}"


def _for_us_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _until(content: bytes) -> date | None:
    """The last day in the head of a file; None where it is no file of ours."""
    head = content[: len(MAGIC) + DAY_BYTES]
    if len(head) < len(MAGIC) + DAY_BYTES or not head.startswith(MAGIC):
        return None
    day = int.from_bytes(head[len(MAGIC) :])
    return date.fromordinal(day) if 1 <= day <= date.max.toordinal() else None
