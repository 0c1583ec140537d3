"""What people were told, how they want to be told, and what LINE tells us."""
