"""The kinds of faults: how each strikes, and how it is healed."""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from faults.crew import Crew
from faults.ground import Ground
from faults.world import World


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
		scene.ground.mariadb.kill()
		scene.pause(1.0)
		scene.ground.mariadb.start()


Strike = Callable[[Scene], None]
KINDS: Mapping[str, Strike] = {
	"workers-killed": workers_killed,
	"database-killed": database_killed,
}
