"""Maven's pom.xml → its profiles. The file has no say in how it is read: one with a DOCTYPE is not read."""

from __future__ import annotations

import re
from xml.parsers import expat

from .facts import Family, FileFacts, Switch, in_place, packed, unpacked
from .language import Language, UnreadError

MAX_DEPTH = 100
_PROFILE = ["project", "profiles", "profile"]


class _Profiles:
    """What the parser says, gathered into profiles."""

    def __init__(self) -> None:
        self.found: list[Switch] = []
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._open: list[str] = []
        self._text = ""
        self._name, self._line, self._default = "", 0, "off"

    def read(self, content: bytes) -> tuple[Switch, ...]:
        self._parser.Parse(content, True)
        return tuple(self.found)

    def _doctype(self, *_: object) -> None:
        raise UnreadError

    def _start(self, name: str, _: object) -> None:
        self._open.append(name.rpartition(" ")[2])
        self._text = ""
        if len(self._open) > MAX_DEPTH:
            raise UnreadError
        if self._open == _PROFILE:
            self._name, self._default = "", "off"

    def _data(self, text: str) -> None:
        self._text = text

    def _end(self, _: str) -> None:
        if self._open == [*_PROFILE, "id"]:
            self._name, self._line = self._text.strip(), self._parser.CurrentLineNumber
        elif self._open == [*_PROFILE, "activation", "activeByDefault"] and self._text.strip() == "true":
            self._default = "on"
        elif self._open == _PROFILE and self._name:
            self.found.append(Switch("maven", "declared", self._name, self._line, self._default))
        self._open.pop()


def read(content: bytes) -> FileFacts | None:
    """Return the profiles that a file declares; None when it is no XML.

    Raises UnreadError when it has a DOCTYPE, or is nested too deep.
    """
    try:
        return FileFacts(switches=_Profiles().read(content))
    except (expat.ExpatError, ValueError):
        return None


MAVEN = Language("maven", read, packed, unpacked, name="Maven", files=re.compile(r"pom\.xml"))
FAMILY = Family((MAVEN,), in_place)
