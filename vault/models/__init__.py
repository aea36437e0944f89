"""Tables. Importing this package declares all of them, which is what migrations and tests compare."""

from importlib import import_module
from pkgutil import iter_modules

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
