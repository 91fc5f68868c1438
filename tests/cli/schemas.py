"""Hold an answer against its JSON Schema, and against nothing but it: no key goes undescribed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import best_match
from referencing import Registry, Resource

from corridor_desktop.host.paths import resource_folder

FOLDER = resource_folder() / "help" / "schemas"


def schemas() -> dict[str, Any]:
    """Every shipped schema by its name."""
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")
    }


def hold(document: Any, name: str) -> None:
    """Fail with the place and the reason where a document does not fit its schema."""
    shipped = schemas()
    strict = {key: closed(schema) for key, schema in shipped.items()}
    for known in (shipped, strict):
        found = best_match(_validator(known, name).iter_errors(document))
        assert found is None, f"{name}: {found.json_path}: {found.message}"


def _validator(known: dict[str, Any], name: str) -> Draft202012Validator:
    registry: Registry[Any] = Registry().with_resources(
        (f"{key}.json", Resource.from_contents(schema)) for key, schema in known.items()
    )
    return Draft202012Validator(known[name], registry=registry, format_checker=FormatChecker())


def closed(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema that refuses keys it does not describe (shipped ones let keys be added)."""
    return {"unevaluatedProperties": False, **_walk(schema, _close)}


def _close(schema: dict[str, Any]) -> dict[str, Any]:
    found = _walk(schema, _close)
    return found if "additionalProperties" in found else {"unevaluatedProperties": False, **found}


def _open(schema: dict[str, Any]) -> dict[str, Any]:
    return _walk(schema, _close)


def _walk(
    schema: dict[str, Any], value: Callable[[dict[str, Any]], dict[str, Any]]
) -> dict[str, Any]:
    """Copy a schema; ``value`` is done to what describes a whole value, not a part of one."""
    found = dict(schema)
    for key in ("properties", "$defs"):
        if key in found:
            each = value if key == "properties" else _open
            found[key] = {name: each(part) for name, part in found[key].items()}
    for key in ("allOf", "anyOf", "oneOf"):
        if key in found:
            found[key] = [part if "if" in part else _open(part) for part in found[key]]
    if isinstance(found.get("items"), dict):
        found["items"] = value(found["items"])
    return found
