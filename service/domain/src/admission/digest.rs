//! SHA-256 (FIPS 180-4) of labelled parts. The label keeps digests of different purposes apart, so
//! that no value computed for one can be passed off as another.

use sha2::{Digest as _, Sha256};

/// SHA-256 of the label, one zero octet, and the parts, joined as they are. Parts of varying
/// length are for the caller to delimit ([`delimited`]).
pub(super) fn sha256(label: &str, parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(label.as_bytes());
    hash.update([0]);
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// The texts, each with its length before it (octets, eight of them, most significant first), so
/// that no two lists give the same octets.
pub(super) fn delimited<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<u8> {
    let mut octets = Vec::new();
    for text in texts {
        octets.extend_from_slice(&(text.len() as u64).to_be_bytes());
        octets.extend_from_slice(text.as_bytes());
    }
    octets
}

/// Thirty-two octets from sixty-four lower-case hexadecimal digits; nothing else will do.
pub(super) fn unhex(text: &str) -> Option<[u8; 32]> {
    let digit = |c: u8| match c {
        b'0'..=b'9' => Some(c - b'0'),
        b'a'..=b'f' => Some(c - b'a' + 10),
        _ => None,
    };
    let mut octets = [0; 32];
    let digits = text.as_bytes();
    if digits.len() != 64 {
        return None;
    }
    for (octet, pair) in octets.iter_mut().zip(digits.chunks_exact(2)) {
        *octet = digit(pair[0])? * 16 + digit(pair[1])?;
    }
    Some(octets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::hex;

    #[test]
    fn it_is_sha_256() {
        let empty: [u8; 32] = Sha256::digest(b"abc").into();
        assert_eq!(
            hex(&empty),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(unhex(&hex(&empty)), Some(empty));
        assert_eq!(unhex(&hex(&empty).to_uppercase()), None);
        assert_eq!(unhex("00"), None);
    }

    #[test]
    fn labels_and_lengths_keep_apart_what_joins_alike() {
        assert_ne!(sha256("a", &[b"b"]), sha256("ab", &[]));
        assert_eq!(sha256("a", &[b"b", b"c"]), sha256("a", &[b"bc"]));
        assert_ne!(delimited(["b", "c"]), delimited(["bc"]));
    }
}
