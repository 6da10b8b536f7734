//! An authenticator made of software: makes passkeys and answers challenges as a security key does,
//! and, where a test wants it, not quite.

use aws_lc_rs::{
    digest,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use harness::Reply;

pub(super) struct Authenticator {
    key: EcdsaKeyPair,
    credential: Vec<u8>,
    pub(super) origin: String,
    /// The host that it answers for.
    pub(super) service: String,
    /// Present and verified.
    pub(super) flags: u8,
    pub(super) count: u32,
    /// Whose it says it is.
    pub(super) user: Vec<u8>,
}

fn sha256(octets: &[u8]) -> Vec<u8> {
    digest::digest(&digest::SHA256, octets).as_ref().to_vec()
}

/// What a page's form for the script says.
#[track_caller]
pub(super) fn asked(page: &Reply, name: &str) -> String {
    let html = page.text();
    let rest = html.split(&format!("data-{name}=\"")).nth(1);
    let rest = rest.unwrap_or_else(|| panic!("no {name} in {html}"));
    rest.split('"').next().unwrap().to_owned()
}

impl Authenticator {
    pub(super) fn new(origin: &str, service: &str) -> Self {
        Self {
            key: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap(),
            credential: sha256(origin.as_bytes()),
            origin: origin.to_owned(),
            service: service.to_owned(),
            flags: 0x05,
            count: 0,
            user: Vec::new(),
        }
    }

    fn client_data(&self, kind: &str, challenge: &str) -> Vec<u8> {
        let origin = &self.origin;
        format!(
            r#"{{"type":"{kind}","challenge":"{challenge}","origin":"{origin}","crossOrigin":false}}"#
        )
        .into_bytes()
    }

    fn data(&self, flags: u8, rest: &[u8]) -> Vec<u8> {
        let count = self.count.to_be_bytes();
        [&sha256(self.service.as_bytes())[..], &[flags], &count, rest].concat()
    }

    /// The fields of the answer to the wish for a new passkey.
    pub(super) fn makes(&mut self, page: &Reply) -> Vec<(&'static str, String)> {
        self.user = BASE64URL.decode(asked(page, "user")).unwrap();
        let client = self.client_data("webauthn.create", &asked(page, "challenge"));
        let point = self.key.public_key().as_ref();
        let key = [
            &b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20"[..],
            &point[1..33],
            b"\x22\x58\x20",
            &point[33..],
        ]
        .concat();
        let credential = [&[0; 16][..], &[0, 32], &self.credential, &key].concat();
        let data = self.data(self.flags | 0x40, &credential);
        let length = u16::try_from(data.len()).unwrap().to_be_bytes();
        let attestation = [
            &b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58"[..],
            &length[1..],
            &data,
        ]
        .concat();
        vec![
            ("nyckel", BASE64URL.encode(&self.credential)),
            ("klient", BASE64URL.encode(client)),
            ("data", BASE64URL.encode(attestation)),
            ("namn", "Dosan".to_owned()),
        ]
    }

    /// The fields of the answer to a challenge.
    pub(super) fn answers(&self, page: &Reply) -> Vec<(&'static str, String)> {
        self.answers_to(&asked(page, "challenge"))
    }

    pub(super) fn answers_to(&self, challenge: &str) -> Vec<(&'static str, String)> {
        let client = self.client_data("webauthn.get", challenge);
        let data = self.data(self.flags, &[]);
        let said = [&data[..], &sha256(&client)].concat();
        let signature = self.key.sign(&SystemRandom::new(), &said).unwrap();
        vec![
            ("nyckel", BASE64URL.encode(&self.credential)),
            ("klient", BASE64URL.encode(client)),
            ("data", BASE64URL.encode(data)),
            ("underskrift", BASE64URL.encode(signature.as_ref())),
            ("vem", BASE64URL.encode(&self.user)),
        ]
    }
}
