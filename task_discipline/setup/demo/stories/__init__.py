"""What happened: one file per strand of the introduction of the CRM."""

from task_discipline.setup.demo.stories import (
	contract,
	customer_data,
	everyday,
	integration,
	privacy,
	rollout,
	training,
)

STORIES = (
	*contract.STORIES,
	*privacy.STORIES,
	*customer_data.STORIES,
	*integration.STORIES,
	*training.STORIES,
	*rollout.STORIES,
	*everyday.STORIES,
)
