use super::*;

fn fault(url: &str) -> RelayUrlError {
    Relay::parse(url).expect_err(url)
}

fn security(url: &str) -> Security {
    Relay::parse(url).expect(url).security
}

#[test]
fn the_parts_of_a_url() {
    let relay = Relay::parse("smtp://anna%40x:p%C3%A5ss%3A%2F@Mail.Example.se:2525").unwrap();
    assert_eq!((relay.host.as_str(), relay.port), ("mail.example.se", 2525));
    assert_eq!(
        relay.credentials,
        Some(Credentials::new("anna@x".into(), "påss:/".into()))
    );
    assert_eq!(Relay::parse("smtps://mail.example.se/").unwrap().port, 465);
    let relay = Relay::parse("smtp://[::1]").unwrap();
    assert_eq!((relay.host.as_str(), relay.port), ("::1", 587));
}

#[test]
fn encryption_unless_it_stays_on_this_machine() {
    assert_eq!(security("smtp://mail.example.se"), Security::Required);
    assert_eq!(security("smtp://10.0.0.1"), Security::Required);
    assert_eq!(security("smtp://u:p@localhost"), Security::Required);
    assert_eq!(security("smtp://localhost"), Security::Opportunistic);
    assert_eq!(security("smtp://127.0.0.2"), Security::Opportunistic);
    assert_eq!(security("smtp://[::1]:25"), Security::Opportunistic);
    assert_eq!(security("smtps://mail.example.se"), Security::Implicit);
    assert_eq!(security("smtp://u:p@localhost?tls=none"), Security::None);
    assert_eq!(security("smtp://mail.example.se?tls=none"), Security::None);
    assert_eq!(
        fault("smtp://u:p@mail.example.se?tls=none"),
        RelayUrlError::PasswordInClear
    );
    assert_eq!(
        fault("smtp://u:p@localhost.evil.se?tls=none"),
        RelayUrlError::PasswordInClear
    );
}

#[test]
fn faults_are_named() {
    for (url, expected) in [
        ("", RelayUrlError::Scheme),
        ("mail.example.se:25", RelayUrlError::Scheme),
        ("http://mail.example.se", RelayUrlError::Scheme),
        ("smtp://", RelayUrlError::NoHost),
        ("smtp://u:p@:25", RelayUrlError::NoHost),
        ("smtp://a b", RelayUrlError::Host),
        ("smtp://::1", RelayUrlError::NoHost),
        ("smtp://[::1", RelayUrlError::Host),
        ("smtp://[mail]", RelayUrlError::Host),
        ("smtp://h:0", RelayUrlError::Port),
        ("smtp://h:65536", RelayUrlError::Port),
        ("smtp://h:", RelayUrlError::Port),
        ("smtp://h/path", RelayUrlError::Path),
        ("smtp://user@h", RelayUrlError::NoPassword),
        ("smtp://:p@h", RelayUrlError::NoPassword),
        ("smtp://u:p%zz@h", RelayUrlError::Encoding("password")),
        ("smtp://u%0d:p@h", RelayUrlError::Encoding("user")),
        ("smtp://u%f:p@h", RelayUrlError::Encoding("user")),
        ("smtp://h?tls=yes", RelayUrlError::Tls),
        ("smtp://h?tls", RelayUrlError::Tls),
        ("smtp://h?tls=none&tls=none", RelayUrlError::Twice("tls")),
        ("smtp://h?tsl=none", RelayUrlError::Parameter("tsl".into())),
        ("smtps://h?tls=required", RelayUrlError::TlsOnSmtps),
        ("smtp://h?tls=none&ca=/x", RelayUrlError::CaWithoutTls),
    ] {
        assert_eq!(fault(url), expected, "{url}");
    }
    assert!(matches!(
        fault("smtp://h?ca=/no/such.pem"),
        RelayUrlError::Ca { .. }
    ));
    assert!(matches!(
        fault("smtp://h?ca=/dev/null"),
        RelayUrlError::Ca { .. }
    ));
}

#[test]
fn the_password_is_never_shown() {
    let relay = Relay::parse("smtp://anna:hemligt@mail.example.se").unwrap();
    assert!(!format!("{relay:?}").contains("hemligt"));
    for url in [
        "smtp://anna:hemligt@h:x",
        "smtp://anna:hemligt@h?tls=none",
        "xx://a:hemligt@h",
    ] {
        let fault = fault(url);
        assert!(!format!("{fault} {fault:?}").contains("hemligt"), "{url}");
    }
}
