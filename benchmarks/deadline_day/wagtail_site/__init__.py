"""A small site by Wagtail, with one kind of record and its history: what the deadline day's save is compared with."""
