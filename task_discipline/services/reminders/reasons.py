"""Why a reminder or a digest was skipped, or went by one way only: every sentence that a row may hold, for the catalogue.

Rows hold the English sentence, because many people read them, each in his own language; the desk says it in that of
the reader.
"""

from frappe import _lt

SENTENCES = (
	_lt("Day off"),
	_lt("It could not be sent: {0}"),
	_lt("No longer asked for"),
	_lt("No longer on the task"),
	_lt("Nothing to tell"),
	_lt("The account is disabled or may not use the desk"),
	_lt("The address has unsubscribed"),
	_lt("The bell is switched off"),
	_lt("The date moved"),
	_lt("The day was over"),
	_lt("The e-mail could not be written; the error log says why"),
	_lt("The person has no e-mail address"),
	_lt("The person takes no e-mail"),
	_lt("The person takes no e-mail of this kind"),
	_lt("The person takes no morning digest"),
	_lt("The site has no outgoing e-mail account"),
	_lt("The site sends no e-mail"),
	_lt("The task is closed"),
	_lt("The task stands elsewhere"),
	_lt("Written down afterwards"),
)
