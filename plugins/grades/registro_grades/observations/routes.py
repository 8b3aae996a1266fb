"""Routes of observations."""

from registro_core.api import ClassContext
from registro_grades.observations.contexts import ObservedContext

CLASS = "/classes/{class_id}/observations"
STUDENT = "/students/{student_id}/observations"

OBSERVATION_ROUTES = {
    "grades.class.observations": (CLASS, ClassContext),
    "grades.observations": (STUDENT, ObservedContext),
    "grades.observation": (f"{STUDENT}/{{observation_id}}", ObservedContext),
    "grades.observation.cancel": (f"{STUDENT}/{{observation_id}}/cancel", ObservedContext),
}
