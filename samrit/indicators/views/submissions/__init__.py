"""Pages of data files: bringing one, saying what its columns are, looking at what was found, handing it over, taking it in."""
