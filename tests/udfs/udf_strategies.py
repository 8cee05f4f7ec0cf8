"""What the property tests draw: the same examples on every run, in the ranges a finance department knows and beyond."""

from __future__ import annotations

import math

from hypothesis import settings
from hypothesis import strategies as st

drawn = settings(derandomize=True, max_examples=200, deadline=None)
fuzzed = settings(drawn, max_examples=60)

money = st.floats(1e-3, 1e9) | st.floats(-1e9, -1e-3)
profit = st.floats(1e-3, 1e9)
rates = (
    st.floats(-0.9, 1.0)
    | st.floats(1e-18, 1e-6)
    | st.floats(-1e-6, -1e-18)
    | st.sampled_from([0.0, -0.0, 5e-324, -5e-324, 1e-308, -1e-300, 1e-151, 9.9e-151, 1.1e-150, -1e-149, 1.0, 0.1])
    | st.sampled_from([math.nextafter(-1.0, 0.0), -1 + 1e-9, -0.999])
)
years = st.floats(1e-6, 200.0)
confidences = st.floats(0.01, 0.9999)
