"""The provincial database (ฐานข้อมูลของจังหวัด): items, submissions, observations and how good they are."""
