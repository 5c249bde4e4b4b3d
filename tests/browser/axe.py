"""axe-core on a page of the browser: what it finds by the rules of WCAG 2.2 AA and its own best practice."""

from axe_playwright_python.base import AXE_SCRIPT
from collections.abc import Iterable
from playwright.sync_api import Page


RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# Only violations come over, not the thousands of places where all is well.
RUN = """async ([context, runOnly]) => {
  const found = await axe.run(context || document, { runOnly, resultTypes: ["violations"] });
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}"""


def violations(
    page: Page, rules: Iterable[str] = (), tags: Iterable[str] = RULES, context: str | None = None
) -> list[str]:
    """What axe finds by all rules of `tags`, or by some `rules`: rule and the element at fault, each."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    chosen = {"type": "rule", "values": [*rules]} if rules else {"type": "tag", "values": [*tags]}
    return page.evaluate(RUN, [context, chosen])
