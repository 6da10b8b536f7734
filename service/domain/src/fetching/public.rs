//! Which addresses are anybody's, and which lead into somebody's own network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address belongs to the public internet. Everything else is refused: one's own machine
/// and networks, what is reserved, and whatever has another address wrapped up in it.
///
/// IPv4 is all but the special blocks (IANA IPv4 Special-Purpose Address Registry). IPv6 is only what
/// is handed out as global unicast (2000::/3), less the special blocks in it; so mapped addresses
/// (::ffff:0:0/96), NAT64 (64:ff9b::/96) and everything local are out without being named.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !SPECIAL_V4.iter().any(|block| holds_v4(*block, address)),
        IpAddr::V6(address) => {
            holds_v6(GLOBAL_V6, address)
                && !SPECIAL_V6.iter().any(|block| holds_v6(*block, address))
        }
    }
}

type BlockV4 = ([u8; 4], u32);
type BlockV6 = ([u16; 8], u32);

const SPECIAL_V4: [BlockV4; 18] = [
    ([0, 0, 0, 0], 8),       // this network
    ([10, 0, 0, 0], 8),      // private
    ([100, 64, 0, 0], 10),   // behind a provider's NAT (CGNAT)
    ([127, 0, 0, 0], 8),     // loopback
    ([169, 254, 0, 0], 16),  // link-local, and what clouds keep their secrets at
    ([172, 16, 0, 0], 12),   // private
    ([192, 0, 0, 0], 24),    // protocol assignments
    ([192, 0, 2, 0], 24),    // documentation
    ([192, 31, 196, 0], 24), // AS112
    ([192, 52, 193, 0], 24), // multicast tunnels (AMT)
    ([192, 88, 99, 0], 24),  // relays of 6to4
    ([192, 168, 0, 0], 16),  // private
    ([192, 175, 48, 0], 24), // AS112
    ([198, 18, 0, 0], 15),   // benchmarking
    ([198, 51, 100, 0], 24), // documentation
    ([203, 0, 113, 0], 24),  // documentation
    ([224, 0, 0, 0], 4),     // multicast
    ([240, 0, 0, 0], 4),     // reserved, and broadcast
];

/// Global unicast.
const GLOBAL_V6: BlockV6 = ([0x2000, 0, 0, 0, 0, 0, 0, 0], 3);

const SPECIAL_V6: [BlockV6; 5] = [
    ([0x2001, 0, 0, 0, 0, 0, 0, 0], 23), // protocol assignments: Teredo, ORCHID, benchmarking
    ([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32), // documentation
    ([0x2002, 0, 0, 0, 0, 0, 0, 0], 16), // 6to4: an IPv4 address wrapped up
    ([0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0], 48), // AS112
    ([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20), // documentation
];

fn holds_v4((block, bits): BlockV4, address: Ipv4Addr) -> bool {
    let shift = 32 - bits;
    u32::from(address) >> shift == u32::from(Ipv4Addr::from(block)) >> shift
}

fn holds_v6((block, bits): BlockV6, address: Ipv6Addr) -> bool {
    let shift = 128 - bits;
    u128::from(address) >> shift == u128::from(Ipv6Addr::from(block)) >> shift
}

#[cfg(test)]
mod tests;
