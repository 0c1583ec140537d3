"""Every write: one transaction, one audit event."""
