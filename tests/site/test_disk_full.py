"""A disk without room: a file is refused in words before anything of it is written."""

import os

import frappe
import pytest
from frappe.utils import call_hook_method, get_files_path

from tests.factories import ASSIGNER, acting_as, make_file, make_task


def free() -> int:
	disk = os.statvfs(get_files_path(is_private=1))
	return disk.f_bavail * disk.f_frsize


def test_a_file_larger_than_what_is_free_is_refused_in_words() -> None:
	with pytest.raises(frappe.ValidationError, match="The disk of the server is full"):
		call_hook_method("before_write_file", file_size=2 * free())


def test_a_file_that_finds_room_is_stored() -> None:
	task = make_task().name
	with acting_as(ASSIGNER):
		file = make_file(task, "proof.txt", "There is room for this")
	assert file.get_content() == "There is room for this"
