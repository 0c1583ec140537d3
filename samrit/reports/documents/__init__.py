"""Papers made from what was filed."""
