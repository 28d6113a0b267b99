"""The banks of Vietnam: NAPAS identification number, short name, the words for them in texts."""

from collections.abc import Sequence

BANKS: dict[str, tuple[str, ...]] = {
    "970436": ("Vietcombank", "vcb", "ngoai thuong"),
    "970418": ("BIDV", "dau tu va phat trien"),
    "970415": ("VietinBank", "vietin", "icb", "cong thuong"),
    "970405": ("Agribank", "agri", "vbard", "nong nghiep"),
    "970422": ("MBBank", "mb bank", "mb", "quan doi"),
    "970407": ("Techcombank", "tcb", "ky thuong"),
    "970416": ("ACB", "a chau"),
    "970432": ("VPBank", "vp bank", "vpb"),
    "970423": ("TPBank", "tp bank", "tpb", "tien phong"),
    "970403": ("Sacombank", "stb", "sai gon thuong tin"),
    "970437": ("HDBank", "hd bank", "hdb"),
    "970441": ("VIB", "vibank"),
    "970443": ("SHB",),
    "970431": ("Eximbank", "eib"),
    "970426": ("MSB", "maritime bank", "hang hai"),
    "970448": ("OCB", "phuong dong"),
    "970429": ("SCB",),
    "970440": ("SeABank", "sea bank"),
    "970449": ("LPBank", "lienvietpostbank", "lpb", "lienviet"),
    "970425": ("ABBank", "abb", "an binh"),
    "970409": ("BacABank", "bac a bank", "bab"),
    "970412": ("PVcomBank", "pvcb"),
    "970428": ("NamABank", "nam a bank", "nab"),
    "970427": ("VietABank", "viet a bank", "vab"),
    "970433": ("VietBank",),
    "970454": ("BanVietBank", "viet capital", "bvbank", "ban viet"),
    "970452": ("KienLongBank", "kienlong", "klb"),
    "970419": ("NCB", "quoc dan"),
    "970438": ("BaoVietBank", "bao viet bank", "bvb"),
    "970400": ("SaigonBank", "sai gon cong thuong"),
    "970430": ("PGBank", "pg bank"),
    "970414": ("OceanBank", "mbv"),
    "970446": ("Co-opBank", "coopbank"),
    "970424": ("ShinhanBank", "shinhan"),
    "970457": ("WooriBank", "woori"),
    "458761": ("HSBC",),
    "546034": ("CAKE", "cake by vpbank"),
    "546035": ("Ubank",),
    "963388": ("Timo",),
    "971005": ("ViettelMoney", "viettel money", "viettelpay"),
    "971011": ("VNPTMoney", "vnpt money"),
}
"""Identification number: names, the shown one first; words are unmarked and in any case."""


def _ends_with(number: str, other: str) -> bool:
    """Tell whether a name of a bank ends with a name of another."""
    longs, shorts = (
        [name.lower().replace(" ", "") for name in BANKS.get(one, ())] for one in (number, other)
    )
    return any(long != short and long.endswith(short) for long in longs for short in shorts)


def longest_of(numbers: Sequence[str]) -> str:
    """Return the bank that is meant where names of several end at one place: the longest name's.

    `BaoVietBank` ends with `VietBank`, `cake by vpbank` with `vpbank`.
    """
    return max(numbers, key=lambda one: sum(_ends_with(one, other) for other in numbers))


def name_of(number: str) -> str:
    """Return a bank's short name by its identification number; empty for an unknown one."""
    return BANKS.get(number, ("",))[0]
