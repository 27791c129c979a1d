"""Who sent a workbook, as far as it says so itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .heads import Block
from .workbooks import Book


def department_of(book: Book, found: Sequence[Block]) -> str:
    """Who sent it, where the title, a note or the file's name says so."""
    for text in (*(block.title for block in found), book.path.stem):
        named = re.search(
            r"(?:填报|报送|制表|编制|责任)?(?:单位|部门)[:：]\s*([\u4e00-\u9fff]{2,12}?(?:局|委|办|中心|厅|部|院|署))",
            text,
        )
        named = named or re.search(
            r"([\u4e00-\u9fff]{2,10}?(?:统计局|管理局|财政局|商务局|税务局|发改委|住建局|局|委员会))", text
        )
        if named:
            return re.sub(r"^\d+|^[年月]", "", named[1])
    return ""
