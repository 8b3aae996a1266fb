"""The head of a document (*intestazione*): the institute, its code, the building."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.school.models import School, SchoolClass, Site


@dataclass(frozen=True)
class DocumentLetterhead:
    """What stands above a document; empty texts are left out.

    `code` is the ministry's (*codice meccanografico*), of the building where there is one.
    """

    name: str
    code: str = ""
    city: str = ""
    site: str = ""
    address: str = ""

    @property
    def lines(self) -> list[str]:
        """The lines below the name."""
        code = f"cod. mecc. {self.code}" if self.code else ""
        parts = (self.address, self.city, code)
        return [line for line in (self.site, " · ".join(p for p in parts if p)) if line]


def letterhead(session: Session, class_id: int | None = None) -> DocumentLetterhead:
    """The head of the school's documents, or of those of a class: at most two statements."""
    school = session.execute(select(School.name, School.code, School.city).limit(1)).first()
    name, code, city = school or ("Registro", None, None)
    site = None
    if class_id is not None:
        statement = select(Site.name, Site.code, Site.address).join(
            SchoolClass, SchoolClass.site_id == Site.id
        )
        site = session.execute(statement.where(SchoolClass.id == class_id)).first()
    if site is None:
        return DocumentLetterhead(name, code or "", city or "")
    return DocumentLetterhead(
        name, site.code or code or "", city or "", site.name, site.address or ""
    )
