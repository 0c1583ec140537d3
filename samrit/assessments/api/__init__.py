"""Operations of assessments and surveys."""

from samrit.assessments.api.surveys import router as surveys

__all__ = ["routers"]

routers = (surveys,)
