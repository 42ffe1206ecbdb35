"""Other apps' own tests end with the app as they did without it."""

import os
import xml.etree.ElementTree as xml
from pathlib import Path

import pytest

pytestmark = pytest.mark.beside("erpnext", "hrms", "crm")

FOLDER = Path(os.environ.get("TD_THEIRS", ""))


def results(kind: str) -> dict[str, str]:
	"""How each test ended in a run ``without`` or ``with`` the app."""
	found = {}
	for path in sorted((FOLDER / kind).glob("*.xml")):
		if not path.stat().st_size:
			found[path.stem] = "broken off"  # their runner has failed before the first test
			continue
		for case in xml.parse(path).iter("testcase"):
			has_failed = case.find("failure") is not None or case.find("error") is not None
			found[f"{case.get('classname')}.{case.get('name')}"] = "failed" if has_failed else "passed"
	return found


def test_their_tests_end_as_without_the_app() -> None:
	alone, together = results("without"), results("with")
	assert list(alone.values()).count("passed") >= 10
	changed = {
		name: (ended, together.get(name)) for name, ended in alone.items() if together.get(name) != ended
	}
	assert changed == {}
