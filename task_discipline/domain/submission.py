"""What a task wants to see before it can be handed in."""

from dataclasses import dataclass
from enum import Enum


class Proof(str, Enum):
	"""A proof of work that an assigner may ask for."""

	RESULT = "result"
	FILE = "file"
	PLAN = "plan"


@dataclass(frozen=True)
class Evidence:
	"""What the assigner asks for and what the task holds."""

	require_result: bool = False
	require_file: bool = False
	require_plan_done: bool = False
	has_result: bool = False
	has_file: bool = False
	open_steps: int = 0


def missing_proof(evidence: Evidence) -> tuple[Proof, ...]:
	"""Every proof that is asked for and absent; empty where the task may be submitted."""
	checks = (
		(Proof.RESULT, evidence.require_result, evidence.has_result),
		(Proof.FILE, evidence.require_file, evidence.has_file),
		(Proof.PLAN, evidence.require_plan_done, evidence.open_steps == 0),
	)
	return tuple(proof for proof, required, present in checks if required and not present)
