"""Templates → Python: those built in as one would write it oneself."""

from __future__ import annotations

from keyword import iskeyword
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef


class Generator(CodeGenerator):
    """Compiles a template to code that puts into a page what `finalize` gives, which is safe already."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(finalize.src)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(")")


class PlainGenerator(Generator):
    """Compiles a template of ours to the Python that one would write oneself.

    An attribute is one, and no key of a mapping; a macro is a function, which takes no more than it names;
    what is called is not asked whether it wants to know its context; HTML is put into a page as it is.
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
