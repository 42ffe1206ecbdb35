"""What happened: one file per strand of the introduction of the CRM."""

from task_discipline.setup.demo.stories import contract, customer_data, integration, rollout

STORIES = (*contract.STORIES, *customer_data.STORIES, *integration.STORIES, *rollout.STORIES)
