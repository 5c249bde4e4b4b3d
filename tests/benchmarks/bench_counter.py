"""How many letters a clerk at the counter registers in a minute: real keys in a real browser, every one counted.

The form is filled by keyboard alone, as the guide for editors says: some senders are in the register of parties, some are new
and live in the commune, some are new and write from a town the office has letters from, or from one it has none from, whose
postcode the list of postcodes knows; titles and names of streets come back, as they do in offices. What the form completes is not
typed, and is waited for. The site's own time is all the typist waits for: from a name to the field that follows it, from
the last key to the next empty form, the label on its way to the printer. A trained typist makes 300 keystrokes a minute; chords
count each of their keys. `COUNTER_POSTCODES=no` leaves the list of postcodes away. `COUNTER_SITE`, `COUNTER_LOGIN` and `COUNTER_PASSWORD` name a running site instead of one made for this.
"""

from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from playwright.sync_api import Page
from playwright.sync_api import sync_playwright
from statistics import median
from tests import live
from tests.benchmarks.figure import Figure
from tests.browser.people import log_in

import os
import tempfile
import time


UNIT, REGISTRY = "gmina-lipnowo", "anna.cichon"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
]
LETTERS = 10
A_MINUTE = 300
TITLE = "Wniosek o wydanie zaświadczenia"
# Was the installation given a list of postcodes?
LISTED = os.environ.get("COUNTER_POSTCODES") != "no"
OPTION = "[role=listbox]:not([hidden]) [role=option]"
# What is typed of a new sender's name, and what the form completes.
NEW = (
    ("Zakrzewska Ba", "rbara"),
    ("Wiśniewski Ad", "am"),
    ("Gmina Wielgie", ""),
    ("Pawlak Ewa", ""),
    ("Szkoła Podstawowa", ""),
)
AFAR = ("00-950 Warszawa", "61-001 Poznań", "80-001 Gdańsk", "30-001 Kraków", "50-001 Wrocław")


@dataclass
class Hand:
    """A clerk's hands: each key that goes down is counted, and the time the site keeps them waiting."""

    page: Page
    keys: int = 0
    waited: float = 0

    def type(self, text: str) -> None:
        """Type a text."""
        self.keys += len(text)
        self.page.keyboard.type(text)

    def press(self, *keys: str) -> None:
        """Press keys or chords of keys."""
        for key in keys:
            self.keys += len(key.split("+"))
            self.page.keyboard.press(key)

    def wait(self, condition: str) -> None:
        """Wait for a condition of the page, on the site's account."""
        begun = time.perf_counter()
        self.page.wait_for_function(f"() => {condition}")
        self.waited += time.perf_counter() - begun

    def come_to(self, name: str) -> None:
        """Wait until the cursor stands in a field."""
        self.wait(f"document.activeElement?.name === '{name}'")

    def listed(self, text: str, first: str) -> None:
        """Type the beginning of what the site then offers, see that the line wanted is the first one, and take it."""
        self.type(text)
        self.wait(f"document.querySelector({OPTION!r})?.innerText.includes({first!r})")
        self.press("Enter")

    def completed(self, text: str, whole: str) -> None:
        """Type the beginning of what the field then completes."""
        self.type(text)
        self.wait(f"document.activeElement.value.endsWith({whole[len(text) :]!r})")

    def title(self, *, first: bool = False) -> None:
        """The title, used before but for the first letter; then the day on the letter, today's, if it does not stand there."""
        self.come_to("title")
        if first:
            self.type(TITLE)
            self.press("Enter")
            self.come_to("letter_date")
            self.type("d")
        else:
            self.completed("w", TITLE)

    def send(self) -> tuple[int, float]:
        """Register, print the label and take the next one; returns keys and seconds waited until the empty form stands there."""
        begun = time.perf_counter()
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.press("F8")
        self.page.wait_for_function("() => document.activeElement?.name === 'party_words'")
        return self.keys, self.waited + time.perf_counter() - begun


def known(hand: Hand, place: int) -> tuple[int, float]:
    """A letter of somebody in the register of parties."""
    hand.listed("now", "Nowicka")
    hand.title(first=place == 0)
    return hand.send()


def new(hand: Hand, place: int) -> None:
    """The name of somebody new; the cursor goes on to the postcode."""
    typed, rest = NEW[place]
    if rest:
        hand.completed(typed, typed + rest)
    hand.listed("" if rest else typed, typed.split()[0])
    hand.come_to("postal_code")


def street(hand: Hand, *, first: bool = False) -> None:
    """Street and number in one field; a name of a street some letter came from is completed."""
    hand.come_to("street")
    if first:
        hand.type("Polna 4")
    else:
        hand.completed("po", "Polna")
        hand.type("4")
    hand.press("Enter")


def of_the_commune(hand: Hand, place: int) -> tuple[int, float]:
    """Somebody new from where most letters come from: the first place of the list."""
    new(hand, place)
    hand.wait(f"document.querySelector({OPTION!r})?.innerText.includes('87-099')")
    hand.press("Enter")
    street(hand, first=place == 0)
    hand.title()
    return hand.send()


def of_a_town(hand: Hand, place: int) -> tuple[int, float]:
    """Somebody new from a town the office has had a letter from, but for the first: code and town are typed once."""
    new(hand, place)
    if place == 0:
        hand.type("87600")
        hand.press("Enter")
        hand.wait("['city', 'street'].includes(document.activeElement?.name)")
        # A site asked before knows it.
        if hand.page.evaluate("document.activeElement.name") == "city":
            hand.type("Lipno")
            hand.press("Enter")
    else:
        hand.listed("876", "87-600")
    street(hand)
    hand.title()
    return hand.send()


def from_afar(hand: Hand, place: int) -> tuple[int, float]:
    """Somebody new from a place nobody wrote from yet: the list of postcodes knows the town, or it is typed."""
    code, town = AFAR[place].split()
    new(hand, place)
    hand.type(code.replace("-", ""))
    if LISTED:
        hand.wait(f"document.querySelector('[name=city]').value === {town!r}")
    hand.press("Enter")
    if not LISTED:
        hand.come_to("city")
        hand.type(town)
        hand.press("Enter")
    street(hand)
    hand.title()
    return hand.send()


WAYS: tuple[tuple[str, int, Callable[[Hand, int], tuple[int, float]]], ...] = (
    ("of a known sender", LETTERS, known),
    ("of a new sender of the commune", len(NEW), of_the_commune),
    ("of a new sender from a town known", len(NEW), of_a_town),
    ("of a new sender from afar", len(NEW), from_afar),
)


def measure() -> Iterator[Figure]:
    """Keystrokes a letter, the site's time for one, letters a minute."""
    if site := os.environ.get("COUNTER_SITE"):
        yield from counter(site, os.environ["COUNTER_LOGIN"], os.environ["COUNTER_PASSWORD"])
        return
    with tempfile.TemporaryDirectory(prefix="infostrada-bench-") as folder:
        Path(folder).chmod(0o755)
        running = live.start(Path(folder) / "var", "--profile", "demo")
        try:
            if LISTED:
                postcodes(Path(folder), running)
            yield from counter(running.url, *running.login(REGISTRY))
        finally:
            live.stop(running)


def postcodes(folder: Path, running: live.Live) -> None:
    """The list of postcodes an installation is given, as far as the letters here need it."""
    file = folder / "kody.csv"
    file.write_text("\n".join(("kod;miejscowosc", *(each.replace(" ", ";") for each in AFAR))))
    done = running.command("records", "postcodes", str(file))
    assert done.returncode == 0, done.stderr


def counter(site: str, name: str, password: str) -> Iterator[Figure]:
    """The figures of a running site of the demo, whose address has no slash at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        page = browser.new_page(locale="pl-PL", viewport={"width": 1280, "height": 900})
        log_in(page, site, name, password)
        page.goto(f"{site}/{UNIT}/@@register-letter")
        found: dict[str, list[tuple[int, float]]] = {}
        for kind, times, register in WAYS:
            found[kind] = [register(Hand(page), place) for place in range(times)]
        browser.close()
    for kind, _times, _register in WAYS:
        keys, seconds = (median(each[part] for each in found[kind]) for part in (0, 1))
        yield Figure(f"keystrokes for a letter {kind}", keys, "keys")
        yield Figure(f"the site's time, {kind}", seconds * 1000, "ms")
        name = f"letters {kind} a minute at {A_MINUTE} keys"
        yield Figure(name, 60 / (keys * 60 / A_MINUTE + seconds), "a minute", must=10, more=True)
