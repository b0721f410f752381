"""What axe-core finds on a page that is critical or serious."""

from playwright.sync_api import Page

from tests.front.packages import node_modules

_RUN = """root => axe.run(root).then(found => found.violations
    .filter(v => ['critical', 'serious'].includes(v.impact))
    .map(v => v.id + ': ' + v.nodes.map(n => n.html).slice(0, 3).join(' | ')))"""


def violations(page: Page, root: str) -> list[str]:
    """Return each rule that is broken below ``root``, with the elements that break it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate((node_modules() / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    return page.evaluate(_RUN, root)
