"""The kernel's own screens and services."""

from tests.site.permissions.matrix import Domain
from tests.site.permissions.matrix import Entry
from tests.site.permissions.matrix import EVERYBODY
from tests.site.permissions.matrix import LOGGED_IN
from tests.site.permissions.matrix import Right


DOMAIN = Domain(
    name="core",
    entries=(
        Entry("access-log", "unit", entitled="data_protection"),
        Entry("@access-log", "unit", entitled="data_protection"),
        Entry("journal", "unit", entitled="operator"),
        Entry("@journal", "unit", entitled="operator"),
        Entry("@listing", "unit", reach=EVERYBODY),
        Entry("@listing-export", "unit", reach=EVERYBODY),
        Entry("listing-export", "unit", reach=EVERYBODY),
        # the pages are opened with their own permissions
        Entry("@lists", "unit", reach=EVERYBODY),
        # where it leads is opened with its own permission
        Entry("resolveuid", "unit", reach=EVERYBODY, tail="nothing"),
        Entry("@openapi", "portal", reach=EVERYBODY),
        Entry("health", "portal", reach=EVERYBODY),
        Entry("status", "portal", entitled="operator"),
        Entry("second-factor-enrol", "portal", reach=LOGGED_IN),
        Entry("@users", "portal", method="POST", entitled="operator"),
        Entry("@text-search", "unit", reach=EVERYBODY),
        Entry("@search", "unit", reach=EVERYBODY),
        # everybody sees the jobs they began themselves
        Entry("jobs", "unit", reach=LOGGED_IN),
        Entry("job", "unit", reach=LOGGED_IN),
        Entry("@jobs", "unit", reach=LOGGED_IN),
        Entry("@jobs", "unit", method="DELETE", reach=LOGGED_IN, tail="nothing"),
    ),
    rights=(Right("Infostrada: View access log", "unit", frozenset({"operator", "data_protection"})),),
    helpers={
        "iconresolver": "gives templates the icon of a type; has no page of its own",
        "second-factor": "sends everybody to the login form who has not given a password there",
        "mail_password": "called by the form that asks for a new password",
        "POST_application_json_@login": "answers 401 to everybody without a password; tested there",
    },
)
