"""Official letters: the kinds of the regulation, what a paper of each kind must say, where it stands on the page."""
