"""The YAML form of an order: what ``import`` takes and ``export`` gives.

YAML turns an unquoted 1.10 into 1.1, 8:30 into 510 and "no" into a denial, so a text that is
without quotes and looks like anything else is refused with its line; what is written here is
always quoted, and reads back as exactly the same draft.
"""

from __future__ import annotations

from typing import Any

import msgspec
import yaml

from engine.documents.containers import yaml_events, yaml_structs
from engine.errors import N_, UnreadableDocument
from engine.workflows.orders.draft import Draft


def read_yaml(data: bytes, name: str) -> Draft:
    """Return the draft that the YAML text in *data* holds; *name* is shown in messages.

    Raises :class:`UnreadableDocument` with file, line and remedy for anything that is not such a
    draft; nothing is guessed or converted.
    """
    values = yaml_events.values(data, name)
    if not isinstance(values, dict):
        raise UnreadableDocument(
            N_("{file} does not hold an order: it should be a group of fields."), file=name
        )
    return yaml_structs.converted(values, Draft, data, name)


def write_yaml(draft: Draft) -> str:
    """Return *draft* as YAML text that :func:`read_yaml` turns back into an equal draft.

    Every text is in quotes; fields that are empty are left out.
    """
    return yaml.dump(
        _plain(draft),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=float("inf"),
    )


class _Key(str):
    """The name of a field, which is without quotes."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Quotes every text that is not the name of a field, and never writes an alias."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  the library's signature
        return True


_Dumper.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)
_Dumper.add_representer(
    _Key, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text))
)


def _plain(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        return {
            _Key(info.name): _plain(inner)
            for info in msgspec.structs.fields(value)
            if (inner := getattr(value, info.name)) or inner != _default(info)
        }
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return value


def _default(info: Any) -> Any:
    if info.default_factory is not msgspec.NODEFAULT:
        return info.default_factory()
    return info.default
