"""Styleloop: a self-hosted creative engine. One loop.

library -> style -> brief -> drafts -> audit -> review -> publish -> results -> refine
   ^                                                                              |
   +------------------------------------------------------------------------------+
"""

__version__ = "0.1.0"
