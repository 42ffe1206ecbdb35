"""Serve one site on the loopback: the host's own `serve` listens on every address and with a debugger.

Started in the folder of the sites: python serve.py SITE PORT
"""

import sys

import frappe.app
from werkzeug.serving import run_simple


def main(site: str, port: str) -> None:
	frappe.app._site = site
	application = frappe.app.application_with_statics()
	run_simple("127.0.0.1", int(port), application, threaded=True)


main(*sys.argv[1:])
