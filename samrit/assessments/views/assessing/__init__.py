"""Pages of agencies' assessments: inviting, answering, assessing, comparing, planning, official results."""
