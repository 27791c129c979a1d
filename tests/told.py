"""What the code says in English: every template of an error, fault or reason, found by reading the code itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

HELPERS = Path(__file__).parents[1] / "helpers"
TABLES = ("_zh.py", "_en.py")  # modules of words, which say nothing themselves

FAULTS = {"Fault": (1, 2), "refused": (1, 2), "_Unreadable": (0, 1)}  # calls, and where they take a rule and a hint
INHERITED = {"assess/reader.py": "assess/keys.py"}  # where `fault` stands, of a class that has it from another


@dataclass(frozen=True)
class Words:
    """One text that is said: where, and as what it is written: a template, or `""` for one that is put together."""

    module: str
    line: int
    template: str

    def __str__(self) -> str:
        return f"{self.module}:{self.line}"


@dataclass(frozen=True)
class Scope:
    """A function, or a module outside its functions: what each name is set to there."""

    module: str
    node: ast.Module | ast.FunctionDef

    @cached_property
    def own(self) -> list[ast.AST]:
        """Its nodes without those of the functions in it."""
        found, rest = [], list(ast.iter_child_nodes(self.node))
        while rest:
            node = rest.pop()
            found.append(node)
            if not isinstance(node, ast.FunctionDef):
                rest += ast.iter_child_nodes(node)
        return found

    @cached_property
    def assigned(self) -> dict[str, list[ast.expr]]:
        found: dict[str, list[ast.expr]] = {}
        for node in self.own:
            for target, value in _targets(node):
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, []).append(value)
        return found

    @property
    def parameters(self) -> list[str]:
        if isinstance(self.node, ast.Module):
            return []
        return [a.arg for a in self.node.args.args if a.arg not in ("self", "cls")]


def _targets(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    if isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
        yield node.target, node.value
    for target in node.targets if isinstance(node, ast.Assign) else ():
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            yield from zip(target.elts, node.value.elts, strict=False)
        else:
            yield target, node.value


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


class Code:
    """The modules of a folder."""

    def __init__(self, root: Path = HELPERS) -> None:
        self.scopes: list[Scope] = []
        for path in sorted(root.rglob("*.py")):
            if path.name.endswith(TABLES):
                continue
            tree, name = ast.parse(path.read_text(encoding="utf-8")), path.relative_to(root).as_posix()
            self.scopes.append(Scope(name, tree))
            self.scopes += [Scope(name, node) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]

    @cached_property
    def calls(self) -> list[tuple[Scope, ast.Call]]:
        return [(scope, node) for scope in self.scopes for node in scope.own if isinstance(node, ast.Call)]

    @cached_property
    def called(self) -> dict[str, list[tuple[Scope, ast.Call]]]:
        """The calls by the name of what is called."""
        found: dict[str, list[tuple[Scope, ast.Call]]] = {}
        for where, call in self.calls:
            if name_of(call) != "own":  # it exchanges words in whatever it is given, and tells nobody
                found.setdefault(name_of(call), []).append((where, call))
        return found

    @cached_property
    def constants(self) -> dict[str, list[tuple[Scope, ast.expr]]]:
        """What stands under each name outside functions, in any module."""
        found: dict[str, list[tuple[Scope, ast.expr]]] = {}
        for scope in self.scopes:
            if isinstance(scope.node, ast.Module):
                for name, values in scope.assigned.items():
                    found.setdefault(name, []).extend((scope, value) for value in values)
        return found

    @cached_property
    def errors(self) -> set[str]:
        """The names of BriefingError and of every class that is one; but DataError is of faults."""
        classes = [node for scope in self.scopes for node in scope.own if isinstance(node, ast.ClassDef)]
        found, grown = {"BriefingError"}, True
        while grown:
            more = {c.name for c in classes if found & {getattr(base, "id", "") for base in c.bases}}
            grown = not more <= found
            found |= more
        return found - {"DataError"}

    def said(self) -> Iterator[Words]:
        """The words of every error, and of everything else that is Said, their fields among them."""
        for scope, call in self.calls:
            if call.args and name_of(call) in {*self.errors, "Said"}:
                yield from self.texts(scope, call.args[0])
                for field in call.keywords:
                    yield from (words for words in self.texts(scope, field.value) if " " in words.template.strip())

    def faulted(self) -> Iterator[Words]:
        """The rule and the hint of every fault."""
        for scope, call in self.calls:
            for place, name in zip(self._of_fault(scope, call), ("rule", "hint"), strict=False):
                given = [k.value for k in call.keywords if k.arg == name] or call.args[place : place + 1]
                for value in given:
                    yield from self.texts(scope, value)

    def _of_fault(self, scope: Scope, call: ast.Call) -> tuple[int, ...]:
        """At which places a call takes the rule and the hint of a fault; none for other calls."""
        name = name_of(call)
        if getattr(scope.node, "name", "") in ("fault", "refused", "cell_fault"):
            return ()  # those hand on what they are given
        if name != "fault":
            return FAULTS.get(name, ())
        receiver = getattr(getattr(call.func, "value", None), "id", "")
        homes = [s for s in self.scopes if isinstance(s.node, ast.FunctionDef) and s.node.name == "fault"]
        own = {"entry": "assess/revisions.py", "": scope.module, "self": INHERITED.get(scope.module, scope.module)}
        if receiver not in own and scope.module.startswith("intake/"):
            own[receiver] = "assess/tables.py" if receiver == "table" else "intake/claims.py"
        home = next((s for s in homes if s.module == own.get(receiver, "assess/tables.py")), homes[-1])
        return tuple(home.parameters.index(name) for name in ("rule", "hint") if name in home.parameters)

    def texts(self, scope: Scope, node: ast.expr, depth: int = 4) -> Iterator[Words]:
        """The texts that an expression can be; nothing for what only a run can tell."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
            yield Words(scope.module, node.lineno, node.value)
        elif isinstance(node, ast.JoinedStr | ast.BinOp):
            if any(
                char.isalpha() for part in ast.walk(node) if isinstance(part, ast.Constant) for char in str(part.value)
            ):
                yield Words(scope.module, node.lineno, "")
        elif isinstance(node, ast.IfExp):
            yield from self.texts(scope, node.body, depth)
            yield from self.texts(scope, node.orelse, depth)
        elif isinstance(node, ast.BoolOp):
            for value in node.values:
                yield from self.texts(scope, value, depth)
        elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            for where, value in self._named(scope, node.value.id):
                for one in value.values if isinstance(value, ast.Dict) else ():
                    yield from self.texts(where, one, depth - 1)
        elif isinstance(node, ast.Name) and depth:
            for where, value in self._named(scope, node.id):
                yield from self.texts(where, value, depth - 1)

    def _named(self, scope: Scope, name: str) -> list[tuple[Scope, ast.expr]]:
        """What a name can be in a scope: set there, handed in by a caller, or a constant."""
        if name in scope.assigned:
            return [(scope, value) for value in scope.assigned[name]]
        if name in scope.parameters:
            return list(self._passed(scope, name))
        known = self.constants.get(name, [])
        return [one for one in known if one[0].module == scope.module] or known

    def _passed(self, scope: Scope, name: str) -> Iterator[tuple[Scope, ast.expr]]:
        place, arguments = scope.parameters.index(name), scope.node.args
        for argument, value in zip(reversed(arguments.args), reversed(arguments.defaults), strict=False):
            if argument.arg == name:
                yield scope, value
        for where, call in self.called.get(scope.node.name, ()):
            given = [k.value for k in call.keywords if k.arg == name] or call.args[place : place + 1]
            yield from ((where, value) for value in given)
