"""Write the provenance mark (XMP) into a finished picture without touching a pixel.

The packet goes in as one more segment of the container (JPEG: APP1 after SOI and APP0; PNG: iTXt after IHDR); the coded
picture data stays byte for byte what it was, so the pixel hash and with it the seal stay valid.
Sources: XMP specification part 3 (Adobe, ISO 16684), IPTC Photo Metadata Standard, property DigitalSourceType.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from styleloop.errors import InputError

XMP_NAMESPACE = b"http://ns.adobe.com/xap/1.0/\x00"
SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
OURS = "urn:styleloop:xmp:1#"

_SOI, _APP0, _APP1 = b"\xff\xd8", b"\xff\xe0", b"\xff\xe1"
_PNG = b"\x89PNG\r\n\x1a\n"
_SEGMENT_MOST = 0xFFFF - 2


def packet(source_type: str, ids: Mapping[str, str]) -> bytes:
    """The XMP packet: IPTC digital source type and our ids, UTF-8, at most about 1 kB.

    Args:
        source_type: last part of the IPTC term, `digitalCreation`.
        ids: property name (a word) -> value: variant, decision, style, seal.
    """
    own = "".join(f"\n   sl:{name}={quoteattr(value)}" for name, value in sorted(ids.items()) if value)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        ' <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '  <rdf:Description rdf:about=""\n'
        '   xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"\n'
        f'   xmlns:sl="{OURS}"\n'
        f"   Iptc4xmpExt:DigitalSourceType={quoteattr(SOURCE_TYPES + source_type)}{own}/>\n"
        " </rdf:RDF>\n"
        "</x:xmpmeta>\n"
        '<?xpacket end="r"?>'
    ).encode()


def mark(file: bytes, xmp: bytes) -> bytes:
    """`file` with the packet in it; the coded picture is copied byte for byte.

    Raises:
        InputError: neither a JPEG nor a PNG, or the packet is too long for one JPEG segment.
    """
    if file.startswith(_SOI):
        return _into_jpeg(file, xmp)
    if file.startswith(_PNG):
        return _into_png(file, xmp)
    raise InputError("the mark cannot be written", field="file", got=file[:8], expected="a JPEG or a PNG")


def _into_jpeg(file: bytes, xmp: bytes) -> bytes:
    body = XMP_NAMESPACE + xmp
    if len(body) > _SEGMENT_MOST:
        raise InputError("the mark is too long for one JPEG segment", got=len(body), expected=f"<= {_SEGMENT_MOST}")
    at = len(_SOI)
    while file[at : at + 2] == _APP0:
        at += 2 + int.from_bytes(file[at + 2 : at + 4], "big")
    return file[:at] + _APP1 + struct.pack(">H", len(body) + 2) + body + file[at:]


def _into_png(file: bytes, xmp: bytes) -> bytes:
    header = int.from_bytes(file[8:12], "big")
    at = len(_PNG) + 12 + header
    body = b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + xmp
    chunk = b"iTXt" + body
    return file[:at] + struct.pack(">I", len(body)) + chunk + struct.pack(">I", zlib.crc32(chunk)) + file[at:]
