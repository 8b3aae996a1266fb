"""Tables of folders, what is in them, with whom it is shared and who opened it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.api import Base, UTCDateTime, Versioned

# With whom: one of the four is given.
ONE_TARGET = " + ".join(
    f"(CASE WHEN {target}_id IS NULL THEN 0 ELSE 1 END)"
    for target in ("class", "group", "student", "colleague")
)


class Folder(Versioned, Base):
    """A teacher's folder of one school year."""

    __tablename__ = "materials_folder"
    __table_args__ = (UniqueConstraint("owner_id", "year_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    year_id: Mapped[int] = mapped_column(
        ForeignKey("school_year.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime())


class Item(Versioned, Base):
    """A piece of material: a title and a text, a link, files; one of the three at least.

    What was shared is a record: it is withdrawn with a reason, and families see it no more.
    """

    __tablename__ = "materials_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    folder_id: Mapped[int] = mapped_column(
        ForeignKey("materials_folder.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[str]
    # Markdown, as it was typed: made into markup, and cleaned, each time it is shown.
    text: Mapped[str | None]
    link: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime())
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime())
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    withdraw_reason: Mapped[str | None]


class ItemFile(Base):
    """A file of an item. One that was replaced names the newer version; one taken out, when."""

    __tablename__ = "materials_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(
        ForeignKey("materials_item.id", ondelete="CASCADE"), index=True
    )
    file_id: Mapped[int] = mapped_column(
        ForeignKey("stored_file.id", ondelete="RESTRICT"), index=True
    )
    # Counts the versions of one file, from 1.
    number: Mapped[int] = mapped_column(default=1)
    added_at: Mapped[datetime] = mapped_column(UTCDateTime())
    replaced_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("materials_file.id", ondelete="SET NULL"), index=True
    )
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())


class Share(Base):
    """With whom an item is shared, from a day and perhaps until another, both included.

    With a class or a group the subject says for which teaching; all who are in it on the day of
    looking are meant, also who joined it later.
    """

    __tablename__ = "materials_share"
    __table_args__ = (
        CheckConstraint(f"{ONE_TARGET} = 1", name="one_target"),
        Index("ix_materials_share_class_day", "class_id", "starts_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(
        ForeignKey("materials_item.id", ondelete="CASCADE"), index=True
    )
    class_id: Mapped[int | None] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"))
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("teaching_group.id", ondelete="CASCADE"), index=True
    )
    student_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    colleague_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("subject.id", ondelete="RESTRICT"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    # When people are told, with all else they are told of then.
    told_at: Mapped[datetime] = mapped_column(UTCDateTime(), index=True)
    shared_at: Mapped[datetime] = mapped_column(UTCDateTime())
    # Taken back by the teacher: it counts no more, whatever its days say.
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime())


class Receipt(Base):
    """Somebody opened an item, or one of its files, for the first time (*presa visione*)."""

    __tablename__ = "materials_receipt"
    __table_args__ = (
        # NULLs differ from each other, so the page of an item needs an index of its own.
        Index(
            "uq_materials_receipt_page",
            "item_id",
            "person_id",
            unique=True,
            sqlite_where=text("file_id IS NULL"),
            postgresql_where=text("file_id IS NULL"),
        ),
        UniqueConstraint("item_id", "person_id", "file_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("materials_item.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    # None: the page of the item.
    file_id: Mapped[int | None] = mapped_column(
        ForeignKey("materials_file.id", ondelete="CASCADE"), index=True
    )
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime())
