"""Where the entries of modules are: in a folder of the catalog, and where globs in catalog.yaml say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from .reading.globs import named
from .reading.sources import FOLDER, Source
from .validation.schema import effective

CATALOG = f"{FOLDER}/catalog.yaml"
MODULES, SHOWCASE = f"{FOLDER}/modules", f"{FOLDER}/showcase"
_OTHERS = re.compile(rf"{FOLDER}/([^/]+|(modules|showcase|templates)/.*)")
"""What in the folder of the catalog is no entry that a glob names."""

_ID = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")
_LONGEST = 100
"""The most characters of an id, as in the schema of what names it."""
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
"""What no file may be called on Windows, with whatever ending:
https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file#naming-conventions"""


@dataclass(frozen=True)
class EntryFiles:
    """The places of the entries of one catalog's modules."""

    globs: tuple[str, ...] = ()
    """Those beside the folder for them."""

    @classmethod
    def declared(cls, data: Mapping[str, Any]) -> EntryFiles:
        """Return the places that catalog.yaml names, whatever else in it is wrong."""
        said = data.get("entries")
        globs = dict.fromkeys(one for one in said if isinstance(one, str)) if isinstance(said, list) else ()
        return cls(tuple(glob for glob in globs if _form().fullmatch(glob)))

    @classmethod
    def of(cls, source: Source) -> EntryFiles:
        """Return the places that the catalog.yaml of a source names."""
        document = source.read(CATALOG).document if source.has(CATALOG) else None
        return cls.declared(document.value()) if document else cls()

    @property
    def places(self) -> tuple[str, ...]:
        """The folder and the globs, as a source takes them."""
        return (MODULES, *self.globs)

    def paths(self, source: Source) -> set[str]:
        """Return the paths of all files in these places."""
        return {path for place in self.places for path in source.below(place) if self.has(path)}

    def has(self, path: str) -> bool:
        """Say whether a path is in one of these places."""
        return path.startswith(f"{MODULES}/") or self._named(path) is not None

    def id(self, path: str) -> str:
        """Return the id of the entry at a path.

        It is the name of the file; of one that a glob names, what its last `*` stands for.
        """
        return self._named(path) or stem(path)

    def place(self, id_: str, source: Source) -> str:
        """Return the path for a new entry: that of the first glob which has a folder for it.

        Else it is in the folder of modules.
        """
        paths = (glob.replace("*", id_) for glob in self.globs if glob.count("*") == 1)
        fitting = (path for path in paths if self.id(path) == id_ and source.has(path.rpartition("/")[0]))
        return next(fitting, f"{MODULES}/{id_}.yaml")

    def _named(self, path: str) -> str | None:
        if not self.globs or _OTHERS.fullmatch(path):
            return None
        return next((id_ for glob in self.globs if (id_ := named(glob, path)) is not None), None)


def stem(path: str) -> str:
    """Return the name of a file without its extension; PurePosixPath takes long for thousands of them."""
    name = path.rpartition("/")[2]
    return name.rpartition(".")[0] or name


def misnamed(id_: str, path: str) -> str | None:
    """Return what is wrong with the id of the entry at a path; None when nothing is."""
    if _DEVICE.fullmatch(id_):
        return f"`{id_}` is the name of a device on Windows, where no file can have it: choose another id"
    if len(id_) > _LONGEST:
        return f"an id has at most {_LONGEST} characters, and this one {len(id_)}: choose a shorter one"
    if _ID.fullmatch(id_):
        return None
    what = "the file's name" if id_ == stem(path) else f"`{id_}`"
    return f"{what} is the id: lower-case letters and digits, joined by `-`, `_` or `.`"


@cache
def _form() -> re.Pattern[str]:
    return re.compile(effective("catalog", {})["$defs"]["entry_glob"]["pattern"])
