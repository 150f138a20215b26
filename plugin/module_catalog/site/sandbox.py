"""Where a project's own templates run: what one page may do, and how long a text may get, has an end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any

from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment

from .compiler import Generator


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment in which too many steps, or a text that is too long, end in SecurityError."""

    code_generator_class = Generator
    intercepted_binops = frozenset({"*", "**", "+", "%"})

    def __init__(self, **options: Any) -> None:
        """Take what every environment takes."""
        super().__init__(**options)
        self.steps = 0
        del self.globals["lipsum"]
        self.filters["_counted"] = self._counted
        self.filters["_joined"] = self._joined
        for name in _WIDENING & self.filters.keys():
            self.filters[name] = self._narrowed(self.filters[name])

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Read a template; every loop in it counts its turns, and every `~` the length of what it joins."""
        tree = super()._parse(source, name, filename)
        for loop in list(tree.find_all(nodes.For)):
            loop.iter = nodes.Filter(loop.iter, "_counted", [], [], None, None, lineno=loop.iter.lineno)
        for holder in [tree, *tree.find_all(nodes.Node)]:
            for field, value in list(holder.iter_fields()):
                if isinstance(value, nodes.Concat):
                    setattr(holder, field, _call_of_joined(value))
                elif isinstance(value, list):
                    value[:] = [
                        _call_of_joined(one) if isinstance(one, nodes.Concat) else one for one in value
                    ]
        return tree

    def step(self) -> None:
        """Count one step of the page. Raises SecurityError when there are too many."""
        self.steps += 1
        if self.steps > _MOST_STEPS:
            raise SecurityError(f"the template does more than {_MOST_STEPS:,} steps for one page")

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Say whether a template may have an attribute. Those of numbers and bytes can fill memory."""
        return not isinstance(obj, (int, float, bytes)) and super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """Return `format` of a text, if what it asks for is not too wide."""
        if isinstance(getattr(value, "__self__", None), str) and value.__name__ in _FORMATS:
            _refuse_format(value.__self__)
        return super().wrap_str_format(value)

    def call(self, context: Any, called: Any, /, *arguments: Any, **named: Any) -> Any:
        """Call something, if it is safe."""
        self.step()
        if isinstance(called, LoopContext) and arguments:
            arguments = (self._counted(arguments[0]), *arguments[1:])
        if isinstance(getattr(called, "__self__", None), str) and called.__name__ in _WIDENING:
            _refuse_use(called.__name__, called.__self__, *arguments, *named.values())
        return super().call(context, called, *arguments, **named)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Do a sum, if what it gives is not too large."""
        self.step()
        if operator == "**" and isinstance(left, int) and isinstance(right, int):
            _refuse_long(left.bit_length() * max(right, 0) // 100)
        elif operator == "+":
            _refuse_long(_length(left) + _length(right))
        elif operator == "%" and isinstance(left, str):
            _refuse_format(left)
        elif operator == "*":
            both_numbers = isinstance(left, int) and isinstance(right, int)
            _refuse_long(
                (left.bit_length() + right.bit_length()) // 100
                if both_numbers
                else _length(left) * _length(right)
            )
        return super().call_binop(context, operator, left, right)

    @staticmethod
    def concat(parts: Iterable[str]) -> str:
        """Return the text of a page, a macro or a block from its parts, if it is not too long."""
        found, length = [], 0
        for part in parts:
            found.append(part)
            length += len(part)
            _refuse_long(length)
        return "".join(found)

    def _counted(self, items: Iterable[Any]) -> Any:
        def turns() -> Iterator[Any]:
            for item in items:
                self.step()
                yield item

        # What knows its length tells it to `loop`.
        return list(turns()) if hasattr(items, "__len__") else turns()

    def _joined(self, parts: list[Any]) -> str:
        self.step()
        _refuse_long(sum(map(_length, parts)))
        return markup_join(parts)

    def _narrowed(self, filter_: Callable[..., Any]) -> Callable[..., Any]:
        # Some filters are given their surroundings before what they work on.
        first = 1 if hasattr(filter_, "jinja_pass_arg") else 0

        @wraps(filter_)
        def narrowed(*arguments: Any, **named: Any) -> Any:
            self.step()
            _refuse_use(filter_.__name__.removeprefix("do_"), *arguments[first:], *named.values())
            return filter_(*arguments, **named)

        return narrowed


_MOST_STEPS = 1_000_000
"""For one page. The largest page takes about a hundred for each module of the catalog."""
_MOST_CHARACTERS = 10_000_000
_MOST_WIDE = 1000
_WIDENING = frozenset(
    {
        "batch",
        "center",
        "expandtabs",
        "format",
        "format_map",
        "indent",
        "join",
        "ljust",
        "replace",
        "rjust",
        "slice",
        "tojson",
    }
    | {"wordwrap", "zfill", "round"}
)
"""The filters and methods of text that can make much of little."""
_FORMATS = ("format", "format_map")
_WIDTH = re.compile(r"(%|:)[^\s%{}]*[0-9]{4}|%[^%a-zA-Z]*\*|:[^{}]*\{")
"""A place of a format that is a thousand wide or wider, or as wide as a value says."""


def _call_of_joined(concat: nodes.Concat) -> nodes.Filter:
    parts = nodes.List(concat.nodes, lineno=concat.lineno)
    return nodes.Filter(parts, "_joined", [], [], None, None, lineno=concat.lineno)


def _length(value: Any) -> int:
    """Return how long a text or a list is, or how large a number."""
    if isinstance(value, int):
        return abs(value)
    return len(value) if hasattr(value, "__len__") else 1


def _refuse_long(length: int) -> None:
    if length > _MOST_CHARACTERS:
        raise SecurityError(f"the template makes a text of more than {_MOST_CHARACTERS:,} characters")


def _refuse_format(text: str) -> None:
    if _WIDTH.search(text):
        raise SecurityError(f"a format here is wider than {_MOST_WIDE:,}")


def _refuse_use(name: str, subject: Any, *arguments: Any) -> None:
    """Raise SecurityError for a filter or method of text, by name, that would make too much of a subject."""
    if name in _FORMATS:
        _refuse_format(str(subject))
        return
    if any(isinstance(one, int) and abs(one) > _MOST_WIDE for one in arguments):
        raise SecurityError(f"a number here is larger than {_MOST_WIDE:,}")
    longest = max((len(one) for one in arguments if isinstance(one, str)), default=0)
    _refuse_long(_length(subject) * longest // 10 if not isinstance(subject, int) else 0)
