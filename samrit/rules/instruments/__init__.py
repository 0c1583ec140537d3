"""แบบประเมินและแบบสำรวจ: one engine for every questionnaire; an instrument is data (docs/instruments.md)."""
