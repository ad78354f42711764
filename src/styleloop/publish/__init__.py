"""Stage 7 of 9. Variant, Decision -> Publication.

What ships is what was approved: the seal is recomputed from the words, the decoded pixels, the format and the market at
the moment of publishing, and approval, open blocks and claims are looked at again. Anything else is refused. The
picture is marked, then signed, then read back: a file that does not say what was approved does not leave.
"""

from styleloop.publish.check import Signed, check
from styleloop.publish.mark import mark
from styleloop.publish.pack import pack, record
from styleloop.publish.standing import claims_lapsed, claims_made
from styleloop.publish.statement import statement, vouch

__all__ = ["Signed", "check", "claims_lapsed", "claims_made", "mark", "pack", "record", "statement", "vouch"]
