"""Prints the packages a process has loaded when it has opened its site; run beside an installation."""

from infostrada.core.server.plone import open_site

import json
import sys


if __name__ == "__main__":
    with open_site():
        print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
