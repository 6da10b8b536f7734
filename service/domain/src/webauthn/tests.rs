use super::*;

const SERVICE: [u8; 32] = [7; 32];
const ORIGIN: &str = "https://samverkan.example";

fn asked() -> Asked<'static> {
    Asked {
        challenge: b"a challenge",
        origin: ORIGIN,
        service: &SERVICE,
    }
}

fn client(kind: &str, challenge: &str, origin: &str, more: &str) -> Vec<u8> {
    format!(r#"{{"type":"{kind}","challenge":"{challenge}","origin":"{origin}"{more}}}"#)
        .into_bytes()
}

fn data(service: &[u8; 32], flags: u8, count: u32, rest: &[u8]) -> Vec<u8> {
    [&service[..], &[flags], &count.to_be_bytes(), rest].concat()
}

fn es256() -> Vec<u8> {
    let begin = b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20";
    [&begin[..], &[1; 32], b"\x22\x58\x20", &[2; 32]].concat()
}

fn credential(key: &[u8]) -> Vec<u8> {
    [&[0; 16][..], &[0, 3], b"abc", key].concat()
}

fn attested(data: &[u8]) -> Vec<u8> {
    // Lengths are written as briefly as they can be.
    let length = match u8::try_from(data.len()) {
        Ok(length) => vec![0x58, length],
        Err(_) => [
            &[0x59][..],
            &u16::try_from(data.len()).unwrap().to_be_bytes(),
        ]
        .concat(),
    };
    [
        &b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData"[..],
        &length,
        data,
    ]
    .concat()
}

fn create() -> Vec<u8> {
    client("webauthn.create", "YSBjaGFsbGVuZ2U", ORIGIN, "")
}

fn get() -> Vec<u8> {
    client(
        "webauthn.get",
        "YSBjaGFsbGVuZ2U",
        ORIGIN,
        ",\"crossOrigin\":false",
    )
}

#[test]
fn a_new_passkey_is_read() {
    let read = registered(
        &asked(),
        &create(),
        &attested(&data(&SERVICE, 0x45, 9, &credential(&es256()))),
    )
    .unwrap();
    assert_eq!(read.credential, b"abc");
    assert_eq!((read.algorithm, read.sign_count), (Algorithm::Es256, 9));
    assert_eq!(read.public_key, [&[4][..], &[1; 32], &[2; 32]].concat());
    let ed25519 = [&b"\xa4\x01\x01\x03\x27\x20\x06\x21\x58\x20"[..], &[3; 32]].concat();
    let read = registered(
        &asked(),
        &create(),
        &attested(&data(&SERVICE, 0x45, 0, &credential(&ed25519))),
    );
    assert_eq!(read.unwrap().algorithm, Algorithm::Ed25519);
    let rsa = [
        &b"\xa4\x01\x03\x03\x39\x01\x00\x20\x59\x01\x00"[..],
        &[5; 256],
        b"\x21\x43\x01\x00\x01",
    ]
    .concat();
    let read = registered(
        &asked(),
        &create(),
        &attested(&data(&SERVICE, 0x45, 0, &credential(&rsa))),
    )
    .unwrap();
    assert_eq!(read.public_key[256..], [0, 1, 0, 1]);
}

#[test]
fn a_new_passkey_must_be_whole_and_of_a_kind_asked_for() {
    let with = |flags, rest: &[u8]| {
        let data = data(&SERVICE, flags, 0, rest);
        registered(&asked(), &create(), &attested(&data)).map(|_| ())
    };
    assert_eq!(with(0x45, &credential(&es256())), Ok(()));
    assert_eq!(with(0x41, &credential(&es256())), Err(Refusal::NotVerified));
    assert_eq!(with(0x44, &credential(&es256())), Err(Refusal::NotPresent));
    assert_eq!(with(0x05, b""), Err(Refusal::Malformed));
    let more = [credential(&es256()), vec![0]].concat();
    assert_eq!(with(0x45, &more), Err(Refusal::Malformed));
    // Extensions, where they are announced.
    let extended = [credential(&es256()), vec![0xa0]].concat();
    assert_eq!(with(0xc5, &extended), Ok(()));
    // ES384 was not asked for; a point of another length is none.
    let es384 = b"\xa5\x01\x02\x03\x38\x22\x20\x02\x21\x41\x01\x22\x41\x02";
    assert_eq!(with(0x45, &credential(es384)), Err(Refusal::OtherAlgorithm));
    let short = b"\xa5\x01\x02\x03\x26\x20\x01\x21\x41\x01\x22\x41\x02";
    assert_eq!(with(0x45, &credential(short)), Err(Refusal::Malformed));
    let whole = attested(&data(&SERVICE, 0x45, 0, &credential(&es256())));
    for cut in 0..whole.len() {
        assert!(registered(&asked(), &create(), &whole[..cut]).is_err());
    }
}

#[test]
fn an_answer_must_be_to_what_was_asked() {
    let fine = data(&SERVICE, 0x05, 0, b"");
    let known = Known { sign_count: 0 };
    let with = |client: &[u8], data: &[u8]| answered(&asked(), known, client, data);
    assert_eq!(with(&get(), &fine), Ok(0));
    assert_eq!(with(&create(), &fine), Err(Refusal::OtherType));
    let ours = "YSBjaGFsbGVuZ2U";
    for (client, refusal) in [
        (
            client("webauthn.get", "YQ", ORIGIN, ""),
            Refusal::OtherChallenge,
        ),
        (
            client("webauthn.get", ours, "https://evil.example", ""),
            Refusal::OtherOrigin,
        ),
        (
            client("webauthn.get", ours, "http://samverkan.example", ""),
            Refusal::OtherOrigin,
        ),
        (
            client("webauthn.get", ours, ORIGIN, ",\"crossOrigin\":true"),
            Refusal::OtherOrigin,
        ),
        (b"{}".to_vec(), Refusal::Malformed),
    ] {
        assert_eq!(with(&client, &fine), Err(refusal));
    }
    for (data, refusal) in [
        (data(&[8; 32], 0x05, 0, b""), Refusal::OtherService),
        (data(&SERVICE, 0x04, 0, b""), Refusal::NotPresent),
        (data(&SERVICE, 0x01, 0, b""), Refusal::NotVerified),
        (data(&SERVICE, 0x05, 0, b"x"), Refusal::Malformed),
        (SERVICE.to_vec(), Refusal::Malformed),
    ] {
        assert_eq!(with(&get(), &data), Err(refusal));
    }
}

#[test]
fn a_count_only_goes_up() {
    let with = |was, is| {
        let known = Known { sign_count: was };
        answered(&asked(), known, &get(), &data(&SERVICE, 0x05, is, b""))
    };
    assert_eq!(with(4, 5), Ok(5));
    assert_eq!(with(0, 0), Ok(0), "passkeys that do not count");
    for (was, is) in [(5, 5), (5, 4), (5, 0)] {
        assert_eq!(with(was, is), Err(Refusal::CountedBack));
    }
}

#[test]
fn challenges_are_written_as_browsers_write_them() {
    for (octets, text) in [
        (&b""[..], ""),
        (b"f", "Zg"),
        (b"fo", "Zm8"),
        (b"foo", "Zm9v"),
        (b"\xfb\xff\xfe", "-__-"),
    ] {
        assert_eq!(base64url(octets), text);
    }
}
