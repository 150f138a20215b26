"""Languages that import others and that no file here reads: what is written in them is never counted."""

from __future__ import annotations

from collections.abc import Mapping

_NAMES = {
    "Cython": ".pyx .pxd .pxi",
    "Go": ".go",
    "Rust": ".rs",
    "Java": ".java",
    "Kotlin": ".kt .kts",
    "Scala": ".scala",
    "Clojure": ".clj .cljs",
    "Groovy": ".groovy",
    "JSP": ".jsp",
    "JavaScript": ".js .cjs .mjs .jsx",
    "TypeScript": ".ts .cts .mts .tsx",
    "Vue": ".vue",
    "Svelte": ".svelte",
    "Astro": ".astro",
    "MDX": ".mdx",
    "Protobuf": ".proto",
    "Swift": ".swift",
    "C#": ".cs",
    "F#": ".fs",
    "Ruby": ".rb",
    "PHP": ".php",
    "Perl": ".pl .pm",
    "Lua": ".lua",
    "Julia": ".jl",
    "R": ".R",
    "Dart": ".dart",
    "Elixir": ".ex .exs",
    "Erlang": ".erl",
    "Haskell": ".hs",
    "OCaml": ".ml .mli",
    "C++ with modules": ".cppm .ixx .mpp .ccm",
    "Zig": ".zig",
    "Nim": ".nim",
    "D": ".d",
    "Fortran": ".f90 .f95 .F90",
}

OTHERS: Mapping[str, str] = {ending: name for name, endings in _NAMES.items() for ending in endings.split()}
"""What people call the language of a file, by how its name ends."""

REACHES: Mapping[str, frozenset[str]] = {
    "Cython": frozenset({"Python", "C and C++"}),
    "Swift": frozenset({"C and C++"}),
    "C++ with modules": frozenset({"C and C++"}),
    "Zig": frozenset({"C and C++"}),
    "D": frozenset({"C and C++"}),
    "Scala": frozenset({"Java", "Kotlin"}),
    "Clojure": frozenset({"Java", "Kotlin"}),
    "Groovy": frozenset({"Java", "Kotlin"}),
    "JSP": frozenset({"Java", "Kotlin"}),
    "Kotlin": frozenset({"Java"}),
    "Java": frozenset({"Kotlin"}),
    "JavaScript": frozenset({"TypeScript"}),
    "TypeScript": frozenset({"JavaScript"}),
    "Vue": frozenset({"JavaScript", "TypeScript"}),
    "Svelte": frozenset({"JavaScript", "TypeScript"}),
    "Astro": frozenset({"JavaScript", "TypeScript"}),
    "MDX": frozenset({"JavaScript", "TypeScript"}),
    "F#": frozenset({"C#"}),
    "C#": frozenset({"F#"}),
    "Elixir": frozenset({"Erlang"}),
    "Erlang": frozenset({"Elixir"}),
}
"""The languages whose files one imports by their own statements, beside its own."""
