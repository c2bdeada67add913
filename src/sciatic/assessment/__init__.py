"""The facade: a case in, an assessment out; a lesion in, what it would show out."""

from sciatic.assessment.assess import Assessment, assess
from sciatic.assessment.cache import compile_model, compiled

__all__ = ["Assessment", "assess", "compile_model", "compiled"]
