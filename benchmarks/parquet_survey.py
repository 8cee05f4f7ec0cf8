"""Surveys in Parquet of any size, made by DuckDB: dates, customers, segments and indexes, some of them wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

_ROWS = """
SELECT
    CAST(DATE '2026-01-01' + CAST(hash(i) % 366 AS INT) AS DATE) AS "Date",
    CASE
        WHEN i % 50 = 0 THEN NULL
        WHEN i % 100 = 1 THEN '  Müller ' || hash(i + 7) % {customers}
        WHEN i % 100 = 2 THEN '客户' || hash(i + 7) % {customers}
        ELSE 'C-' || lpad(CAST(hash(i + 7) % {customers} AS VARCHAR), 8, '0')
    END AS "Customer",
    ['Retail', 'retail ', 'SME', '企业客户', 'Retail', 'SME', 'SME', 'Retail', 'SME', 'Corporate']
        [1 + CAST(hash(i * 3) % 10 AS INT)] AS "Segment",
    CASE WHEN i % 40 = 3 THEN NULL ELSE CAST(hash(i * 5) % 102 AS DOUBLE) END AS "Index"
FROM range({rows}) AS numbers(i)
"""


def write(duckdb: Any, path: Path, rows: int) -> None:
    """A response each for three fifths as many customers: some answer several times a month."""
    query = _ROWS.format(rows=rows, customers=max(1, rows * 3 // 5))
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
