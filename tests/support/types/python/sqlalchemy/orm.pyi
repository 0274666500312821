from typing import Any, ClassVar, Generic, TypeVar, overload

from . import FetchedValue, Identity, MetaData
from .types import TypeEngine

_T = TypeVar("_T")
_T_co = TypeVar("_T_co", covariant=True)

class DeclarativeBase:
    metadata: ClassVar[MetaData]
    __tablename__: str
    __table_args__: Any

class InstrumentedAttribute(Generic[_T_co]):
    key: str

class Mapped(Generic[_T_co]):
    @overload
    def __get__(self, instance: None, owner: Any) -> InstrumentedAttribute[_T_co]: ...
    @overload
    def __get__(self, instance: object, owner: Any) -> _T_co: ...
    def __set__(self, instance: Any, value: _T_co) -> None: ... # type: ignore[misc]

def mapped_column(
    name: str,
    type_: TypeEngine[_T] | type[TypeEngine[_T]],
    *args: Identity,
    primary_key: bool = ...,
    nullable: bool = ...,
    server_default: FetchedValue = ...,
    server_onupdate: FetchedValue = ...,
) -> Mapped[_T]: ...
