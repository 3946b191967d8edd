"""A register as an operator writes it: the wave of 2025-07-01, when provinces were merged (Nghị quyết 202/2025/QH15).

The units are of that resolution; mailboxes, seats and posts are invented.
"""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

Tables = Mapping[str, Sequence[Mapping[str, str]]]
"""Rows of each table, a cell by its column."""

BEFORE: Tables = {
    "bodies": [
        {"id": "VN-HP", "kind": "unit", "name_vi": "Thành phố Hải Phòng", "email": "hp@example.vn"},
        {"id": "VN-HD", "kind": "unit", "name_vi": "Tỉnh Hải Dương", "email": "hd@example.vn"},
        {"id": "VN-DN", "kind": "unit", "name_vi": "Thành phố Đà Nẵng", "email": "dn@example.vn"},
        {"id": "C5TP", "kind": "cluster", "name_vi": "Cụm thi đua 5 thành phố trực thuộc Trung ương"},
        {
            "id": "HD-HP",
            "kind": "council",
            "parent": "VN-HP",
            "name_vi": "Hội đồng Thi đua - Khen thưởng thành phố Hải Phòng",
            "email": "hdtdkt@example.vn",
            "office": "Ban Thi đua - Khen thưởng",
        },
    ],
    "seats": [
        {"body": "HD-HP", "seat": "ct", "name": "Chủ tịch Hội đồng"},
        {"body": "HD-HP", "seat": "tv-1", "name": "Thành viên 1", "first": "2021-05-01", "last": "2025-04-15"},
        {"body": "HD-HP", "seat": "tv-1", "name": "Thành viên 1 (mới)", "first": "2025-04-20"},
        {"body": "HD-HP", "seat": "tv-2", "name": "Thành viên 2", "unit": "VN-HP"},
    ],
    "offices": [
        {"body": "HD-HP", "role": "chair", "who": "ct"},
        {"body": "HD-HP", "role": "secretary", "who": "ban-tdkt-hp"},
    ],
    "substitutes": [
        {"body": "HD-HP", "seat": "tv-2", "id": "tv-2-b", "name": "Người được ủy quyền", "first": "2025-01-01"},
    ],
    "members": [
        {"cluster": "C5TP", "season": "2024", "unit": "VN-HP"},
        {"cluster": "C5TP", "season": "2024", "unit": "VN-DN"},
    ],
}

MERGER: Tables = {
    "bodies": [
        {
            "id": "VN-HD",
            "kind": "unit",
            "name_vi": "Tỉnh Hải Dương",
            "email": "hd@example.vn",
            "ended": "01/07/2025",
            "into": "VN-HP",
            "document": "Nghị quyết 202/2025/QH15",
        },
    ],
}


def written(folder: Path, tables: Tables) -> Path:
    """Write each table as a CSV file, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
    return folder
