"""The access log: who looked at what, and who was refused.

Written outside the joined transaction, so a row stays when the request is aborted. Kept for two years at
least (KRI, § 20(2)(12) and § 21(4), Dz.U. 2024 poz. 773).
"""

from infostrada.core.accesslog.rows import note


__all__ = ["note"]
