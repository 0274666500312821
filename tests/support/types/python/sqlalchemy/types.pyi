from typing import Generic, TypeVar

_T_co = TypeVar("_T_co", covariant=True)

class TypeEngine(Generic[_T_co]):
    @property
    def python_type(self) -> type[_T_co]: ...
