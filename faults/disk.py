"""A folder of files that is full: a small file system of memory, laid over the site's, for one process alone."""

import ctypes
import os
import random
import subprocess
from collections.abc import Mapping
from pathlib import Path

import frappe

from faults import people, work
from faults.crew import Work
from faults.journal import Journal, Line
from faults.people import Wish
from faults.world import World
from tests.factories import RESPONSIBLE

_NEW_MOUNTS, _NEW_USERS, _REMOUNT = 0x00020000, 0x10000000, 32
_LIBC = ctypes.CDLL(None, use_errno=True)
_ROOM = 65_536


def cast(world: World, chance: random.Random) -> Mapping[str, Work]:
	"""Everybody as always, but that the files of one person meet a full disk, and afterwards an empty one."""
	room = _ROOM * chance.randint(1, work.FILES - 2)
	return {**work.works(world), "uploader": _uploader(world, room, chance.randint(1, 3))}


def _uploader(world: World, room: int, patience: int) -> Work:
	def turn(journal: Journal) -> bool:
		folder = Path(frappe.get_site_path("private", "files")).resolve()
		_alone()
		_mount(folder, room, 0)
		wishes = work.uploads(world)
		failures = 0
		for wish in wishes:
			while people.ask("uploader", RESPONSIBLE, wish, journal) != "done":
				failures += 1
				_tell_halves(folder, wish, journal)
				if failures >= patience:
					_mount(folder, 64 * room, _REMOUNT)
		_tell_losses(folder, wishes, journal)
		return True

	return turn


def is_possible() -> bool:
	"""Whether this machine lets its users have file systems of their own."""
	asked = subprocess.run(
		["unshare", "--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"],
		capture_output=True,
		check=False,
	)
	return asked.returncode == 0


def _alone() -> None:
	"""Let this process see file systems that nobody else sees."""
	user, group = os.getuid(), os.getgid()
	_check(_LIBC.unshare(_NEW_USERS | _NEW_MOUNTS))
	Path("/proc/self/setgroups").write_text("deny")
	Path("/proc/self/uid_map").write_text(f"0 {user} 1")
	Path("/proc/self/gid_map").write_text(f"0 {group} 1")


def _mount(folder: Path, size: int, flags: int) -> None:
	_check(_LIBC.mount(b"none", os.fsencode(folder), b"tmpfs", flags, f"size={size}".encode()))


def _check(answer: int) -> None:
	if answer != 0:
		raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _tell_halves(folder: Path, wish: Wish, journal: Journal) -> None:
	"""A file that was refused has left nothing on the disk."""
	for path in folder.glob(f"{Path(wish.key).stem}*"):
		journal.note(
			Line("uploader", "disk", wish.key, "problem", f"{path.name}: {path.stat().st_size} bytes stay")
		)


def _tell_losses(folder: Path, wishes: list[Wish], journal: Journal) -> None:
	"""A file that was taken is whole on the disk."""
	contents = [path.read_bytes() for path in folder.glob("paper*")]
	for wish in wishes:
		if wish.file not in contents:
			journal.note(
				Line("uploader", "disk", wish.key, "problem", f"{wish.key} was taken and is not whole")
			)
