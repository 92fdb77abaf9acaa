"""Every place that raises an error of ours: its templates and its facts, read from the syntax.

A template may come by a name (a constant, a table, a local variable) or by a parameter of a
function that raises for others; then each call of that function is a place of its own.
"""

from __future__ import annotations

import ast
import inspect
import string
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from engine import errors

RAISED = {
    name
    for name, found in inspect.getmembers(errors, inspect.isclass)
    if issubclass(found, errors.VekhaError)
}
TABLE = "_REFUSALS"
"""A table of code -> class, template, remedy, for the function ``refusal(code, **facts)``."""

Scope = ast.FunctionDef | ast.Module


class Place(NamedTuple):
    """A place that raises; each fact with all expressions that may make its value.

    ``open`` says that facts are handed on which the syntax cannot see.
    """

    where: str
    texts: frozenset[str]
    facts: dict[str, list[ast.expr]]
    open: bool = False

    @property
    def missing(self) -> set[str]:
        """Return what the templates name and nothing fills."""
        return set().union(*map(fields, self.texts)) - set(self.facts)


class Raiser(NamedTuple):
    """A function that raises for others, by a template at *position* of its parameters."""

    name: str
    parameter: str
    position: int
    place: Place


def fields(template: str) -> set[str]:
    """Return the names in the braces of *template*."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def marked(node: ast.AST) -> set[str]:
    """Return all texts below *node* that are marked with ``N_``."""
    return {
        str(found.args[0].value)
        for found in ast.walk(node)
        if isinstance(found, ast.Call)
        and _called(found) == "N_"
        and isinstance(found.args[0], ast.Constant)
    }


def sources(root: Path, *folders: str) -> dict[str, str]:
    """Return name -> text of the sources below *folders*."""
    paths = [path for folder in folders for path in sorted((root / folder).rglob("*.py"))]
    return {str(path.relative_to(root)): path.read_text("utf-8") for path in paths}


def places(texts: dict[str, str]) -> list[Place]:
    """Return every place of these sources (name -> text)."""
    modules = [_Module(name, text) for name, text in texts.items()]
    for module in modules:
        module.above = [other.tree for other in modules if other.dotted in module.imported]
        module.look()
    raisers = [raiser for module in modules for raiser in module.raisers]
    table = {code: said for module in modules for code, said in module.table().items()}
    return [
        place
        for module in modules
        for place in (*module.places, *module.handed(raisers), *module.refused(table))
    ] + list(_declared(modules))


def _declared(modules: list[_Module]) -> Iterator[Place]:
    """Give a place for each row of the stores' tables: ``Failure(class, wrong, remedy)``.

    Its facts are those that every ``told(…)`` of the same store hands in.
    """
    told = {module: set(module.told()) for module in modules}
    for module in modules:
        store = Path(module.name).name.partition("_")[0]
        kin = [found for other, names in told.items() for found in names if store in other.name]
        everywhere = kin or [found for names in told.values() for found in names]
        facts = frozenset.intersection(*everywhere) if everywhere else frozenset()
        for _scope, call in _calls(module.tree):
            if _called(call) == "Failure":
                yield Place(module.at(call), frozenset(marked(call)), {name: [] for name in facts})


class _Module:
    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.tree = ast.parse(text)
        self.dotted = name.removesuffix(".py").replace("/", ".")
        self.imported = {node.module for node in self.tree.body if isinstance(node, ast.ImportFrom)}
        self.above: list[ast.Module] = []
        self.places: list[Place] = []
        self.raisers: list[Raiser] = []

    def look(self) -> None:
        """Find the places; ``above`` are then the modules that this one imports from."""
        for scope, call in _calls(self.tree):
            if _called(call) in RAISED and call.args:
                self._take(call, scope)

    def handed(self, raisers: Iterable[Raiser]) -> Iterator[Place]:
        """Give a place for each template that a function that raises for others is handed."""
        by_name = {raiser.name: raiser for raiser in raisers}
        for scope, call in _calls(self.tree):
            raiser = by_name.get(_called(call))
            if raiser is None:
                continue
            given = [word.value for word in call.keywords if word.arg == raiser.parameter]
            given += call.args[raiser.position : raiser.position + 1]
            said = self._texts(given, scope)
            if said:
                yield raiser.place._replace(where=self.at(call), texts=raiser.place.texts | said)

    def table(self) -> dict[str, set[str]]:
        """Return code -> templates, where the module has such a table."""
        rows = [found for found in _given(TABLE, self.tree) if isinstance(found, ast.Dict)]
        return {
            str(key.value): marked(value)
            for row in rows
            for key, value in zip(row.keys, row.values, strict=True)
            if isinstance(key, ast.Constant)
        }

    def told(self) -> Iterator[frozenset[str]]:
        """Give the names of the facts of each ``failure.told(…)``."""
        for _scope, call in _calls(self.tree):
            names = frozenset(word.arg for word in call.keywords if word.arg)
            if _called(call) == "told" and names:
                yield names

    def refused(self, table: dict[str, set[str]]) -> Iterator[Place]:
        """Give a place for each call of ``refusal("code", …)``."""
        for scope, call in _calls(self.tree):
            match call:
                case ast.Call(func=ast.Name(id="refusal"), args=[ast.Constant(value=code)]):
                    facts, is_open = self._facts(call, scope)
                    yield Place(self.at(call), frozenset(table[str(code)]), facts, is_open)

    def _take(self, call: ast.Call, scope: Scope) -> None:
        template = call.args[0]
        facts, is_open = self._facts(call, scope)
        remedy = self._texts((word.value for word in call.keywords if word.arg == "remedy"), scope)
        place = Place(self.at(call), remedy, facts, is_open)
        parameters = _parameters(scope)
        if isinstance(template, ast.Name) and template.id in parameters:
            position = parameters.index(template.id)
            assert isinstance(scope, ast.FunctionDef)
            self.raisers.append(Raiser(scope.name, template.id, position, place))
        else:
            self.places.append(place._replace(texts=remedy | self._texts([template], scope)))

    def _facts(self, call: ast.Call, scope: Scope) -> tuple[dict[str, list[ast.expr]], bool]:
        found: dict[str, list[ast.expr]] = {}
        is_open = False
        for word in call.keywords:
            values = self._meant([word.value], scope)
            if word.arg == "remedy":
                continue
            if word.arg is not None:
                found[word.arg] = values
            elif not (rows := [row for row in values if isinstance(row, ast.Dict)]):
                is_open = True
            else:
                keys = [str(key.value) for key in rows[0].keys if isinstance(key, ast.Constant)]
                found |= {key: [value] for key, value in zip(keys, rows[0].values, strict=True)}
        return found, is_open

    def _texts(self, values: Iterable[ast.expr], scope: Scope) -> frozenset[str]:
        """Return all marked texts that expressions may mean."""
        return frozenset().union(*map(marked, self._meant(values, scope)))

    def _meant(self, values: Iterable[ast.expr], scope: Scope) -> list[ast.expr]:
        """Return expressions and what is given to the names in them: here, in the module, above."""
        ahead, found, seen = list(values), list[ast.expr](), set[str]()
        while ahead:
            value = ahead.pop()
            found.append(value)
            names = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)} - seen
            seen |= names
            for around in (scope, self.tree, *self.above):
                ahead += [given for name in names for given in _given(name, around)]
        return found

    def at(self, call: ast.Call) -> str:
        return f"{self.name}:{call.lineno}"


def _calls(tree: ast.Module) -> Iterator[tuple[Scope, ast.Call]]:
    """Give every call with the innermost function around it."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            around = [f for f in functions if f.lineno <= node.lineno <= (f.end_lineno or 0)]
            yield max(around, key=lambda found: found.lineno, default=tree), node


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _parameters(scope: Scope) -> list[str]:
    if isinstance(scope, ast.Module):
        return []
    found = [each.arg for each in (*scope.args.posonlyargs, *scope.args.args)]
    return [name for name in found if name != "self"]


def _given(name: str, around: Scope) -> Iterator[ast.expr]:
    """Give what is assigned to *name* in a function, or at the top of a module."""
    nodes = ast.walk(around) if isinstance(around, ast.FunctionDef) else iter(around.body)
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=found)], value=value) if found == name:
                yield value
            case ast.AnnAssign(target=ast.Name(id=found), value=value) if found == name and value:
                yield value
