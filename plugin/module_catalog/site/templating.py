"""Templates, those built in and a project's own, and what they show → the text of pages."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from functools import wraps
from keyword import iskeyword
from pathlib import PurePosixPath
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ..catalog.sources import FOLDER
from ..diagnostics import CatalogError, closest, printable
from . import html
from .compiled import Compiled

_FOLDER = f"{FOLDER}/templates"
_BUILT_IN = "module-catalog"
"""What stands before the name of a built-in template where a project's own one extends it."""


class _Generator(CodeGenerator):
    """Compiles a template to code that puts into a page what `finalize` gives, which is safe already."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(finalize.src)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(")")


class _PlainGenerator(_Generator):
    """Compiles a template of ours to the Python that one would write oneself.

    An attribute is one, and no key of a mapping; a key is one that is there; a macro is a function, which
    takes no more than it names; what is called is not asked whether it wants to know its context; HTML is put
    into a page as it is.
    """

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write("(value if (value := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(").__class__ is Markup else environment.safe(value) if value.__class__ is str")
        self.write(f" else {finalize.src}value))")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Write an attribute."""
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802
        """Write a key, an index or a part of a list."""
        self.write("(")
        self.visit(node.node, frame)
        self.write(")[")
        self.visit(node.arg, frame)
        self.write("]")

    def visit_CondExpr(self, node: nodes.CondExpr, frame: Frame) -> None:  # noqa: N802
        """Write a choice: without an `else` it is an empty text, and nothing that has to be explained."""
        node.expr2 = node.expr2 or nodes.Const("")
        super().visit_CondExpr(node, frame)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Write what a macro, or what a call gives to one, is called by."""
        names = [_parameter(one.name) for one in macro_ref.node.args]
        required = len(names) - len(macro_ref.node.defaults)
        taken = [name if index < required else f"{name}=missing" for index, name in enumerate(names)]
        if macro_ref.accesses_caller:
            names.append("caller")
            taken.append('caller=undefined("there is no caller", name="caller")')
        # The name `macro` is that of the next one soon.
        taken.append("macro=macro")
        self.write(f"lambda {', '.join(taken)}: str.__new__(Markup, macro({', '.join(names)}))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """Write a call."""
        if node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(")(")
        for value in node.args:
            self.visit(value, frame)
            self.write(", ")
        for named in node.kwargs:
            self.write(f"{_parameter(named.key)}=")
            self.visit(named.value, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")


def _parameter(name: str) -> str:
    """Return what a parameter is called in Python: a macro's may be called `class`."""
    return f"{name}_" if iskeyword(name) else name


class _Trusting(jinja2.Environment):
    """Where built-in templates run."""

    code_generator_class = _PlainGenerator
    safe = staticmethod(html.safe)

    def __init__(self, **options: Any) -> None:
        """Take what every environment takes."""
        super().__init__(**options)
        self.filters["trim"] = html.trimmed

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return what a filter names: only of a mapping it is a key first."""
        if not isinstance(obj, dict) and isinstance(argument, str) and hasattr(obj, argument):
            return getattr(obj, argument)
        return super().getitem(obj, argument)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what a template can always use, as one mapping: each page copies it."""
        return {**self.globals, **d} if d else self.globals


class _Sandbox(ImmutableSandboxedEnvironment):
    """Where a project's own templates run: what one page may do, and how long a text may get, has an end."""

    code_generator_class = _Generator
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


class Templates:
    """The templates of one site.

    A project's own one takes the place of the built-in one of its name, or of blocks of it. Text that is not
    Markup is made safe. As soon as one template is a project's own, all run where they can change and reach
    nothing but what they are given.
    """

    def __init__(
        self, own: Mapping[str, str], filters: Mapping[str, Callable[..., Any]], shared: Mapping[str, Any]
    ) -> None:
        """Take a project's *own* templates by their paths.

        Raises CatalogError when one of them cannot take any's place.
        """
        self._own = own
        packaged = jinja2.PackageLoader(__package__ or "", "templates")
        loaders = [jinja2.FunctionLoader(self._source), packaged, jinja2.PrefixLoader({_BUILT_IN: packaged})]
        self._environment = (_Sandbox if own else _Trusting)(
            loader=jinja2.ChoiceLoader(loaders),
            bytecode_cache=None if own else Compiled(),
            auto_reload=False,
            autoescape=True,
            finalize=html.shown,
            # What is constant in ours, nobody wrote to be worked out.
            optimized=bool(own),
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(filters)
        self._environment.globals.update(shared)
        for path in own:
            self._check(path, packaged.list_templates())

    def render(self, name: str, shows: Mapping[str, Any]) -> str:
        """Return what a template makes of what it *shows*.

        Raises CatalogError when a project's own template fails.
        """
        if isinstance(self._environment, _Sandbox):
            self._environment.steps = 0
        try:
            return self._environment.get_template(name).render(**shows)
        except Exception as error:  # Whatever can go wrong in Python can go wrong in a template.
            if explained := self._explained(error):
                raise explained from error
            if isinstance(error, SecurityError):  # The text of the whole page is nobody's line.
                raise CatalogError(f"{_FOLDER}/{name}: {error}") from error
            raise

    def _source(self, name: str) -> tuple[str, str, None] | None:
        path = f"{_FOLDER}/{name}"
        return (self._own[path], path, None) if path in self._own else None

    def _explained(self, error: Exception) -> CatalogError | None:
        """Return what to say of an error that came from a line of a project's template.

        None when it came from none.
        """
        places = [place for place in traceback.extract_tb(error.__traceback__) if place.filename in self._own]
        if not places:
            return None
        reason = (
            f"no template is called {error}"
            if isinstance(error, jinja2.TemplateNotFound)
            else str(error) or type(error).__name__
        )
        return CatalogError(f"{places[-1].filename}:{places[-1].lineno}: {printable(reason)}")

    def _check(self, path: str, built_in: list[str]) -> None:
        """Raise CatalogError for what nobody would notice.

        That is a template or a block that takes the place of none.
        """
        name = str(PurePosixPath(path).relative_to(_FOLDER))
        if name not in built_in and not PurePosixPath(name).name.startswith("_"):
            raise CatalogError(
                f"{path}: no page has this template, and a piece of your own begins with `_`"
                f"{_meant(name, built_in)}"
            )
        try:
            tree = self._environment.parse(self._own[path], name, path)
            self._environment.compile(self._own[path], name, path)
        except jinja2.TemplateSyntaxError as error:
            raise CatalogError(f"{path}:{error.lineno}: {printable(error.message or '')}") from error
        except (RecursionError, MemoryError, SyntaxError) as error:
            raise CatalogError(f"{path}: too much is nested in this template") from error
        for extends in tree.find_all(nodes.Extends):
            parent = str(extends.template.as_const()) if isinstance(extends.template, nodes.Const) else ""
            if parent == name:
                raise CatalogError(
                    f"{path}:{extends.lineno}: to extend the built-in template, write `{_BUILT_IN}/{name}`"
                )
            if parent.removeprefix(f"{_BUILT_IN}/") in built_in:
                self._check_blocks(path, tree, parent)

    def _check_blocks(self, path: str, tree: nodes.Template, parent: str) -> None:
        known = self._environment.get_template(parent).blocks
        for block in tree.find_all(nodes.Block):
            if block.name not in known:
                raise CatalogError(
                    f"{path}:{block.lineno}: `{parent}` has no block `{block.name}`"
                    f"{_meant(block.name, known)}"
                )


def _meant(name: str, known: Mapping[str, Any] | list[str]) -> str:
    meant = closest(name, known)
    return f"; did you mean `{meant}`?" if meant else ""
