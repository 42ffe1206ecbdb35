"""The gates of submission: what the assigner asked for must be there."""

import frappe
from frappe import _
from frappe.model.document import Document

from task_discipline.domain.submission import Evidence, Proof, missing_proof
from task_discipline.services import inputs


def require(task: Document, result: str | None) -> None:
	"""Raises ``frappe.ValidationError`` with the whole list of what is missing."""
	evidence = _evidence(task, result)
	missing = missing_proof(evidence)
	if missing:
		frappe.throw(
			[_demand(proof, evidence) for proof in missing], title=_("Not ready to submit"), as_list=True
		)


def demand(task: Document, proof: Proof) -> str:
	"""What to do about a proof that the task lacks."""
	return _demand(proof, _evidence(task, task.result))


def missing(task: Document) -> tuple[Proof, ...]:
	"""What the task as it stands still lacks before it can be submitted."""
	return missing_proof(_evidence(task, task.result))


def _evidence(task: Document, result: str | None) -> Evidence:
	return Evidence(
		require_result=bool(task.require_result),
		require_file=bool(task.require_file),
		require_plan_done=bool(task.require_plan_done),
		has_result=not inputs.is_blank(result),
		has_file=bool(task.require_file) and _has_file(task),
		open_steps=sum(1 for step in task.plan if not step.done),
	)


def _demand(proof: Proof, evidence: Evidence) -> str:
	if proof is Proof.RESULT:
		return _("Write the result: the assigner asks for it.")
	if proof is Proof.FILE:
		return _("Attach a file: the assigner asks for one.")
	return _("Tick the steps of the plan that are still open: {0}.").format(evidence.open_steps)


def _has_file(task: Document) -> bool:
	# The assigner's own attachments are the order, not the proof; who works for himself proves to himself.
	filters = {"attached_to_doctype": task.doctype, "attached_to_name": task.name}
	if task.assigner != task.responsible:
		filters["owner"] = ("!=", task.assigner)
	return bool(frappe.db.exists("File", filters))
