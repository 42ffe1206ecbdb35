"""Makes the mails of digests, and tells of each person whom none reaches why."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from task_discipline.domain.digest import Turn, Verdict
from task_discipline.domain.my_day import Day, day_at
from task_discipline.services import (
	calendars,
	languages,
	mail,
	recipients,
	settings,
	whole_mails,
)
from task_discipline.services.digests import contents, page
from task_discipline.services.digests.contents import Contents
from task_discipline.services.digests.people import DIGEST
from task_discipline.services.digests.row_words import Clock
from task_discipline.services.recipients import Recipient
from task_discipline.services.whole_mails import WholeMail

DISABLED = "The account is disabled or may not use the desk"
UNWANTED = "The person takes no morning digest"
NOTHING = "Nothing to tell"


@dataclass(frozen=True)
class Outcome:
	"""What became of a digest, by the names of the fields of its row."""

	state: str
	tasks: int = 0
	reason: str | None = None


def deliver(turns: Mapping[str, Turn], names: Mapping[str, str], now: datetime) -> dict[str, Outcome]:
	"""Queue the mails of people whose turn it is; ``names`` are those of their rows. Returns what became of each."""
	people = {one.user: one for one in recipients.load(turns)}
	reasons = _obstacles(turns, people)
	clocks = {user: _clock(people[user], now) for user in turns if user not in reasons}
	told = contents.load({user: contents.Reader(_day(now, one), one.today) for user, one in clocks.items()})
	totals = {user: sum(part.total for part in parts.values()) for user, parts in told.sections.items()}
	reasons |= {user: NOTHING for user, total in totals.items() if not total}
	readers = [
		page.Reader(user, one, turns[user], told.sections[user])
		for user, one in clocks.items()
		if user not in reasons
	]
	unsent = _send(readers, people, names, told)
	reasons |= {user: unsent[names[user]] for user in turns if names[user] in unsent}
	return {user: _outcome(turn, totals.get(user, 0), reasons.get(user)) for user, turn in turns.items()}


def _outcome(turn: Turn, total: int, reason: str | None) -> Outcome:
	if reason:
		return Outcome("Skipped", total, reason)
	return Outcome("Late" if turn.verdict is Verdict.LATE else "Sent", total)


def _obstacles(turns: Mapping[str, Turn], people: Mapping[str, Recipient]) -> dict[str, str]:
	"""Why people get no digest whatever it would say."""
	site, is_ready = settings.load(), mail.is_ready()
	found: dict[str, str] = {}
	for user, turn in turns.items():
		one = people.get(user)
		checks = (
			(not turn.goes, turn.verdict.value),
			(one is None, DISABLED),
			(one and not one.chosen.wants_digest, UNWANTED),
			(not site.notify_by_mail, "The site sends no e-mail"),
			(one and not one.wants_mail, "The person takes no e-mail"),
			(one and not one.email, "The person has no e-mail address"),
			(not is_ready, mail.NO_ACCOUNT),
		)
		reason = next((reason for is_so, reason in checks if is_so), None)
		if reason:
			found[user] = reason
	return found


def _clock(person: Recipient, now: datetime) -> Clock:
	zone = calendars.zone_or_site(person.time_zone)
	return Clock(zone, calendars.aware(now).astimezone(zone).date())


def _day(now: datetime, clock: Clock) -> Day:
	day = day_at(calendars.aware(now), clock.zone)
	bounds = ("now", "tomorrow", "afterwards")
	return replace(day, **{bound: calendars.naive(getattr(day, bound)) for bound in bounds})


def _send(
	readers: Iterable[page.Reader], people: Mapping[str, Recipient], names: Mapping[str, str], told: Contents
) -> dict[str, str]:
	"""Queue the digests of ``readers``; returns the names of the rows whose mail could not be, and why."""
	by_language: dict[str, list[page.Reader]] = defaultdict(list)
	for reader in readers:
		by_language[people[reader.user].language].append(reader)
	if not by_language:
		return {}
	account = whole_mails.account_for(DIGEST)
	mails: list[WholeMail] = []
	for language, some in by_language.items():
		with languages.spoken(language):
			mails += _mails(some, people, names, told, whole_mails.footer(account))
	return whole_mails.queue(mails, account)


def _mails(
	readers: Iterable[page.Reader],
	people: Mapping[str, Recipient],
	names: Mapping[str, str],
	told: Contents,
	footer: str,
) -> Iterator[WholeMail]:
	for reader in readers:
		made = page.render(reader, told, footer)
		address, record = people[reader.user].email, names[reader.user]
		yield WholeMail(address, made.subject, made.html, made.text, DIGEST, record)
