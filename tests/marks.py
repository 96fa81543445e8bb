"""On which interfaces a test runs."""

from __future__ import annotations

import pytest
from surfaces import COLOURS, INTERFACES, SOCKETS

everywhere = pytest.mark.parametrize("surface", INTERFACES, indirect=True)
on_sockets = pytest.mark.parametrize("surface", SOCKETS, indirect=True)
by_name = pytest.mark.parametrize("interface", INTERFACES)
in_both_colours = pytest.mark.parametrize("surface", COLOURS, indirect=True)
