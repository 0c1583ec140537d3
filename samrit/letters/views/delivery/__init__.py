"""Letters on their way: lists and mailboxes, sending and chasing, what an agency received."""
