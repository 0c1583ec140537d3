"""Operations of assessments and surveys."""

from samrit.assessments.api.assessing import router as assessing
from samrit.assessments.api.instruments import router as instruments
from samrit.assessments.api.surveys import router as surveys

__all__ = ["routers"]

routers = (instruments, assessing, surveys)
