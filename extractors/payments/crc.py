"""CRC-16/CCITT-FALSE (polynomial 0x1021, begin 0xFFFF), as EMVCo QR codes end with it."""

from binascii import crc_hqx


def crc16(content: bytes) -> int:
    """Return the checksum."""
    return crc_hqx(content, 0xFFFF)
