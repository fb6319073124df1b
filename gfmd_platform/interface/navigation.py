"""The few places a reader can go from anywhere, in one table.

Addresses are written out because they are the public contract of the site (DESIGN: URLs), and so
that the masthead can be drawn even when an app's routes fail to load (error pages).
"""

from dataclasses import dataclass

from django.urls import get_script_prefix
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Place:
    label: str | Promise
    path: str

    def href(self) -> str:
        """The address with the prefix under which the site is mounted."""
        return get_script_prefix().rstrip("/") + self.path

    def holds(self, path: str) -> bool:
        """Whether the page at `path` lies within this place."""
        return path.startswith(self.href())


MAIN: tuple[Place, ...] = (
    Place(_("Examples"), "/examples/"),
    Place(_("Partnerships"), "/partnerships/"),
    Place(_("Commitments"), "/commitments/"),
    Place(_("Reviews"), "/reviews/"),
    Place(_("Themes"), "/themes/"),
    Place(_("Stakeholders"), "/stakeholders/"),
)

COLOPHON: tuple[Place, ...] = (
    Place(_("About the platform"), "/about/"),
    Place(_("Open data and API"), "/data/"),
    Place(_("API"), "/api/"),
    Place(_("Accessibility"), "/accessibility/"),
)
