"""แบบประเมินและแบบสำรวจ: instruments and their releases, assessments of agencies, surveys of citizens (docs/instruments.md)."""
