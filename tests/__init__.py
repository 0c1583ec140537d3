"""The tests mirror ``samrit``: ``tests/scores`` tests ``samrit/scores``; ``tests/journeys`` drives a browser."""
