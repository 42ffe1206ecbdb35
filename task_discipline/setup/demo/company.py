"""The company of the demo: who works there, in which department, and with which rights."""

from dataclasses import dataclass

from task_discipline.standing import MANAGER_ROLE, USER_ROLE

NAME = "Brightwater Supplies"
DOMAIN = "crm-demo.example"
PASSWORD = "Discipline-Demo-1"
_NO_ROLE = "Desk User"


@dataclass(frozen=True)
class Person:
	"""One person of the demo; ``key`` is the name that the stories use."""

	key: str
	full_name: str
	title: str
	role: str = USER_ROLE

	@property
	def user(self) -> str:
		"""Login of the person: his e-mail address."""
		return f"{self.key}@{DOMAIN}"


PEOPLE = (
	Person("robert", "Robert Ashford", "Managing Director", MANAGER_ROLE),
	Person("helena", "Helena Brandt", "Head of Sales"),
	Person("marcus", "Marcus Oyelaran", "Key Account Manager"),
	Person("sofia", "Sofia Lindqvist", "Account Manager", _NO_ROLE),
	Person("tomasz", "Tomasz Wieczorek", "Sales Operations"),
	Person("priya", "Priya Raman", "Head of IT"),
	Person("jonas", "Jonas Keller", "Integration Engineer"),
	Person("amelie", "Amélie Girard", "Data Analyst", _NO_ROLE),
	Person("kenji", "Kenji Watanabe", "Systems Administrator", _NO_ROLE),
	Person("ingrid", "Ingrid Solberg", "Head of Administration"),
	Person("lucia", "Lucía Navarro", "Customer Service Lead"),
	Person("omar", "Omar Haddad", "Legal Counsel and Data Protection Officer"),
)

TEAMS = {
	f"Sales of {NAME}": ("helena", "marcus", "sofia", "tomasz"),
	f"IT of {NAME}": ("priya", "jonas", "amelie", "kenji"),
	f"Administration of {NAME}": ("ingrid", "lucia", "omar"),
}
"""Departments, each with its head first."""

CHOICES = {
	"robert": {"digest_hour": "07:00", "work_mail": "No"},
	"kenji": {"digest": 0, "plan_bell": 0},
}
"""How people wish to be told where it is not the usual way: fields of TD Preferences."""

USERS = {person.key: person.user for person in PEOPLE}


def user_of(key: str) -> str:
	"""Login of the person whom the stories call ``key``."""
	return USERS[key]
