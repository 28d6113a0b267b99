"""Vietnamese syllables: does a word's spelling belong to the language?

A syllable is an onset, a rime and a tone; a rime that ends in c, ch, p or t takes only the acute
or the dot. Few other strings with accents fit, so the share of words that do tells an encoding.
"""

import unicodedata
from functools import lru_cache

_ONSETS = (
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh",
    "nh", "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x",
)  # fmt: skip
_RIMES_WORDS = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en
eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu o
oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om
on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uân
uâng uât uây uê uêch uênh uêt uêu uy uya uych uyên uyêt uynh uyt uyu uơ uôc uôi uôm uôn uông uôt
ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu ych ynh yt
êng
"""
_RIMES = frozenset(_RIMES_WORDS.split())
_STOPS = ("c", "p", "t", "ch")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_CHECKED = "\u0301\u0323"


@lru_cache(maxsize=65_536)
def is_syllable(word: str) -> bool:
    """Tell whether a word (NFC, any case) is spelled as one Vietnamese syllable."""
    if len(word) > 7 or not (word.islower() or word.isupper() or word.istitle()):
        return False
    parts = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in parts if mark in _TONES]
    if len(tones) > 1:
        return False
    bare = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
    for onset in _ONSETS:
        rime = bare[len(onset) :]
        if bare.startswith(onset) and rime in _RIMES:
            return not rime.endswith(_STOPS) or (bool(tones) and tones[0] in _CHECKED)
    return bare in ("gi", "gin", "giêng", "giêt", "qui", "quôc")
