"""Older argument names: accepted at run time with a warning, unknown to type checkers.

A method that accepts some has them in `legacy_names`: older name to newer, "" for one that is ignored.
"""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])


def legacy(
    *, renamed: Mapping[str, str] | None = None, ignored: Mapping[str, str] | None = None
) -> Callable[[F], F]:
    """Let a method accept arguments of an older release.

    Args:
        renamed: Old name to new name; passed on without a warning.
        ignored: Old name to what to do instead; dropped with a `DeprecationWarning`.
    """
    renamed = renamed or {}
    ignored = ignored or {}

    def decorate(method: F) -> F:
        @functools.wraps(method)
        def accept(*args: Any, **kwargs: Any) -> Any:
            for old, new in renamed.items():
                if old in kwargs:
                    if new in kwargs:
                        raise TypeError(f"{method.__name__}() got both {new!r} and its older name {old!r}")
                    kwargs[new] = kwargs.pop(old)
            for old, advice in ignored.items():
                if old in kwargs:
                    del kwargs[old]
                    warnings.warn(f"{method.__name__}({old}=...): {advice}", DeprecationWarning, stacklevel=2)
            return method(*args, **kwargs)

        vars(accept)["legacy_names"] = {**renamed, **dict.fromkeys(ignored, "")}
        return cast(F, accept)

    return decorate
