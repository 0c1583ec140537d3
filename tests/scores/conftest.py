"""What most tests of evaluation begin with."""

import pytest

from tests.scores.questions import filed_world
from tests.world import World


@pytest.fixture
def filed(db: None) -> World:
    """Everything reported and filed, nothing judged: 1-1 1176.285, 1-2 (PM2.5) 21, 2-1.1 level 4, 2-1.2 70 points."""
    return filed_world()
