"""A registry to give to the doctor."""

from __future__ import annotations

from addin.install.doctor.windows_registry import Hive


class Given:
    """A registry that holds what a test gives it."""

    def __init__(self, keys: dict[tuple[Hive, str], dict[str, object]] | None = None) -> None:
        self.keys = {
            (hive, key.lower()): {name.lower(): value for name, value in values.items()}
            for (hive, key), values in (keys or {}).items()
        }

    def values(self, hive: Hive, key: str) -> dict[str, object]:
        return dict(self.keys.get((hive, key.lower()), {}))

    def subkeys(self, hive: Hive, key: str) -> list[str]:
        start = key.lower() + "\\"
        return [name.removeprefix(start) for at, name in self.keys if at is hive and name.startswith(start)]
