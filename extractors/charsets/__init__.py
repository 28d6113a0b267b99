"""Text out of bytes of unknown or old encodings, the Vietnamese ones among them."""

from .decoding import charset_of, decode, decode_as_written
from .detection import Guess, detect, wide_markup

__all__ = ["Guess", "charset_of", "decode", "decode_as_written", "detect", "wide_markup"]
