"""Accounts of offices at a network: open values, and a private key that only this installation can open."""

from collections.abc import Mapping
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from infostrada.core.security.keys import seal
from infostrada.core.security.keys import unseal
from infostrada.site.records.unit_settings import UnitSettings
from typing import Any
from urllib.parse import urlsplit


ADMINISTER = "infostrada.site: Administer unit"
LOCAL = ("localhost", "127.0.0.1", "::1")


class SealedAccounts:
    """The accounts at one network; `name` is where they are kept and what their keys are sealed for."""

    def __init__(self, name: str, open_names: tuple[str, ...]) -> None:
        self.open_names = open_names
        self._purpose, self._kept = name, UnitSettings(name)

    def given(self, unit: Any, values: Mapping[str, str]) -> dict[str, str]:
        """The account as somebody gives it, trimmed; `key` is the one that is kept when none is given."""
        told = {name: values.get(name, "").strip() for name in self.open_names}
        urls = {name: value.rstrip("/") for name, value in told.items() if name.endswith("url")}
        key = values.get("key", "").strip() or (self.opened(unit) or {}).get("key", "")
        return {**told, **urls, "key": key}

    def keep(self, unit: Any, account: Mapping[str, str]) -> None:
        """Keep it, its key sealed."""
        sealed = seal(self._purpose, unit.unit_id, account["key"])
        self._kept.keep(unit.unit_id, {**account, "key": sealed})

    def drop(self, unit: Any) -> bool:
        """Forget it; answers whether there was one."""
        return self._kept.drop(unit.unit_id)

    def opened(self, unit: Any) -> dict[str, str] | None:
        """The unit's account with its key; None when none is kept."""
        held = self._kept.of(unit.unit_id)
        if held is None:
            return None
        return {**held, "key": unseal(self._purpose, unit.unit_id, held["key"])}

    def shown(self, unit: Any) -> dict[str, str]:
        """What is kept, without the key."""
        held = self._kept.of(unit.unit_id) or {}
        return {name: value for name, value in held.items() if name != "key"}

    def unit_ids(self) -> list[str]:
        """Offices with an account."""
        return list(self._kept.all())


def is_address(text: str) -> bool:
    """Is it an address the product may call: HTTPS, or HTTP on this machine?"""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    local = parts.scheme == "http" and parts.hostname in LOCAL
    return bool(parts.hostname) and (parts.scheme == "https" or local)


def read_key(text: str) -> Any:
    """A private key in PEM form without a password; None for anything else."""
    try:
        return load_pem_private_key(text.encode(), None)
    except (ValueError, TypeError):
        return None
