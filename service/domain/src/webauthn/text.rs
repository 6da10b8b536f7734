//! Octets as text.

/// Octets in base64url without padding, as browsers write challenges.
pub(super) fn base64url(octets: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::with_capacity(octets.len().div_ceil(3) * 4);
    for chunk in octets.chunks(3) {
        let mut bits = [0; 3];
        bits[..chunk.len()].copy_from_slice(chunk);
        let bits = u32::from_be_bytes([0, bits[0], bits[1], bits[2]]);
        for n in 0..=chunk.len() {
            let letter = (bits >> (18 - 6 * n)) & 63;
            text.push(char::from(LETTERS[letter as usize]));
        }
    }
    text
}
