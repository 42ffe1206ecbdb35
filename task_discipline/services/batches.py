"""Work in batches of one transaction each, so that nothing that goes wrong with one row stops the others."""

import time
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from rq.timeouts import JobTimeoutException

from task_discipline import compat

Name = TypeVar("Name", int, str)
Found = TypeVar("Found")
Done = TypeVar("Done")
Commit = Callable[[], None]
_TRIES = 3


def work_off(
	find: Callable[[], Sequence[Found]],
	split: Callable[[Sequence[Found]], Iterable[Sequence[Name]]],
	work: Callable[[Sequence[Name]], int],
	give_up: Callable[[Name, Exception], None],
	commit: Commit,
	seconds: float,
) -> int:
	"""Do ``work`` on all that ``find`` finds, for at most ``seconds``; returns how many rows were dealt with.

	``commit`` ends each batch. Whatever is killed on the way, what was not committed is found again.
	"""
	stop, total = time.monotonic() + seconds, 0
	while names := find():
		commit()  # a new look at the rows, by whoever has them now
		done = 0
		for batch in split(names):
			done += run(batch, work, give_up, commit)
			if time.monotonic() > stop:
				return total + done
		total += done
		if not done:  # others hold what is left
			break
	return total


def run(
	names: Sequence[Name],
	work: Callable[[Sequence[Name]], int],
	give_up: Callable[[Name, Exception], None],
	commit: Commit,
) -> int:
	"""Do ``work`` on rows by their names; returns how many were dealt with.

	Where a batch fails as a whole its halves are tried, until the one row that fails stands alone and ``give_up``
	records why. Rows that another transaction holds too long are left for the next turn: that is no fault of theirs.
	"""
	try:
		return retried(lambda: work(names), commit)
	except JobTimeoutException:
		raise
	except Exception as error:
		compat.undo_transaction()
		if compat.is_lock_error(error):
			return 0
		if len(names) > 1:
			half = len(names) // 2
			return sum(run(part, work, give_up, commit) for part in (names[:half], names[half:]))
		give_up(names[0], error)
		commit()
		return 1


def tried(work: Callable[[], object], commit: Commit) -> None:
	"""Do ``work`` as one transaction, which finds by itself what there is to do.

	Where others hold its rows too long it is left for the next turn.
	"""
	try:
		retried(work, commit)
	except JobTimeoutException:
		raise
	except Exception as error:
		if not compat.is_lock_error(error):
			raise
		compat.undo_transaction()


def retried(work: Callable[[], Done], commit: Commit) -> Done:
	"""Do ``work``, which begins where it stopped, again where the database has sacrificed it for another's."""
	for attempt in range(_TRIES):
		try:
			done = work()
			commit()
			return done
		except Exception as error:
			if attempt == _TRIES - 1 or not compat.is_deadlock(error):
				raise
			compat.undo_transaction()
	raise AssertionError("the last try returns or raises")
