"""What the core's tables hold about a person, section by section.

Columns are listed one by one, so that hashes, and what protects others (the
reason of a court's restriction), never slip into an export. A test compares
this list with every table that points at a person.
"""

from registro_core.privacy.sections import accounts, agenda, notices, people, school, traces
from registro_core.privacy.sections.section import Section

SECTIONS: tuple[Section, ...] = (
    *people.SECTIONS,
    *school.SECTIONS,
    *accounts.SECTIONS,
    *notices.SECTIONS,
    *agenda.SECTIONS,
    *traces.SECTIONS,
)
