"""Stage 7 of 9. Variant, Decision -> Publication.

What ships is what was approved: the seal is recomputed from the words, the decoded pixels, the format and the market at
the moment of publishing, and approval, open blocks and claims are looked at again. Anything else is refused.
"""

from styleloop.publish.check import check
from styleloop.publish.mark import mark
from styleloop.publish.pack import pack, record

__all__ = ["check", "mark", "pack", "record"]
