"""What a service refuses, as a test asks it."""

import pytest

from jiceng.kernel.refusal import Refusal


def refused(act, *args, **facts):
    with pytest.raises(Refusal) as caught:
        act(*args, **facts)
    return caught.value
