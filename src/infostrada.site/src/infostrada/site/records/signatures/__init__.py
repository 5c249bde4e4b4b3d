"""Electronic signatures: reading and validating them, the trust list, signed versions of documents, the seal.

What the libraries find, a report says to whoever asked. Their logs would name the signer of every signature that is not
believed, with a traceback, and repeat what is signed, to whoever reads logs: they write none.
"""

import logging


for library in ("pyhanko", "pyhanko_certvalidator", "signxml"):
    logging.getLogger(library).setLevel(logging.CRITICAL + 1)
