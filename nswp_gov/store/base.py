"""The declarative base, identifiers, and the mixins that say what a table is."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, LargeBinary, MetaData, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from nswp_gov.store.retention import Retention
from nswp_gov.store.types import UtcDateTime


class Base(DeclarativeBase):
    """Every table. Each says how long its rows live and which fields are personal."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        uuid.UUID: Uuid(),
        bytes: LargeBinary(),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
    }

    __retention__: ClassVar[Retention]
    __personal__: ClassVar[tuple[str, ...]] = ()


def new_id() -> uuid.UUID:
    """Return a random identifier: it says nothing of order, time or size."""
    return uuid.uuid4()


class Identified:
    """A row with an opaque identifier, made by us so that it is known before the flush."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)

    def __init__(self, **values: Any) -> None:
        values.setdefault("id", new_id())
        super().__init__(**values)


class Governed(Identified):
    """A record whose every change is journalled; a change that nobody recorded fails at commit.

    Columns with `info={"journal": False}` stay out of the history (derived values).
    """

    version: Mapped[int] = mapped_column(nullable=False, default=1, info={"journal": False})

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy's declared_attr is given the class
        """Refuse a lost update: two writers of one version cannot both win."""
        return {"version_id_col": cls.__dict__.get("version") or Governed.__dict__["version"]}
