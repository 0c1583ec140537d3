"""Reading what offices send back: bytes in, plain values out; no table is known here."""
