"""What a snapshot says, in one language: what pages and reports show. Pure; no database.

`content` turns a snapshot (see `assessments.snapshot`) into frozen values with every text chosen,
so that a template has nothing to look up.
"""

from assessments.content.reader import content
from assessments.content.values import AttributeContent, Content, EvidenceContent, Written

__all__ = ["AttributeContent", "Content", "EvidenceContent", "Written", "content"]
