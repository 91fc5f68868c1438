"""The shipped schemas: sound, complete, and strict enough to catch a wrong answer."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

from corridor_desktop.cli.program import COMMANDS
from corridor_desktop.rules.registry import RULES
from tests.cli.conftest import Program
from tests.cli.schemas import hold, schemas

SHARED = {"tag": "tags", "policy show": "policy", "policy set": "policy"}
SHARED["policy profile"] = "policy"
SHARED |= {f"policy {verb}": "policy" for verb in ("load", "cooling-off", "withdraw")}
SHARED |= {f"events {verb}": "events-one" for verb in ("add", "remove")}
SHARED |= {f"plan {verb}": "plan" for verb in ("what-if", "fix", "show")}
SHARED |= {f"plan {verb}": "plan-named" for verb in ("rename", "discard", "approve")}
SHARED |= {f"prices {verb}": "prices-decision" for verb in ("repair", "dismiss", "reopen")}
SHARED |= {
    f"listing {verb}": "listing-list"
    for verb in ("rename", "isin", "merge", "spin-off", "take-back")
}
SHARED["prices forget-key"] = "prices-key"
SHARED |= {f"sanctions {verb}": "sanctions-lists" for verb in ("add", "lists", "remove")}
SHARED |= {"change-passphrase": "encrypt", "decrypt": "encrypt"}
SHARED |= {f"updates {verb}": "updates-show" for verb in ("allow", "forbid")}
SHARED["settings set"] = "settings-list"
SHARED["forget-passphrase"] = "remember-passphrase"

SHARED |= {f"formats {verb}": "formats-list" for verb in ("export", "import", "forget")}


@pytest.mark.parametrize("name", sorted(schemas()))
def test_every_schema_is_a_schema(name: str) -> None:
    schema = schemas()[name]
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"{name}.json"
    assert schema["title"]


def test_every_command_has_a_schema_and_every_schema_a_command() -> None:
    wanted = {SHARED.get(found.name, found.name.replace(" ", "-")) for found in COMMANDS}
    assert wanted | {"common", "error"} == set(schemas())


def test_a_number_where_an_exact_decimal_belongs_is_caught(sample: Program) -> None:
    document = sample.json("review", "review")
    document["valuation"]["total"] = 1234.5
    with pytest.raises(AssertionError, match=r"valuation\.total"):
        hold(document, "review")


def test_a_key_that_nobody_described_is_caught(sample: Program) -> None:
    document = sample.json("review", "review")
    document["findings"][0]["mood"] = "fine"
    with pytest.raises(AssertionError, match="mood"):
        hold(document, "review")


def test_a_missing_figure_without_its_reason_is_caught(sample: Program) -> None:
    document = sample.json("performance", "performance")
    document["twr"] = None
    with pytest.raises(AssertionError, match="twr_reason"):
        hold(document, "performance")


def test_the_limits_of_the_schema_are_those_of_the_program() -> None:
    assert set(schemas()["common"]["$defs"]["limit"]["enum"]) == {rule.id for rule in RULES}
