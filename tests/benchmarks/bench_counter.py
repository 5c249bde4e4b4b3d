"""How many letters a clerk at the counter registers in a minute: real keys in a real browser, every one counted.

The form is filled by keyboard alone, as the guide for editors says: some senders are in the register of parties, some are new;
titles come back, as they do in offices. The site's own time is what passes from the last key to the next empty form. A
trained typist makes 300 keystrokes a minute; chords count each of their keys. `COUNTER_SITE`, `COUNTER_LOGIN` and
`COUNTER_PASSWORD` name a running site instead of one made for this.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from playwright.sync_api import Page
from playwright.sync_api import sync_playwright
from statistics import median
from tests import live
from tests.benchmarks.figure import Figure

import os
import tempfile
import time


UNIT, REGISTRY = "gmina-lipnowo", "anna.cichon"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
LETTERS = 10
A_MINUTE = 300
TITLE = "Wniosek o wydanie zaświadczenia"
OPTION = "[role=listbox]:not([hidden]) [role=option]"
NEW = ("Zakrzewska Barbara", "Wiśniewski Adam", "Gmina Wielgie", "Pawlak Ewa", "Szkoła Podstawowa")


@dataclass
class Hand:
    """A clerk's hands: each key that goes down is counted."""

    page: Page
    keys: int = 0

    def type(self, text: str) -> None:
        """Type a text."""
        self.keys += len(text)
        self.page.keyboard.type(text)

    def press(self, *keys: str) -> None:
        """Press keys or chords of keys."""
        for key in keys:
            self.keys += len(key.split("+"))
            self.page.keyboard.press(key)

    def take(self, text: str) -> None:
        """Type the beginning of what the site then offers, and take the first line."""
        self.type(text)
        self.page.wait_for_selector(OPTION)
        self.press("ArrowDown", "Enter")

    def send(self) -> float:
        """Register and take the next one; returns the seconds until the empty form stands there."""
        begun = time.perf_counter()
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.press("Control+Shift+Enter")
        self.page.wait_for_function("document.activeElement?.name === 'party_words'")
        return time.perf_counter() - begun


def known(hand: Hand, first: bool) -> float:
    """A letter of somebody in the register of parties."""
    hand.take("now")
    hand.type(TITLE) if first else hand.take("wnios")
    hand.press("Tab")
    hand.type("d")
    return hand.send()


def new(hand: Hand, name: str) -> float:
    """A letter of somebody new, with street, postcode and town."""
    hand.take(name)
    for text in ("Polna", "4", "", "87-600", "Lipno"):
        hand.type(text)
        hand.press("Tab")
    while hand.page.evaluate("document.activeElement.name") != "title":
        hand.press("Tab")
    hand.take("wnios")
    hand.press("Tab")
    hand.type("d")
    return hand.send()


def measure() -> Iterator[Figure]:
    """Keystrokes a letter, the site's time for one, letters a minute."""
    if site := os.environ.get("COUNTER_SITE"):
        yield from counter(site, os.environ["COUNTER_LOGIN"], os.environ["COUNTER_PASSWORD"])
        return
    with tempfile.TemporaryDirectory(prefix="infostrada-bench-") as folder:
        Path(folder).chmod(0o755)
        running = live.start(Path(folder) / "var", "--profile", "demo")
        try:
            yield from counter(running.url, *running.login(REGISTRY))
        finally:
            live.stop(running)


def counter(site: str, name: str, password: str) -> Iterator[Figure]:
    """The figures of a running site of the demo, whose address has no slash at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        page = browser.new_page(locale="pl-PL", viewport={"width": 1280, "height": 900})
        page.goto(f"{site}/login")
        page.fill("input[name=__ac_name]", name)
        page.fill("input[name=__ac_password]", password)
        page.press("input[name=__ac_password]", "Enter")
        page.wait_for_selector("#edit-bar", state="attached")
        page.goto(f"{site}/{UNIT}/@@register-letter")
        found = {"of a known sender": [], "of a new sender": []}
        for place in range(LETTERS):
            hand = Hand(page)
            took = known(hand, place == 0)
            found["of a known sender"].append((hand.keys, took))
        for one in NEW:
            hand = Hand(page)
            took = new(hand, one)
            found["of a new sender"].append((hand.keys, took))
        browser.close()
    for kind, letters in found.items():
        keys, seconds = (median(each[place] for each in letters) for place in (0, 1))
        yield Figure(f"keystrokes for a letter {kind}", keys, "keys")
        yield Figure(f"from the last key to the next form, {kind}", seconds * 1000, "ms")
        yield Figure(
            f"letters {kind} a minute at {A_MINUTE} keys",
            60 / (keys * 60 / A_MINUTE + seconds),
            "a minute",
            10,
        )
