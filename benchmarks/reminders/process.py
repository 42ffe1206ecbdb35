"""A process of its own that sends all that is due: python -m benchmarks.reminders.process SITE."""

import sys

import frappe

from benchmarks.reminders import sending

frappe.init(site=sys.argv[1])
frappe.connect()
print(*sending.work())
frappe.destroy()
