"""What is kept of instruments, assessments and surveys."""

from samrit.assessments.models.releases import InstrumentRelease

__all__ = ["InstrumentRelease"]
