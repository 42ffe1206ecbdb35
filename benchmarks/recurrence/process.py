"""A process of its own that makes all that is due: python -m benchmarks.recurrence.process SITE."""

import sys

import frappe

from benchmarks.recurrence import generator

frappe.init(site=sys.argv[1])
frappe.connect()
print(*generator.work())
frappe.destroy()
