//! Keys and what is done with them: sealing, keyed hashes, tokens.

use crate::seeds::Seeds;
use aws_lc_rs::{aead, digest, hmac, signature};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use samverkan_domain::{
    cohort::company_code::CompanyCode,
    id::{ApplicationId, ChannelId, OfferingId, PersonId},
    text::hex,
    webauthn::Algorithm,
};
use std::{fmt, sync::Arc};
use uuid::Uuid;

/// The service's own key. All others derive from it, once: a rush needs several a request.
#[derive(Clone)]
pub struct SecretKey(Arc<Keys>);

struct Keys {
    own: [u8; 32],
    seal: aead::LessSafeKey,
    link: hmac::Key,
    signed: hmac::Key,
    form: hmac::Key,
    identity: hmac::Key,
    pseudonym: hmac::Key,
    joint: hmac::Key,
    company: hmac::Key,
}

impl Keys {
    fn derive(own: [u8; 32]) -> Self {
        let root = hmac::Key::new(hmac::HMAC_SHA256, &own);
        let of = |purpose: &str| hmac::sign(&root, purpose.as_bytes());
        let key = |purpose| hmac::Key::new(hmac::HMAC_SHA256, of(purpose).as_ref());
        let seal = aead::UnboundKey::new(&aead::AES_256_GCM, of("seal").as_ref())
            .expect("the key has the algorithm's length");
        Self {
            own,
            seal: aead::LessSafeKey::new(seal),
            link: key("link"),
            signed: key("signed"),
            form: key("form"),
            identity: key("identity"),
            pseudonym: key("pseudonym"),
            joint: key("joint"),
            company: key("company"),
        }
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

/// The key is not 32 octets of base64url.
#[derive(Debug, thiserror::Error)]
#[error("the secret key must be 32 octets in base64url (43 characters)")]
pub struct BadKey;

/// What was sealed cannot be opened: another key, or damage.
#[derive(Debug, thiserror::Error)]
#[error("a sealed value cannot be opened with this key")]
pub struct CannotOpen;

impl SecretKey {
    pub fn generate(seeds: &Seeds) -> Self {
        Self(Arc::new(Keys::derive(seeds.bytes())))
    }

    pub fn parse(text: &str) -> Result<Self, BadKey> {
        let bytes = BASE64URL.decode(text.trim()).map_err(|_| BadKey)?;
        let own = bytes.try_into().map_err(|_| BadKey)?;
        Ok(Self(Arc::new(Keys::derive(own))))
    }

    pub fn to_text(&self) -> String {
        BASE64URL.encode(self.0.own)
    }

    /// Encrypts and authenticates (AES-256-GCM). The random nonce stands in front.
    pub fn seal(&self, seeds: &Seeds, plain: &[u8]) -> Vec<u8> {
        let nonce = seeds.bytes::<12>();
        let mut sealed = plain.to_vec();
        self.0
            .seal
            .seal_in_place_append_tag(
                aead::Nonce::assume_unique_for_key(nonce),
                aead::Aad::empty(),
                &mut sealed,
            )
            .expect("short texts can be sealed");
        [&nonce[..], &sealed].concat()
    }

    pub fn open(&self, sealed: &[u8]) -> Result<Vec<u8>, CannotOpen> {
        let (nonce, sealed) = sealed.split_at_checked(12).ok_or(CannotOpen)?;
        let nonce = aead::Nonce::try_assume_unique_for_key(nonce).map_err(|_| CannotOpen)?;
        let mut buffer = sealed.to_vec();
        let plain = self
            .0
            .seal
            .open_in_place(nonce, aead::Aad::empty(), &mut buffer)
            .map_err(|_| CannotOpen)?;
        Ok(plain.to_vec())
    }

    /// A token for one question about one thing: 256 bits that nobody can guess. It is made anew when
    /// it is needed again, for a reminder, and so is stored nowhere but as a hash.
    pub fn link_token(&self, purpose: &str, id: Uuid) -> String {
        let tag = hmac::sign(
            &self.0.link,
            &[purpose.as_bytes(), &[0], id.as_bytes()].concat(),
        );
        BASE64URL.encode(tag)
    }

    /// A message and its authentication code, as text.
    pub fn signed(&self, message: &[u8]) -> String {
        let tag = hmac::sign(&self.0.signed, message);
        BASE64URL.encode([message, tag.as_ref()].concat())
    }

    /// The message, if it was signed with this key.
    pub fn verified(&self, signed: &str) -> Option<Vec<u8>> {
        let signed = BASE64URL.decode(signed).ok()?;
        let (message, tag) = signed.split_at_checked(signed.len().checked_sub(32)?)?;
        hmac::verify(&self.0.signed, message, tag).ok()?;
        Some(message.to_vec())
    }

    /// What a form carries to show that it was made for the browser with this cookie.
    pub fn form_token(&self, cookie: &str) -> String {
        BASE64URL.encode(hmac::sign(&self.0.form, cookie.as_bytes()))
    }

    /// The name under which an application stands in the record of a selection: 20 hexadecimal
    /// digits that only the service can lead back to it.
    pub fn pseudonym(&self, application: ApplicationId) -> String {
        stand_in(&self.0.pseudonym, &[application.0.as_bytes()])
    }

    /// The same for the code that colleagues who apply together have chosen: it may be the name of
    /// their school.
    pub fn joint_pseudonym(&self, channel: ChannelId, code: &str) -> String {
        stand_in(&self.0.joint, &[channel.0.as_bytes(), code.as_bytes()])
    }

    /// What others write to name somebody in a wish about company: the same as long as the person and
    /// the offering are, another in another offering, and nothing that leads back to either.
    pub fn company_code(&self, offering: OfferingId, person: PersonId) -> CompanyCode {
        let of = [&offering.0.as_bytes()[..], person.0.as_bytes()].concat();
        let tag = hmac::sign(&self.0.company, &of);
        let (hash, _) = tag.as_ref().split_first_chunk().expect("32 octets");
        CompanyCode::of(*hash)
    }

    /// A hash by which an identity number is found again, useless without the key.
    pub fn identity_hash(&self, canonical: &str) -> Vec<u8> {
        hmac::sign(&self.0.identity, canonical.as_bytes())
            .as_ref()
            .to_vec()
    }
}

fn stand_in(key: &hmac::Key, of: &[&[u8]]) -> String {
    let tag = hmac::sign(key, &of.concat());
    hex(&tag.as_ref()[..10])
}

/// A SHA-256.
pub type Digest = [u8; 32];

/// SHA-256: enough for tokens, which have 256 bits of their own.
pub fn sha256(bytes: &[u8]) -> Digest {
    let mut hash = Digest::default();
    hash.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    hash
}

/// Whether two hashes are equal, in a time that does not depend on where they differ.
pub fn equal(a: &[u8], b: &[u8]) -> bool {
    aws_lc_rs::constant_time::verify_slices_are_equal(a, b).is_ok()
}

/// Whether a passkey has signed what is said. Keys are as `domain::webauthn` reads them.
pub fn signed_by(algorithm: Algorithm, key: &[u8], said: &[u8], signature: &[u8]) -> bool {
    let of = |algorithm: &'static dyn signature::VerificationAlgorithm| {
        signature::UnparsedPublicKey::new(algorithm, key).verify(said, signature)
    };
    let verified = match algorithm {
        Algorithm::Es256 => of(&signature::ECDSA_P256_SHA256_ASN1),
        Algorithm::Ed25519 => of(&signature::ED25519),
        Algorithm::Rs256 => {
            let Some((n, e)) = key.split_last_chunk::<4>() else {
                return false;
            };
            let zeros = e.iter().take_while(|octet| **octet == 0).count();
            let key = signature::RsaPublicKeyComponents { n, e: &e[zeros..] };
            key.verify(&signature::RSA_PKCS1_2048_8192_SHA256, said, signature)
        }
    };
    verified.is_ok()
}

/// What access tokens begin with, so that secret scanners recognise a leaked one.
pub const TOKEN_PREFIX: &str = "samverkan_pat_";

/// A new access token: prefix, 256 random bits, and a checksum against typing mistakes.
pub fn new_token(seeds: &Seeds) -> String {
    let body = BASE64URL.encode(seeds.bytes::<32>());
    format!("{TOKEN_PREFIX}{body}{}", checksum(&body))
}

/// Whether a text can be a token at all; spares the database the question.
pub fn is_token(text: &str) -> bool {
    text.strip_prefix(TOKEN_PREFIX)
        .and_then(|rest| rest.split_at_checked(43))
        .is_some_and(|(body, sum)| sum == checksum(body))
}

fn checksum(body: &str) -> String {
    BASE64URL.encode(&sha256(body.as_bytes())[..3])
}

/// A new feed token: 256 random bits.
pub fn new_feed_token(seeds: &Seeds) -> String {
    BASE64URL.encode(seeds.bytes::<32>())
}

pub fn base64url(bytes: &[u8]) -> String {
    BASE64URL.encode(bytes)
}

pub fn from_base64url(text: &str) -> Option<Vec<u8>> {
    BASE64URL.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sealed_values_open_with_the_same_key_only() {
        let seeds = Seeds::default();
        let (key, other) = (SecretKey::generate(&seeds), SecretKey::generate(&seeds));
        let mut sealed = key.seal(&seeds, b"197706129918");
        assert_eq!(key.open(&sealed).unwrap(), b"197706129918");
        assert!(other.open(&sealed).is_err());
        *sealed.last_mut().unwrap() ^= 1;
        assert!(key.open(&sealed).is_err());
        assert!(key.open(b"short").is_err());
    }

    #[test]
    fn what_is_signed_cannot_be_changed() {
        let seeds = Seeds::default();
        let (key, other) = (SecretKey::generate(&seeds), SecretKey::generate(&seeds));
        let signed = key.signed(b"yes");
        assert_eq!(key.verified(&signed).as_deref(), Some(&b"yes"[..]));
        assert_eq!(other.verified(&signed), None);
        let changed = BASE64URL.encode([b"no!", &BASE64URL.decode(&signed).unwrap()[3..]].concat());
        assert_eq!(key.verified(&changed), None);
        assert_eq!((key.verified(""), key.verified("AAAA")), (None, None));
        let id = seeds.id(jiff::Timestamp::UNIX_EPOCH);
        assert_eq!(key.link_token("call", id), key.link_token("call", id));
        assert_ne!(key.link_token("call", id), key.link_token("head", id));
        assert_ne!(key.link_token("call", id), other.link_token("call", id));
        assert_eq!(key.link_token("call", id).len(), 43);
    }

    #[test]
    fn a_company_code_is_of_a_person_in_an_offering() {
        let seeds = Seeds::default();
        let (key, other) = (SecretKey::generate(&seeds), SecretKey::generate(&seeds));
        let [a, b] = [1, 2].map(Uuid::from_u128);
        let code = key.company_code(OfferingId(a), PersonId(b));
        assert_eq!(code, key.company_code(OfferingId(a), PersonId(b)));
        assert_ne!(code, key.company_code(OfferingId(b), PersonId(b)));
        assert_ne!(code, key.company_code(OfferingId(a), PersonId(a)));
        assert_ne!(code, other.company_code(OfferingId(a), PersonId(b)));
    }

    #[test]
    fn a_mistyped_token_is_no_token() {
        let token = new_token(&Seeds::default());
        assert!(is_token(&token));
        assert!(!is_token(&token[..token.len() - 1]));
        assert!(!is_token("samverkan_pat_"));
        let swapped = token.replacen(
            &token[14..15],
            if &token[14..15] == "A" { "B" } else { "A" },
            1,
        );
        assert!(!is_token(&swapped));
    }
}
