"""Files as they come, before anything is believed; no table is known here."""
