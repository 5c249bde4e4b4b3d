"""Make the pictures of the editors' guide to the bulletin from a running demo site.

    infostrada run --profile demo --detach
    python docs/make_pictures.py --site http://localhost:8080 --password PASSWORD

The password is the one the greeting of `infostrada run` prints for the people of the offices. A clerk proposes an
accepted document to the bulletin, an editor takes the personal data out and publishes; the clicks are counted. The entry
it makes stays on the demo site.
"""

from argparse import ArgumentParser
from io import BytesIO
from pathlib import Path
from PIL import Image
from playwright.sync_api import Page
from playwright.sync_api import sync_playwright


FOLDER = Path(__file__).parent / "editors" / "images"
CHROMIUM = "/usr/bin/chromium"
UNIT = "gmina-lipnowo"
CLERK, EDITOR = "magda.kurek", "anna.cichon"
STEP = "Opublikuj w BIP"
MOST_BYTES = 60_000
MOST_CLICKS = 5
WIDE, HIGH = 1280, 900
SUMMARY = "Wójt ustalił warunki zabudowy dla domu jednorodzinnego w Kępie."

# PESEL of nobody: a date in 1985, its check digit right.
LETTER = """<html lang="pl"><meta charset="utf-8"><body style="font: 13pt/1.6 'DejaVu Serif', serif; margin: 2cm">
<p>Wójt Gminy Lipnowo</p><h1 style="font-size: 18pt; text-align: center">Decyzja o warunkach zabudowy</h1>
<p>Na wniosek Pani Katarzyny Nowickiej, PESEL 85031419511, telefon 601 234 567, ustalam warunki zabudowy dla domu
jednorodzinnego w Kępie.</p>
<p>Budynek może mieć dwie kondygnacje i dach dwuspadowy. Linia zabudowy biegnie 6 metrów od drogi gminnej.</p>
<p>Od decyzji służy odwołanie w terminie 14 dni od dnia jej doręczenia.</p></body></html>"""


class Walk:
    """The way from a document to the public page: clicks are counted, pictures kept."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.clicks = 0

    def click(self, page: Page, role: str, name: str) -> None:
        """Follow a link or press a button of the page's main part, and count it."""
        page.locator("#main").get_by_role(role, name=name).first.click()
        page.wait_for_load_state()
        self.clicks += 1
        if page.locator(".error-summary").count():
            raise SystemExit(page.locator("#main").inner_text())


def keep(page: Page, name: str, place: str | None = None) -> None:
    """Save what the window shows, from a place of the page down, as WebP below 60 kB."""
    page.evaluate(
        "Promise.all([...document.images].filter(i => i.loading !== 'lazy').map(i => i.decode().catch(() => 0)))"
    )
    if place:
        page.locator(place).first.evaluate(
            "element => window.scrollTo(0, element.getBoundingClientRect().top + scrollY - 6)"
        )
    else:
        page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_timeout(700)
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    for quality in range(80, 20, -10):
        out = BytesIO()
        picture.save(out, "WEBP", quality=quality, method=6)
        if out.tell() < MOST_BYTES:
            (FOLDER / f"{name}.webp").write_bytes(out.getvalue())
            return
    raise SystemExit(f"{name} does not fit into {MOST_BYTES} bytes")


def logged_in(browser: object, site: str, who: str, password: str) -> Page:
    """A browser of a person of the office."""
    page: Page = browser.new_context(locale="pl-PL", viewport={"width": WIDE, "height": HIGH}).new_page()
    page.goto(f"{site}/login")
    page.fill("input[name=__ac_name]", who)
    page.fill("input[name=__ac_password]", password)
    page.press("input[name=__ac_password]", "Enter")
    page.wait_for_selector("#edit-bar", state="attached")
    return page


def document(page: Page, site: str) -> str:
    """Address of an accepted document the clerk may propose to the bulletin; a decision, if there is one."""
    others = ""
    listed = page.request.get(f"{site}/{UNIT}/@cases?size=50", headers={"Accept": "application/json"})
    for case in listed.json()["items"]:
        page.goto(case["@id"])
        for link in page.locator("#main a[href*='/eod/']").evaluate_all("all => all.map(a => a.href)"):
            page.goto(link)
            if page.locator("#main").get_by_role("link", name=STEP).count():
                if page.locator("#main h1").inner_text().startswith("Decyzja"):
                    return str(link)
                others = others or link
    if others:
        page.goto(others)
        return others
    raise SystemExit("No accepted document: has the demo site its whole content?")


def proposed(walk: Walk, page: Page, letter: bytes) -> str:
    """The clerk's two clicks; returns the address of the draft."""
    page.goto(document(page, walk.site))
    keep(page, "bip-1-dokument")
    walk.click(page, "link", STEP)
    form = page.locator("#main form")
    form.locator("[name=section]").select_option("dokumenty-urzedowe")
    form.locator("[name=title]").fill("Decyzja o warunkach zabudowy w Kępie")
    form.locator("[name=description]").fill(SUMMARY)
    form.locator("[name=content_author]").fill("Robert Gajda")
    form.locator("[type=file]").set_input_files(
        {"name": "decyzja-do-publikacji.pdf", "mimeType": "application/pdf", "buffer": letter}
    )
    keep(page, "bip-2-wpis", "#main h1")
    walk.click(page, "button", "Zapisz szkic")
    return page.url.removesuffix("/view")


def published(walk: Walk, page: Page, entry: str) -> None:
    """The editor's clicks: the file, taking out, publishing."""
    page.goto(entry)
    keep(page, "bip-3-szkic", "#main h1")
    walk.click(page, "link", "Usuń dane z pliku")
    page.locator("#phrases").fill("Katarzyny Nowickiej")
    keep(page, "bip-4-anonimizacja", "#main h1")
    walk.click(page, "button", "Usuń na zawsze")
    keep(page, "bip-5-sprawdzenie", "#main h1")
    walk.click(page, "button", "Opublikuj")
    keep(page, "bip-6-jawny-wpis", "#main h1")


def main() -> None:
    """Walk the way once and keep its pictures."""
    wanted = ArgumentParser(description=__doc__)
    wanted.add_argument("--site", default="http://localhost:8080")
    wanted.add_argument("--password", required=True)
    given = wanted.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    walk = Walk(given.site.rstrip("/"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--lang=pl"])
        paper = browser.new_page()
        paper.set_content(LETTER)
        entry = proposed(walk, logged_in(browser, walk.site, CLERK, given.password), paper.pdf(format="A4"))
        published(walk, logged_in(browser, walk.site, EDITOR, given.password), entry)
        reader = browser.new_context(locale="pl-PL", viewport={"width": WIDE, "height": HIGH}).new_page()
        reader.goto(f"{walk.site}/{UNIT}/bip/@@changes")
        keep(reader, "bip-7-rejestr-zmian", "#main h1")
        reader.goto(f"{walk.site}/{UNIT}/bip")
        reader.keyboard.press("Tab")
        keep(reader, "bip-8-klawiatura")
        browser.close()
    print(f"{walk.clicks} clicks from the document to the public page: {entry}")
    if walk.clicks > MOST_CLICKS:
        raise SystemExit(f"more than {MOST_CLICKS} clicks")


if __name__ == "__main__":
    main()
