"""How soon a visitor with a telephone on a slow network sees a page, and whether it jumps meanwhile: Chromium itself says.

The profile is that of Lighthouse for mobile: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back, a processor four times
slower, 412 by 823 points. Each page is opened several times with an empty cache; the median counts. A machine that is busy
with other work makes it slower still: its load stands beside.
"""

from collections.abc import Iterator
from pathlib import Path
from playwright.sync_api import Browser
from playwright.sync_api import sync_playwright
from statistics import median
from tests import live
from tests.benchmarks.figure import Figure

import os
import requests
import tempfile


ROUNDS = int(os.environ.get("LOOK_ROUNDS", "5"))
NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_638_400 / 8,
    "uploadThroughput": 750_000 / 8,
}
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
SLOWER = 4
SETTLED = 1500
WATCH = """
    window.largest = 0; window.jumps = 0; window.what = "";
    new PerformanceObserver(list => { for (const entry of list.getEntries()) {
        window.largest = entry.startTime; window.what = entry.element ? entry.element.outerHTML.slice(0, 80) : "";
    } }).observe({type: "largest-contentful-paint", buffered: true});
    new PerformanceObserver(list => { for (const entry of list.getEntries())
        if (!entry.hadRecentInput) window.jumps += entry.value;
    }).observe({type: "layout-shift", buffered: true});
"""


def measure() -> Iterator[Figure]:
    """Largest contentful paint and layout shift of the pages visitors come to."""
    with tempfile.TemporaryDirectory(prefix="infostrada-bench-") as folder:
        Path(folder).chmod(0o755)
        running = live.start(Path(folder) / "var", "--profile", "demo")
        try:
            yield from look(running.url)
        finally:
            live.stop(running)


def look(site: str) -> Iterator[Figure]:
    """The figures of a running site, whose address has no slash at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        for name, path in _pages(site).items():
            requests.get(site + path, timeout=120)
            found = [_opened(browser, site + path) for _round in range(ROUNDS)]
            yield Figure(f"{name}: largest contentful paint", median(one[0] for one in found), "ms", 1500)
            yield Figure("  layout shift", max(one[1] for one in found), "", 0.05)
            yield Figure("  bytes received", median(one[2] for one in found) / 1000, "kB")
        yield Figure("  load average meanwhile", os.getloadavg()[0], "")
        browser.close()


def _pages(site: str) -> dict[str, str]:
    """The front page, a unit's, its bulletin's, an entry and a register with rows."""
    answer = requests.get(
        f"{site}/@bulletin-search?kind=contract", headers={"Accept": "application/json"}, timeout=120
    )
    entry = answer.json()["items"][0]["@id"].removeprefix(site)
    unit = entry.partition("/bip/")[0]
    return {
        "front page": "/",
        "page of a unit": unit,
        "bulletin": f"{unit}/bip",
        "entry": entry,
        "list of a register": f"{unit}/bip/rejestr/umowy",
    }


def _opened(browser: Browser, url: str) -> tuple[float, float, float]:
    """Milliseconds to the largest paint, shift of the layout, bytes over the network; nothing is known before."""
    context = browser.new_context(viewport={"width": 412, "height": 823}, device_scale_factor=2, locale="pl")
    page = context.new_page()
    wire = context.new_cdp_session(page)
    received = []
    wire.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", NETWORK)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(WATCH)
    page.goto(url, wait_until="load", timeout=60_000)
    page.wait_for_timeout(SETTLED)
    largest, jumps = page.evaluate("[window.largest, window.jumps]")
    if os.environ.get("LOOK_TELL"):
        print(url, largest, jumps, page.evaluate("window.what"), flush=True)
    context.close()
    assert largest, url
    return largest, jumps, float(sum(received))
