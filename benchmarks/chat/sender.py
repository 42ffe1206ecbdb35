"""A process of its own that says so many messages a second: python -m benchmarks.chat.sender SITE RATE SECONDS GROUP...

Prints one line of JSON: ``[[moment, message], ...]``, the moment being that before it was sent.
"""

import json
import random
import sys
import time

import frappe

from task_discipline.api import chat
from task_discipline.chat_names import MEMBER

_WORDS = "The crane is here, and so is the second lorry."


def main(rate: int, seconds: int, groups: list[str]) -> None:
	"""Send in turn into each of ``groups``, in the name of one of its people, each message in a transaction of its own."""
	members = {group: frappe.get_all(MEMBER, {"chat_group": group}, pluck="user") for group in groups}
	chance, sent, begin = random.Random(), [], time.time()
	for number in range(rate * seconds):
		time.sleep(max(begin + number / rate - time.time(), 0))
		group = groups[number % len(groups)]
		moment = time.time()
		frappe.set_user(chance.choice(members[group]))
		message = chat.send(group, f"{_WORDS} {number}", client_id=frappe.generate_hash(length=20))
		frappe.db.commit()
		sent.append((moment, message["name"]))
	print(json.dumps({"sent": sent, "seconds": time.time() - begin}))


frappe.init(site=sys.argv[1])
frappe.connect()
main(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
frappe.destroy()
