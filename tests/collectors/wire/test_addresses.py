"""Which addresses are nobody's web server."""

import pytest

from truyvet.collectors.wire.addresses import refusal, written

REFUSED = {
    "0.0.0.1": "this network address",
    "10.1.2.3": "private address",
    "100.64.0.1": "carrier-grade NAT address",
    "100.127.255.255": "carrier-grade NAT address",
    "127.0.0.1": "loopback address",
    "127.255.255.254": "loopback address",
    "169.254.1.1": "link-local address",
    "169.254.169.254": "metadata address",
    "168.63.129.16": "metadata address",
    "172.16.0.1": "private address",
    "172.31.255.255": "private address",
    "192.0.0.8": "reserved address",
    "192.168.255.1": "private address",
    "198.18.0.1": "benchmarking address",
    "203.0.113.9": "documentation address",
    "224.0.0.251": "multicast address",
    "239.255.255.250": "multicast address",
    "255.255.255.255": "reserved address",
    "::": "this network address",
    "::1": "loopback address",
    "::7f00:1": "loopback address",
    "::ffff:127.0.0.1": "loopback address",
    "::ffff:a00:1": "private address",
    "::ffff:0:127.0.0.1": "reserved address",
    "::1.1.1.1": "reserved address",
    "100:0:0:1::1": "reserved address",
    "4000::1": "reserved address",
    "64:ff9b::192.168.0.1": "private address",
    "64:ff9b:1::1": "private address",
    "2002:a00:1::1": "private address",
    "2002:7f00:1::": "loopback address",
    "2001:0:1::": "reserved address",
    "2001:db8::1": "documentation address",
    "fc00::1": "private address",
    "fd00:ec2::254": "metadata address",
    "fe80::1": "link-local address",
    "fe80::1%eth0": "link-local address",
    "fec0::1": "private address",
    "ff02::1": "multicast address",
    "no.address": "no IP address",
    "127.1": "no IP address",
}
ASKED = (
    "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255",
    "172.32.0.0", "192.167.255.255", "198.17.255.255", "198.20.0.0", "223.255.255.255",
    "2606:4700::1111", "2001:4860:4860::8888", "2400:6100::1", "::ffff:1.1.1.1",
    "64:ff9b::1.1.1.1", "2002:101:101::1",
)  # fmt: skip


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_without_a_public_server_is_refused(address: str) -> None:
    assert refusal(address) == REFUSED[address]


@pytest.mark.parametrize("address", ASKED)
def test_a_public_address_is_asked(address: str) -> None:
    assert refusal(address) == ""


def test_address_and_port_are_written_so_that_they_can_be_told_apart() -> None:
    assert written("192.0.2.1", 80) == "192.0.2.1:80"
    assert written("2001:db8::1", 443) == "[2001:db8::1]:443"
