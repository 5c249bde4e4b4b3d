"""Which state archive is competent for an office of the voivodeship."""

BYDGOSZCZ = frozenset({"0403", "0407", "0409", "0410", "0413", "0414", "0416", "0419", "0461"})
SEATS = {"Bydgoszcz": "Bydgoszczy", "Toruń": "Toruniu"}


def seat_of(teryt: str) -> str:
    """Town of the state archive by the seat's TERYT number; empty outside the voivodeship.

    Areas of the archives in Bydgoszcz and Toruń as their own pages list them (2026).
    """
    if not teryt.startswith("04") or len(teryt) < 4:
        return ""
    return "Bydgoszcz" if teryt[:4] in BYDGOSZCZ else "Toruń"


def archive_of(teryt: str) -> str:
    """Name of the state archive by the seat's TERYT number; empty outside the voivodeship."""
    seat = seat_of(teryt)
    return f"Archiwum Państwowe w {SEATS[seat]}" if seat else ""
