"""Table of meals."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.api import Base, Versioned


class MealCount(Versioned, Base):
    """How many meals a class needs on a day."""

    __tablename__ = "canteen_meal_count"
    __table_args__ = (UniqueConstraint("class_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"))
    day: Mapped[date]
    meals: Mapped[int]
