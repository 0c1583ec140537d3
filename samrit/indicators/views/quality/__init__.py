"""Pages of the quality of a province's data: the score and what would raise it, what was found and what was said to it."""
