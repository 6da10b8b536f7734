use super::*;

/// Addresses that nobody may be sent to, with the first and last of each block.
const CLOSED: &[&str] = &[
    "0.0.0.0",
    "0.255.255.255",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.0",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.170",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "192.168.255.255",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.255",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:10.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::8.8.8.8",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "2002:a00:1::1",
    "2002:808:808::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456:789a::1",
    "fe80::1",
    "febf::1",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
];

/// Addresses beside the closed ones, and well-known public ones.
const OPEN: &[&str] = &[
    "1.0.0.0",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.1",
    "169.253.255.255",
    "169.255.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.0.1.0",
    "192.0.3.0",
    "192.167.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "203.0.112.255",
    "203.0.114.0",
    "223.255.255.255",
    "2001:200::1",
    "2001:6b0::1",
    "2001:db7::1",
    "2003::1",
    "2606:4700::1",
    "2a00:1450:4001:80b::200e",
    "3ffe:ffff::1",
];

fn address(text: &str) -> IpAddr {
    text.parse().unwrap()
}

#[test]
fn only_public_addresses_are_open() {
    let public: Vec<_> = CLOSED.iter().filter(|a| is_public(address(a))).collect();
    assert!(public.is_empty(), "open that must be closed: {public:?}");
    let closed: Vec<_> = OPEN.iter().filter(|a| !is_public(address(a))).collect();
    assert!(closed.is_empty(), "closed that must be open: {closed:?}");
}

/// What one would write first: the same table finds it wanting.
#[test]
fn negative_control_the_usual_guard_lets_some_in() {
    let usual = |address: IpAddr| match address {
        IpAddr::V4(v4) => !(v4.is_loopback() || v4.is_private() || v4.is_link_local()),
        IpAddr::V6(v6) => !(v6.is_loopback() || v6.is_unspecified()),
    };
    let missed = CLOSED.iter().filter(|a| usual(address(a))).count();
    assert!(missed > 30, "{missed}");
    for trap in ["::ffff:127.0.0.1", "64:ff9b::127.0.0.1", "2002:7f00:1::1"] {
        assert!(usual(address(trap)), "{trap} leads home and is not seen");
    }
}
