"""The API as a whole: every room's operations under one address, and its document."""
