"""A process of its own that rates the oldest tasks of an archive: python -m benchmarks.reports.process SITE NAME."""

import sys

import frappe

from benchmarks.reports import backfill

frappe.init(site=sys.argv[1])
frappe.connect()
print(*backfill.work(sys.argv[2]))
frappe.destroy()
