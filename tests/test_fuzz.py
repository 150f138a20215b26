"""A slice of `make fuzz`: the same few inputs of each target in every run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuzz_targets import TARGETS, feed


@pytest.mark.parametrize("name", TARGETS)
@given(data=st.binary(max_size=200))
def test_no_bytes_break_a_promise(name: str, data: bytes) -> None:
    feed(data, [name])
