"""Live desks: one socket for each session, as a browser holds it; a program of its own with a client library alone.

Reads one line of JSON: ``{url, origin, site, sessions: {user: sid}}``. Says "ready" when every socket is in, and after
a second line what each user was told: ``{user: [[moment, group, message], ...]}``.
"""

import asyncio
import json
import sys
import time

import socketio

Told = list[tuple[float, str, int]]


async def connect(order: dict, user: str, sid: str, told: Told) -> socketio.AsyncClient:
	"""Log the socket in with the session of ``user``, as the host's page does."""
	client, site = socketio.AsyncClient(reconnection=False), f"/{order['site']}"

	def note(payload: dict) -> None:
		if payload["what"] == "message":
			message = payload["message"]
			told.append(
				(time.time(), payload["group"], message if isinstance(message, int) else message["name"])
			)

	client.on("td_chat", note, namespace=site)
	headers = {"Cookie": f"sid={sid}", "Origin": order["origin"], "X-Frappe-Site-Name": order["site"]}
	await client.connect(
		order["url"], headers=headers, namespaces=[site], transports=["websocket"], wait_timeout=30
	)
	return client


async def main() -> None:
	"""Connect, wait for the word, tell what came."""
	order = json.loads(sys.stdin.readline())
	told: dict[str, Told] = {user: [] for user in order["sessions"]}
	clients = [await connect(order, user, sid, told[user]) for user, sid in order["sessions"].items()]
	print("ready", flush=True)
	await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
	print(json.dumps(told), flush=True)
	await asyncio.gather(*(client.disconnect() for client in clients))


asyncio.run(main())
