"""Files opened and kept safe: bytes become paragraphs and grids, or a refusal that says why.

What is in the cells is no one's business here.
"""

from __future__ import annotations

from typing import Literal

Form = Literal["yaml", "docx", "xlsx", "csv", "pdf"]
"""What kind of file it is, told from its bytes."""
