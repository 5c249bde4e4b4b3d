"""Security headers as data. Pure.

Exceptions from `default-src 'self'` stand here with their reasons and in docs/administrators/security.md.
"""

PERMISSIONS = (
    "camera=(), microphone=(), geolocation=(self), payment=(), usb=(), serial=(), "
    "accelerometer=(), gyroscope=(), magnetometer=(), display-capture=(), browsing-topics=()"
)

COMMON = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": PERMISSIONS,
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
}

# Two years, as the preload list asks.
TRANSPORT = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}

PUBLIC: dict[str, tuple[str, ...]] = {
    "default-src": ("'self'",),
    # Bootstrap draws the marks of selects, checkboxes and closing crosses from data: URIs in its style sheet.
    "img-src": ("'self'", "data:"),
    "object-src": ("'none'",),
    "base-uri": ("'self'",),
    "form-action": ("'self'",),
    "frame-ancestors": ("'self'",),
}

DESK: dict[str, tuple[str, ...]] = PUBLIC | {
    # TinyMCE, Select2, the date picker and the folder table place what they draw by style attributes.
    "style-src": ("'self'", "'unsafe-inline'"),
    # TinyMCE shows a pasted picture from a blob until it is stored.
    "img-src": ("'self'", "data:", "blob:"),
}

# Mockup's folder table compiles its Underscore templates with the Function constructor; nothing else does.
TABLE: dict[str, tuple[str, ...]] = DESK | {"script-src": ("'self'", "'unsafe-eval'")}
TABLE_VIEWS = frozenset({"folder_contents"})

# A file is read as data whatever is in it: nothing of it runs, loads or sends. A PDF shown in the browser gets the same
# without the sandbox: Chromium's reader bears one, readers written as pages need their scripts, and all run apart from the site.
FILE: dict[str, tuple[str, ...]] = {
    "default-src": ("'none'",),
    "style-src": ("'unsafe-inline'",),
    "img-src": ("data:",),
    "media-src": ("'self'",),
    "form-action": ("'none'",),
    "frame-ancestors": ("'self'",),
}
SANDBOXED: dict[str, tuple[str, ...]] = FILE | {"sandbox": ()}
PDF = "application/pdf"
# What the site's own pages are made of, tiles of the map among them; a worker made of a script would get the script's policy.
PARTS_OF_PAGES = frozenset(
    [
        "text/html",
        "text/css",
        "text/javascript",
        "application/javascript",
        "application/x-javascript",
        "application/json",
        "application/vnd.mapbox-vector-tile",
    ]
)


def file_policy(kind: str, disposition: str = "") -> dict[str, tuple[str, ...]] | None:
    """The policy of an answer that is a file, by its content type and disposition; None for a page and its parts."""
    told = kind.partition(";")[0].strip().lower()
    if disposition.startswith("attachment"):
        return SANDBOXED
    if not told or told in PARTS_OF_PAGES or told.endswith("+json") or told.startswith("font/"):
        return None
    return FILE if told == PDF else SANDBOXED


def policy(directives: dict[str, tuple[str, ...]]) -> str:
    """The value of a Content-Security-Policy header (CSP level 3)."""
    return "; ".join(" ".join((name, *sources)) for name, sources in directives.items())


def headers(*, https: bool) -> dict[str, str]:
    """What every answer carries; the policy is the public one until the person is known."""
    found = COMMON | {"Content-Security-Policy": policy(PUBLIC)}
    return found | TRANSPORT if https else found
