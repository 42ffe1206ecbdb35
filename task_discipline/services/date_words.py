"""Names of months and weekdays in a language, as babel knows them."""

from functools import lru_cache

from babel.core import Locale, UnknownLocaleError
from babel.dates import get_day_names, get_month_names

_FALLBACK = "en"


@lru_cache(maxsize=64)
def month_names(language: str, alone: bool = True) -> tuple[str, ...]:
	"""January first; ``alone`` as in a title, else as beside a day or an "of"."""
	names = get_month_names("wide", "stand-alone" if alone else "format", _locale(language))
	return tuple(names[number] for number in range(1, 13))


@lru_cache(maxsize=64)
def weekday_names(language: str) -> tuple[str, ...]:
	"""Monday first."""
	names = get_day_names("wide", "stand-alone", _locale(language))
	return tuple(names[number] for number in range(7))


def _locale(language: str) -> Locale:
	try:
		return Locale.parse((language or _FALLBACK).replace("-", "_"))
	except (UnknownLocaleError, ValueError):
		return Locale.parse(_FALLBACK)
