"""The API of the people room, and the way in for every room's operations (``operations``)."""
