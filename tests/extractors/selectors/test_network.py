"""Addresses of the network: normal forms, their limits in texts, and what only looks like one."""

import pytest
from tests.extractors.selectors.looks import confidence, found, normals, seen

from truyvet.extractors.selectors import network

EMAILS = [
    ("user@example.com", "user@example.com"),
    ("User.Name+tag@Example.COM", "user.name+tag@example.com"),
    ("mailto:a@b.vn", "a@b.vn"),
    ("a[@]b[.]com", "a@b.com"),
    ("x_y-z%1@sub.example.co.uk", "x_y-z%1@sub.example.co.uk"),
]
NO_EMAILS = ["a@b", "a@b.invalidtop", "@b.com", "a..b@c.com", "a b@c.com", "a@-b.com", "a@b..com"]
URLS = [
    ("http://example.com", "http://example.com/"),
    ("HTTPS://Example.COM:443/Path?q=1#f", "https://example.com/Path?q=1#f"),
    ("http://example.com:8080/a", "http://example.com:8080/a"),
    ("hxxps://evil[.]com/x", "https://evil.com/x"),
    ("hXXp://evil.com", "http://evil.com/"),
    ("ftp://files.example.org/pub", "ftp://files.example.org/pub"),
    ("http://user:pw@example.com/", "http://user:pw@example.com/"),
    ("http://[2001:db8::1]/", "http://[2001:db8::1]/"),
    ("http://10.0.0.1/admin", "http://10.0.0.1/admin"),
    ("http://example.com./", "http://example.com/"),
    ("http://localhost/x", "http://localhost/x"),
]
NO_URLS = ["http://", "http://999.1.1.1/", "http://-/", "example.com", "http://[::g]/", "http://a/"]
DOMAINS = [
    ("Example.COM", "example.com"),
    ("a.b.c.vn", "a.b.c.vn"),
    ("xn--bcher-kva.com", "xn--bcher-kva.com"),
    ("bücher.com", "xn--bcher-kva.com"),
    ("evil[.]top", "evil.top"),
    ("example.com.", "example.com"),
]
NO_DOMAINS = ["example", "foo.invalidtop", ".com", "a..com", "-a.com", "a b.com", "x" * 64 + ".com"]
ONION = "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion"


@pytest.mark.parametrize(("text", "value"), EMAILS)
def test_an_address_has_one_form(text: str, value: str) -> None:
    read = network.email(text)
    assert read is not None
    assert read.value == value


@pytest.mark.parametrize("text", NO_EMAILS)
def test_what_is_no_address_is_none(text: str) -> None:
    assert network.email(text) is None


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("write to a.b@example.com.", "a.b@example.com"),
        ("<a.b@example.com>", "a.b@example.com"),
        ("mailto:a@b.vn?x", "a@b.vn"),
        ("\x16a@example.com0\x81", "a@example.com"),
        ("..a@example.com", "a@example.com"),
        ("x=a@example.com&y", "a@example.com"),
        ("a@example.com.Tiếp theo", "a@example.com"),
        ("a@example.com,b@c", "a@example.com"),
        ("ệa@example.com", "a@example.com"),
    ],
)
def test_an_address_is_cut_out_of_what_surrounds_it(text: str, raw: str) -> None:
    assert [one[1] for one in seen(text) if one[0] == "email"] == [raw]


def test_two_addresses_are_two() -> None:
    assert normals("email", "a@b.vn,c@d.com;e@f.org") == ["a@b.vn", "c@d.com", "e@f.org"]


@pytest.mark.parametrize("text", ["name@3x.png", "user@host", "a@b.py1x", "@decorator.com x"])
def test_names_of_pictures_and_decorators_are_no_addresses(text: str) -> None:
    assert normals("email", text) == []


@pytest.mark.parametrize(("text", "value"), URLS)
def test_a_url_has_one_form(text: str, value: str) -> None:
    read = network.url(text)
    assert read is not None
    assert read.value == value


@pytest.mark.parametrize("text", NO_URLS)
def test_what_is_no_url_is_none(text: str) -> None:
    assert network.url(text) is None


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("see https://example.com/a.", "https://example.com/a"),
        ("(https://example.com/a)", "https://example.com/a"),
        ("https://example.com/a_(b) x", "https://example.com/a_(b)"),
        ("[x](https://example.com/a)[y]", "https://example.com/a"),
        ('href="https://example.com/a"', "https://example.com/a"),
        ("<https://example.com/a>", "https://example.com/a"),
        ("“https://example.com/a”", "https://example.com/a"),
        ("https://example.com/đường/dẫn x", "https://example.com/đường/dẫn"),
        ("https://example.com/@21.0,105.8,15z", "https://example.com/@21.0,105.8,15z"),
        ("xhttps://example.com/a", "https://example.com/a"),
        ("https://example.com/?a=1&b=2!", "https://example.com/?a=1&b=2"),
    ],
)
def test_a_url_is_cut_out_of_what_surrounds_it(text: str, raw: str) -> None:
    assert [one[1] for one in seen(text) if one[0] == "url"] == [raw]


def test_urls_without_a_blank_between_them_are_two() -> None:
    assert normals("url", "https://a.vn/1,https://b.vn/2") == ["https://a.vn/1", "https://b.vn/2"]


def test_a_namespace_is_a_url_of_little_weight() -> None:
    assert confidence("url", "xmlns='http://www.w3.org/1999/xhtml'") == 20
    assert found("http://schemas.openxmlformats.org/x")[0].spot.facts["role"] == "namespace"


def test_a_defanged_url_says_so() -> None:
    assert found("hxxp://evil.com/a")[0].spot.facts["defanged"] == "yes"


@pytest.mark.parametrize(("text", "value"), DOMAINS)
def test_a_domain_has_one_form(text: str, value: str) -> None:
    read = network.domain(text)
    assert read is not None
    assert read.value == value


@pytest.mark.parametrize("text", NO_DOMAINS)
def test_what_is_no_domain_is_none(text: str) -> None:
    assert network.domain(text) is None


def test_an_onion_service_is_checked() -> None:
    read = network.domain(ONION)
    assert read is not None
    assert read.confidence == 100
    assert network.domain("a" + ONION[1:]) is None


def test_a_domain_in_punycode_is_shown_as_it_reads() -> None:
    read = network.domain("xn--bcher-kva.com")
    assert read is not None
    assert read.facts["unicode"] == "bücher.com"


@pytest.mark.parametrize(
    "text",
    [
        "import foo.py",
        "lib.so",
        "README.md",
        "run.sh",
        "os.path.is",
        "com.example.net",
        "org.apache.commons.net",
        "System.Net",
        "messages.de",
        "a/b/example.com",
        "self.example.com(",
        "v1.2.com1",
        "e.g. this.name",
    ],
)
def test_names_of_files_and_classes_are_no_domains(text: str) -> None:
    assert normals("domain", text) == []


@pytest.mark.parametrize(
    "text",
    ["example.com", "www.example.info", "shop.example.de", "website: example.de", "a.com.vn"],
)
def test_domains_are_found_alone(text: str) -> None:
    assert len(normals("domain", f"x {text} y")) == 1


def test_the_domain_of_an_address_or_url_is_not_told_twice() -> None:
    assert normals("domain", "a@example.com https://example.com/") == []


def test_the_top_levels_are_those_of_the_root_zone() -> None:
    assert {"vn", "com", "onion", "xn--p1ai"} <= network.top_level()
    assert "py" in network.top_level()
    assert "exe" not in network.top_level()


@pytest.mark.parametrize(
    ("text", "value"), [("8.8.8.8", "8.8.8.8"), ("10[.]0[.]0[.]1", "10.0.0.1")]
)
def test_an_ipv4_address_has_one_form(text: str, value: str) -> None:
    read = network.ipv4(text)
    assert read is not None
    assert read.value == value


@pytest.mark.parametrize("text", ["0.1.2.3", "255.255.255.0", "1.2.3", "1.2.3.256", "01.2.3.4"])
def test_masks_and_bad_numbers_are_no_ipv4(text: str) -> None:
    assert network.ipv4(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "version 41.22.33.44",
        "v 81.2.33.44",
        "Chrome/120.0.0.0",
        "1.2.3.4.5",
        "1.3.6.1.4.1.311",
        "2.5.29.15",
        "section 1.2.3.4",
        "a1.2.3.4",
        "192.168.1.1-2",
        "192.168.1.300",
    ],
)
def test_versions_and_object_identifiers_are_no_addresses(text: str) -> None:
    assert normals("ipv4", text) == []


def test_ipv4_in_its_surroundings() -> None:
    assert normals("ipv4", "from 113.161.1.2:8080 to 10.0.0.1/24, 192.168.1.1.") == [
        "113.161.1.2",
        "10.0.0.1",
        "192.168.1.1",
    ]


def test_small_numbers_are_an_address_beside_a_word() -> None:
    assert normals("ipv4", "dns server 1.1.1.1") == ["1.1.1.1"]
    assert normals("ipv4", "chapter 1.1.1.1") == []


@pytest.mark.parametrize(
    ("address", "scope"),
    [
        ("127.0.0.1", "loopback"),
        ("192.168.1.1", "private"),
        ("169.254.1.1", "link-local"),
        ("224.0.0.1", "multicast"),
        ("8.8.8.8", "public"),
    ],
)
def test_the_scope_of_an_address_is_told(address: str, scope: str) -> None:
    read = network.ipv4(address)
    assert read is not None
    assert read.facts["scope"] == scope


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2001:0db8:85a3:0000:0000:8a2e:0370:7334", "2001:db8:85a3::8a2e:370:7334"),
        ("2001:DB8::1", "2001:db8::1"),
        ("fe80::1:2:3:4", "fe80::1:2:3:4"),
        ("fd00:1234::5", "fd00:1234::5"),
    ],
)
def test_an_ipv6_address_is_found_and_shortened(text: str, value: str) -> None:
    assert normals("ipv6", f"[{text}]:443") == [value]


@pytest.mark.parametrize(
    "text",
    [
        "std::string",
        "face::dead",
        "::1",
        "::",
        "00:11:22:33:44:55:66:77",
        "12:30:45",
        "ab::cd(",
        "ffff:ffff:ffff:ffff::",
        "a:b:c",
    ],
)
def test_code_times_and_dumps_are_no_ipv6(text: str) -> None:
    assert normals("ipv6", text) == []


@pytest.mark.parametrize(
    "text",
    ["00:1A:2B:3C:4D:5E", "00-1a-2b-3c-4d-5e", "001a.2b3c.4d5e", "mac 00:1A:2B:3C:4D:5E"],
)
def test_a_mac_address_is_found_in_each_grouping(text: str) -> None:
    assert normals("mac", f"x {text} y") == ["00:1a:2b:3c:4d:5e"]


@pytest.mark.parametrize(
    "text",
    [
        "00:00:00:00:00:00",
        "ff:ff:ff:ff:ff:ff",
        "20-11-12-13-14-15",
        "00:1a:2b:3c:4d:5e:6f:70",
        "1234.5678.9012",
    ],
)
def test_dumps_dates_and_broadcast_are_no_mac(text: str) -> None:
    assert normals("mac", text) == []


def test_a_local_mac_address_says_so() -> None:
    read = network.mac("02:1a:2b:3c:4d:5e")
    assert read is not None
    assert read.facts == {"oui": "02:1a:2b", "administration": "local"}
