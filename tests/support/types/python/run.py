# Executes generated files as Python does, with names in the place of SQLAlchemy's that do nothing: what only the
# execution of a class shows, as a column that hides the type of the next one.
import runpy
import sys
import types


class Column:
    """What stands for a column in its class; no type, so that `Column | None` is an error."""


class Names(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if name == "mapped_column":
            return lambda *args, **options: Column()
        return type(name, (), {
            "__init__": lambda self, *args, **options: None,
            "__class_getitem__": classmethod(lambda cls, item: cls),
            "metadata": None,
        })


for module in ("sqlalchemy", "sqlalchemy.orm", "sqlalchemy.dialects", "sqlalchemy.dialects.postgresql"):
    sys.modules[module] = Names(module)
for name in ("orm", "dialects"):
    setattr(sys.modules["sqlalchemy"], name, sys.modules["sqlalchemy." + name])
sys.modules["sqlalchemy.dialects"].postgresql = sys.modules["sqlalchemy.dialects.postgresql"]
sys.path.insert(0, sys.path[0] if len(sys.argv) < 2 else __file__.rsplit("/", 1)[0])
for file in sys.argv[1:]:
    runpy.run_path(file)
