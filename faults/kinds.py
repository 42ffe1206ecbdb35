"""The kinds of faults: how each strikes, and how it is healed."""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from faults import disk, post, rivals, work
from faults.crew import Crew, Work
from faults.ground import Ground
from faults.world import NOW, World


@dataclass(frozen=True)
class Scene:
	"""What a fault may strike."""

	ground: Ground
	crew: Crew
	world: World
	chance: random.Random

	def pause(self, longest: float = 2.5) -> None:
		"""Let the work go on for a random time of so many seconds at most."""
		time.sleep(self.chance.uniform(0.1, longest))


Strike = Callable[[Scene], None]
Cast = Callable[[World, random.Random], Mapping[str, Work]]


def _usual(world: World, chance: random.Random) -> Mapping[str, Work]:
	return work.works(world)


@dataclass(frozen=True)
class Kind:
	"""A kind of fault.

	``words`` says whether everybody must have heard the app's own words of it, ``files_stay`` whether the files of the
	round lie on a disk that is there afterwards, and ``is_possible`` whether this machine lets it happen. The furthest
	that any clock has gone is ``reached``, and where they all stand in the end is ``ends``.
	"""

	strike: Strike
	cast: Cast = field(default=_usual)
	words: bool = True
	files_stay: bool = True
	is_possible: Callable[[], bool] = lambda: True
	reached: datetime = NOW
	ends: datetime = NOW

	@property
	def title(self) -> str:
		"""What it does."""
		return str(self.strike.__doc__)


def workers_killed(scene: Scene) -> None:
	"""kill -9 of workers and web workers, some of them more than once"""
	for _time in range(scene.chance.randint(3, 7)):
		scene.pause(1.0)
		if running := scene.crew.at_work():
			scene.crew.kill(scene.chance.choice(running))


def database_killed(scene: Scene) -> None:
	"""kill -9 of MariaDB, once or twice; it recovers by itself"""
	for _time in range(scene.chance.randint(1, 2)):
		scene.pause()
		rivals.talk_and_forget(scene.ground.mariadb)
		scene.ground.mariadb.kill()
		scene.pause(1.0)
		scene.ground.mariadb.start()


def redis_gone(scene: Scene) -> None:
	"""kill -9 of Redis, which comes back empty after some seconds"""
	for _time in range(scene.chance.randint(1, 2)):
		scene.pause()
		scene.ground.redis.stop()
		scene.pause(3.0)
		scene.ground.redis.start()


def mail_refuses(scene: Scene) -> None:
	"""a mail server that takes no connection"""
	scene.ground.post.stop()
	scene.crew.wait_for("mail", 60)
	scene.ground.post.start()


def mail_puts_off(scene: Scene) -> None:
	"""a mail server that answers every mail with 451"""
	scene.ground.post.start(post.PUTS_OFF)
	scene.crew.wait_for("mail", 60)
	scene.ground.post.start()


def mail_hangs(scene: Scene) -> None:
	"""a mail server that takes connections and says nothing more, until the worker's time is up"""
	scene.ground.post.start(post.HANGS)
	scene.crew.wait_for("mail", 60)
	scene.ground.post.start()


def disk_full(scene: Scene) -> None:
	"""a folder of files without room for another one, until somebody makes some"""
	scene.pause()


def locks_held(scene: Scene) -> None:
	"""somebody holds rows for longer than the database lets the others wait"""
	scene.ground.mariadb.set_global("innodb_lock_wait_timeout", 1)
	scene.pause(1.0)
	rivals.hold(scene.ground.mariadb, scene.world, scene.chance, seconds=2.5)
	scene.ground.mariadb.set_global("innodb_lock_wait_timeout", 50)


def deadlocks(scene: Scene) -> None:
	"""somebody takes the same rows in another order, and has more to lose"""
	for _time in range(6):
		scene.pause(0.4)
		rivals.cross(scene.ground.mariadb, scene.world, scene.chance)


def clock_jumps(scene: Scene) -> None:
	"""clocks of two machines that leap forward and back by hours and days, from turn to turn"""
	scene.pause()


def two_schedulers(scene: Scene) -> None:
	"""every job of the app twice, at the same moment"""
	scene.pause()


KINDS: Mapping[str, Kind] = {
	"workers-killed": Kind(workers_killed),
	# Where the database is gone, the host itself can say nothing.
	"database-killed": Kind(database_killed, words=False),
	"redis-gone": Kind(redis_gone, words=False),
	"mail-refuses": Kind(mail_refuses),
	"mail-puts-off": Kind(mail_puts_off),
	"mail-hangs": Kind(mail_hangs),
	"disk-full": Kind(disk_full, cast=disk.cast, files_stay=False, is_possible=disk.is_possible),
	"locks-held": Kind(locks_held),
	"deadlocks": Kind(deadlocks),
	"clock-jumps": Kind(
		clock_jumps, cast=work.with_leaping_clocks, reached=work.FURTHEST, ends=work.NEXT_DAY
	),
	"two-schedulers": Kind(two_schedulers, cast=work.with_every_job_twice),
}
