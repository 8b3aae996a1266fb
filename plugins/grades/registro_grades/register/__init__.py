"""The teacher's register: students and assessments of a course, in one screen."""
