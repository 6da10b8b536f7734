//! Passkeys (WebAuthn level 2): reading what a browser and an authenticator say, and deciding whether
//! it is what was asked for. Signatures are verified by who calls; everything else stands here.
//!
//! Attestation is neither asked for nor read: which make an authenticator is of does not matter to
//! us. What matters is asked of every answer: the person was verified (PIN, finger, face), so that a
//! passkey is two factors; the challenge and the origin are ours; the page stood in no other's frame.

mod cbor;
mod text;

use cbor::{Fault, Item, Reader};
use serde::Deserialize;
use text::base64url;

/// Longest credential id (octets, level 2 §4).
const CREDENTIAL_OCTETS: usize = 1023;
/// Largest answer part that is read (octets).
const PART_OCTETS: usize = 16 * 1024;
/// Shortest and longest RSA modulus (octets): 2048 and 4096 bits.
const MODULUS_OCTETS: std::ops::RangeInclusive<usize> = 256..=512;

/// Why an answer is not good. Nobody is told which; it is for the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Not the shape that the specification gives it.
    Malformed,
    /// An answer to something else than what was asked.
    OtherType,
    OtherChallenge,
    /// Another page than ours, or ours in another's frame.
    OtherOrigin,
    /// Made for another service.
    OtherService,
    /// Nobody was there.
    NotPresent,
    /// Somebody was there, but it was not verified who.
    NotVerified,
    /// A kind of key that was not asked for.
    OtherAlgorithm,
    /// The count went backwards: the passkey may have been copied.
    CountedBack,
}

impl From<Fault> for Refusal {
    fn from(_: Fault) -> Self {
        Self::Malformed
    }
}

/// What was asked.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    pub challenge: &'a [u8],
    /// Where the page was: `https://host`.
    pub origin: &'a str,
    /// SHA-256 of the host.
    pub service: &'a [u8; 32],
}

/// Signature algorithms asked for, with their number in COSE.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    Es256,
    Ed25519,
    Rs256,
}

impl Algorithm {
    pub const ALL: [Self; 3] = [Self::Es256, Self::Ed25519, Self::Rs256];

    pub fn number(self) -> i64 {
        match self {
            Self::Es256 => -7,
            Self::Ed25519 => -8,
            Self::Rs256 => -257,
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::Es256 => "es256",
            Self::Ed25519 => "ed25519",
            Self::Rs256 => "rs256",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }
}

/// A new passkey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPasskey {
    pub credential: Vec<u8>,
    pub algorithm: Algorithm,
    /// ES256: an uncompressed point. Ed25519: the key. RS256: modulus, and exponent in the last four
    /// octets.
    pub public_key: Vec<u8>,
    pub sign_count: u32,
}

/// What the browser says about the page (level 2 §5.8.1).
#[derive(Deserialize)]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default, rename = "crossOrigin")]
    cross_origin: bool,
}

/// Reads the answer to the wish for a new passkey (level 2 §7.1).
pub fn registered(
    asked: &Asked<'_>,
    client_data: &[u8],
    attestation: &[u8],
) -> Result<NewPasskey, Refusal> {
    check_client(asked, "webauthn.create", client_data)?;
    if attestation.len() > PART_OCTETS {
        return Err(Refusal::Malformed);
    }
    let mut reader = Reader::new(attestation);
    let entries = reader.map()?;
    let mut data = None;
    for _ in 0..entries {
        match reader.item()? {
            Item::Text("authData") => match reader.item()? {
                Item::Octets(octets) => data = Some(octets),
                _ => return Err(Refusal::Malformed),
            },
            Item::Text(_) => reader.skip()?,
            _ => return Err(Refusal::Malformed),
        }
    }
    reader.end()?;
    let authenticator = Authenticator::read(data.ok_or(Refusal::Malformed)?)?;
    authenticator.check(asked)?;
    authenticator.credential()
}

/// What an answer to a challenge is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    pub sign_count: u32,
}

/// Reads the answer to a challenge (level 2 §7.2), all but the signature: that is over
/// `authenticator_data` and the SHA-256 of `client_data`. Gives the new count.
pub fn answered(
    asked: &Asked<'_>,
    known: Known,
    client_data: &[u8],
    authenticator_data: &[u8],
) -> Result<u32, Refusal> {
    check_client(asked, "webauthn.get", client_data)?;
    let authenticator = Authenticator::read(authenticator_data)?;
    authenticator.check(asked)?;
    let (was, is) = (known.sign_count, authenticator.sign_count);
    // Passkeys that are kept in several places count nothing.
    if (was != 0 || is != 0) && is <= was {
        return Err(Refusal::CountedBack);
    }
    Ok(is)
}

fn check_client(asked: &Asked<'_>, kind: &str, client_data: &[u8]) -> Result<(), Refusal> {
    if client_data.len() > PART_OCTETS {
        return Err(Refusal::Malformed);
    }
    let said: ClientData = serde_json::from_slice(client_data).map_err(|_| Refusal::Malformed)?;
    if said.kind != kind {
        return Err(Refusal::OtherType);
    }
    if said.challenge != base64url(asked.challenge) {
        return Err(Refusal::OtherChallenge);
    }
    if said.origin != asked.origin || said.cross_origin {
        return Err(Refusal::OtherOrigin);
    }
    Ok(())
}

/// What the authenticator says (level 2 §6.1).
struct Authenticator<'a> {
    service: &'a [u8],
    flags: u8,
    sign_count: u32,
    rest: &'a [u8],
}

impl<'a> Authenticator<'a> {
    const PRESENT: u8 = 1;
    const VERIFIED: u8 = 1 << 2;
    const HAS_CREDENTIAL: u8 = 1 << 6;
    const HAS_EXTENSIONS: u8 = 1 << 7;

    fn read(data: &'a [u8]) -> Result<Self, Refusal> {
        if data.len() > PART_OCTETS {
            return Err(Refusal::Malformed);
        }
        let (service, data) = data.split_at_checked(32).ok_or(Refusal::Malformed)?;
        let (&flags, data) = data.split_first().ok_or(Refusal::Malformed)?;
        let (count, rest) = data.split_first_chunk().ok_or(Refusal::Malformed)?;
        if flags & (Self::HAS_CREDENTIAL | Self::HAS_EXTENSIONS) == 0 && !rest.is_empty() {
            return Err(Refusal::Malformed);
        }
        Ok(Self {
            service,
            flags,
            sign_count: u32::from_be_bytes(*count),
            rest,
        })
    }

    fn check(&self, asked: &Asked<'_>) -> Result<(), Refusal> {
        if self.service != asked.service {
            return Err(Refusal::OtherService);
        }
        if self.flags & Self::PRESENT == 0 {
            return Err(Refusal::NotPresent);
        }
        if self.flags & Self::VERIFIED == 0 {
            return Err(Refusal::NotVerified);
        }
        Ok(())
    }

    /// Attested credential data (level 2 §6.5.1).
    fn credential(&self) -> Result<NewPasskey, Refusal> {
        if self.flags & Self::HAS_CREDENTIAL == 0 {
            return Err(Refusal::Malformed);
        }
        let (_model, rest) = self.rest.split_at_checked(16).ok_or(Refusal::Malformed)?;
        let (length, rest) = rest.split_first_chunk().ok_or(Refusal::Malformed)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (credential, rest) = rest.split_at_checked(length).ok_or(Refusal::Malformed)?;
        if credential.is_empty() || credential.len() > CREDENTIAL_OCTETS {
            return Err(Refusal::Malformed);
        }
        let mut reader = Reader::new(rest);
        let (algorithm, public_key) = public_key(&mut reader)?;
        if self.flags & Self::HAS_EXTENSIONS != 0 {
            reader.skip()?;
        }
        reader.end()?;
        Ok(NewPasskey {
            credential: credential.to_vec(),
            algorithm,
            public_key,
            sign_count: self.sign_count,
        })
    }
}

/// A COSE key (RFC 9053) of a kind that was asked for.
fn public_key(reader: &mut Reader<'_>) -> Result<(Algorithm, Vec<u8>), Refusal> {
    let (mut kind, mut number, mut curve) = (None, None, None);
    let mut octets: [&[u8]; 3] = [&[]; 3];
    for _ in 0..reader.map()? {
        let Item::Number(label) = reader.item()? else {
            return Err(Refusal::Malformed);
        };
        match (label, reader.item()?) {
            (1, Item::Number(value)) => kind = Some(value),
            (3, Item::Number(value)) => number = Some(value),
            (-1, Item::Number(value)) => curve = Some(value),
            (-1, Item::Octets(value)) => octets[0] = value,
            (-2, Item::Octets(value)) => octets[1] = value,
            (-3, Item::Octets(value)) => octets[2] = value,
            _ => return Err(Refusal::Malformed),
        }
    }
    let [n, x, y] = octets;
    match (number, kind, curve) {
        (Some(-7), Some(2), Some(1)) if x.len() == 32 && y.len() == 32 => {
            Ok((Algorithm::Es256, [&[4], x, y].concat()))
        }
        (Some(-8), Some(1), Some(6)) if x.len() == 32 && y.is_empty() => {
            Ok((Algorithm::Ed25519, x.to_vec()))
        }
        (Some(-257), Some(3), None)
            if MODULUS_OCTETS.contains(&n.len()) && (1..=4).contains(&x.len()) =>
        {
            let zeros = [0; 4];
            Ok((Algorithm::Rs256, [n, &zeros[x.len()..], x].concat()))
        }
        (Some(-7 | -8 | -257), _, _) => Err(Refusal::Malformed),
        _ => Err(Refusal::OtherAlgorithm),
    }
}

#[cfg(test)]
mod tests;
