"""Static files under names that change with their content, so that browsers may keep them for a year."""

from __future__ import annotations

from functools import cache

from django.templatetags.static import static
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """WhiteNoise's hashed and compressed files; where nothing was collected yet (tests), plain names."""

    manifest_strict = False

    def url(self, name: str | None, force: bool = False) -> str:
        if not self.hashed_files:
            return f"{self.base_url}{name}"
        return str(super().url(name, force))


@cache
def sprite() -> str:
    """The address of the icons, looked up once for each process."""
    return static("derman/icons/icons.svg")
