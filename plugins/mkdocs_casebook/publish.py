"""Building a site beside the old one and putting it in place whole.

A host empties the output folder before it writes, so a build that fails half way would cost
readers the last good site. Here the old site stands until the new one is complete.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Staging:
    """A folder in which the next site is built, and the one whose place it will take."""

    folder: Path
    site: Path

    @classmethod
    def beside(cls, site: Path) -> Staging:
        """Make a new empty folder beside a site's; on the same disk, so that it can be renamed."""
        site.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{site.name}-next-", dir=site.parent))
        # Made for its owner only, as temporary folders are; a web server must be able to read it.
        folder.chmod(0o755)
        return cls(folder, site)

    def put_in_place(self) -> None:
        """Swap the sites by renaming: there is no moment at which half a site stands there."""
        retired = self.folder.with_name(f"{self.folder.name}-old")
        if self.site.exists():
            self.site.rename(retired)
        try:
            self.folder.rename(self.site)
        except OSError:
            if retired.exists():
                retired.rename(self.site)
            raise
        shutil.rmtree(retired, ignore_errors=True)

    def discard(self) -> None:
        """Throw away what was built."""
        shutil.rmtree(self.folder, ignore_errors=True)
