use super::*;
use std::time::Instant;

const ID: &str = "019344f0-0000-7000-8000-000000000001";

fn settings() -> MailSettings {
    MailSettings {
        from_name: "Samverkan, Örebro universitet".into(),
        from_address: "samverkan@example.se".into(),
        reply_to: "kurs@example.se".into(),
        public_url: "https://samverkan.example.se".into(),
    }
}

fn envelope(to_name: &str, to_address: &str) -> Envelope {
    Envelope {
        id: ID.parse().unwrap(),
        to_name: to_name.into(),
        to_address: to_address.into(),
        letter: Letter::SignInCode {
            code: "493 027".into(),
            minutes: 10,
            sign_in_link: None,
        },
        language: Language::Sv,
        created_at: "2026-11-23T12:00:00Z".parse().unwrap(),
    }
}

fn memory() -> Mailer {
    Mailer::Memory(MemoryMailer::new(settings()))
}

fn kept(mailer: &Mailer) -> Vec<memory::Kept> {
    let Mailer::Memory(memory) = mailer else {
        panic!("a memory mailer")
    };
    memory.kept()
}

/// The header lines, unfolded.
fn headers(octets: &[u8]) -> Vec<String> {
    let text = String::from_utf8(octets.to_vec()).unwrap();
    let (head, _) = text.split_once("\r\n\r\n").unwrap();
    head.replace("\r\n ", " ")
        .split("\r\n")
        .map(Into::into)
        .collect()
}

#[tokio::test]
async fn the_headers_of_a_letter() {
    let mailer = memory();
    let envelope = envelope("Anna Åberg", "anna@example.se");
    assert_eq!(mailer.deliver(&envelope).await, Delivery::Delivered);
    let mut found = headers(&kept(&mailer)[0].octets);
    found.sort();
    assert_eq!(
        found,
        [
            "Auto-Submitted: auto-generated",
            "Content-Language: sv",
            "Content-Transfer-Encoding: 8bit",
            "Content-Type: text/plain; charset=utf-8",
            "Date: Mon, 23 Nov 2026 12:00:00 +0000",
            "From: =?utf-8?b?U2FtdmVya2FuLCDDlnJlYnJvIHVuaXZlcnNpdGV0?= <samverkan@example.se>",
            "MIME-Version: 1.0",
            "Message-ID: <019344f0-0000-7000-8000-000000000001@example.se>",
            "Reply-To: kurs@example.se",
            "Subject: Din kod =?utf-8?b?ZsO2cg==?= att logga in",
            "To: =?utf-8?b?QW5uYSDDhWJlcmc=?= <anna@example.se>",
        ]
    );
}

#[tokio::test]
async fn a_repeat_is_the_same_octets() {
    let mailer = memory();
    let envelope = envelope("Anna Åberg", "anna@example.se");
    mailer.deliver(&envelope).await;
    mailer.deliver(&envelope).await;
    let kept = kept(&mailer);
    assert_eq!(kept[0], kept[1]);
}

#[tokio::test]
async fn hostile_names_inject_nothing() {
    let names = [
        "Anna\r\nBcc: x@example.se",
        "Anna\nSubject: ny",
        "\r\n\r\nbody",
        "a\u{0}b\u{1b}[31m\u{7f}\u{85}\u{2028}\u{2029}",
        "\u{202E}anna\u{FEFF}",
        "\"; <x@example.se>, \"",
        "=?utf-8?b?DQpCY2M6IHhAeS5zZQ==?=",
        "\\\"\\",
        "",
        "🦊👩‍🏫",
        &"Å".repeat(5_000),
        &"a ".repeat(5_000),
    ];
    for name in names {
        let mailer = memory();
        let delivery = mailer.deliver(&envelope(name, "anna@example.se")).await;
        assert_eq!(delivery, Delivery::Delivered, "{name:?}");
        let found = headers(&kept(&mailer)[0].octets);
        assert_eq!(found.len(), 11, "{name:?}: {found:#?}");
        assert!(
            !found.iter().any(|line| line.starts_with("Bcc")),
            "{found:#?}"
        );
    }
}

/// The negative control of the test above. If it fails after an update, lettre has been mended.
#[test]
fn lettre_panics_on_a_line_break_in_a_name() {
    let address: lettre::Address = "anna@example.se".parse().unwrap();
    let build = || {
        let name = Some("Anna\r\nBcc: x@example.se".to_owned());
        let to = lettre::message::Mailbox::new(name, address.clone());
        lettre::Message::builder()
            .from(to.clone())
            .to(to)
            .body(String::new())
            .unwrap()
            .formatted()
    };
    assert!(shield::call(build).is_err());
}

#[tokio::test]
async fn an_unusable_address_is_refused() {
    for address in [
        "",
        "anna",
        "anna@",
        "@b.se",
        "a@b.se\r\nBcc: c@d.se",
        "a b@c.se",
        "<a@b.se>",
    ] {
        let delivery = memory().deliver(&envelope("Anna", address)).await;
        assert!(
            matches!(delivery, Delivery::Refused { .. }),
            "{address:?}: {delivery:?}"
        );
    }
}

#[tokio::test]
async fn a_date_nobody_can_write_is_refused() {
    let mut letter = envelope("Anna", "anna@example.se");
    for at in [Timestamp::MIN, Timestamp::MAX] {
        letter.created_at = at;
        let delivery = memory().deliver(&letter).await;
        assert!(
            !matches!(delivery, Delivery::Retry { .. }),
            "{at}: {delivery:?}"
        );
    }
}

#[tokio::test]
async fn bad_settings_cost_no_letter() {
    let broken = MailSettings {
        from_address: "nobody".into(),
        ..settings()
    };
    assert!(
        broken
            .check()
            .unwrap_err()
            .to_string()
            .contains("from_address")
    );
    assert!(settings().check().is_ok());
    let mailer = Mailer::Memory(MemoryMailer::new(broken));
    let delivery = mailer.deliver(&envelope("Anna", "anna@example.se")).await;
    assert!(matches!(delivery, Delivery::Retry { .. }), "{delivery:?}");
}

#[tokio::test]
async fn memory_answers_as_told() {
    let mailer = memory();
    let Mailer::Memory(memory) = &mailer else {
        panic!("a memory mailer")
    };
    memory.answer_next([Delivery::retry("later"), Delivery::refused("never")]);
    let envelope = envelope("Anna", "anna@example.se");
    assert_eq!(mailer.deliver(&envelope).await, Delivery::retry("later"));
    assert_eq!(mailer.deliver(&envelope).await, Delivery::refused("never"));
    assert_eq!(mailer.deliver(&envelope).await, Delivery::Delivered);
    assert_eq!(kept(&mailer).len(), 1);
}

#[tokio::test]
async fn a_file_is_written_once_and_whole() {
    let folder = std::env::temp_dir().join(format!("samverkan-mail-{}", std::process::id()));
    let file = FileMailer::new(&folder, settings()).unwrap();
    let path = file.path(ID.parse().unwrap());
    let mailer = Mailer::File(file);
    let envelope = envelope("Anna Åberg", "anna@example.se");
    assert_eq!(mailer.deliver(&envelope).await, Delivery::Delivered);
    let first = std::fs::read_to_string(&path).unwrap();
    assert!(
        first.contains("Hej Anna Åberg!"),
        "readable as it is: {first}"
    );
    std::fs::write(&path, "read").unwrap();
    assert_eq!(mailer.deliver(&envelope).await, Delivery::Delivered);
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        "read",
        "a repeat changes nothing"
    );
    let files = std::fs::read_dir(&folder).unwrap().count();
    assert_eq!(files, 1, "no draft is left");
    std::fs::remove_dir_all(&folder).unwrap();
    let delivery = mailer.deliver(&envelope).await;
    assert!(matches!(delivery, Delivery::Retry { .. }), "{delivery:?}");
}

/// A relay that says one thing and then nothing.
fn relay_saying(answer: &'static str) -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        use std::io::Write;
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(answer.as_bytes()).unwrap();
        std::thread::sleep(std::time::Duration::from_secs(3));
    });
    port
}

#[tokio::test]
async fn whatever_a_relay_says_is_a_retry() {
    let answers = [
        "",
        "554 No service here\r\n",
        "421 Busy\r\n",
        "HTTP/1.1 400 Bad Request\r\n\r\n",
        "220 ok\r\n250-ok\r\n250-   \r\n250 STARTTLS\r\n",
        "220 ok\r\n250 ok\r\n550 We do not like you\r\n",
        "220 ok\r\n250 ok\r\n250 ok\r\n530 5.7.0 Authentication required\r\n",
        "\u{0}\u{0}\u{0}\r\n",
    ];
    for answer in answers {
        let url = format!("smtp://127.0.0.1:{}?tls=none", relay_saying(answer));
        let short = std::time::Duration::from_millis(200);
        let patience = smtp::Patience {
            connect: short,
            command: short,
            text: short,
        };
        let mailer = SmtpMailer::from_url(&url, settings())
            .unwrap()
            .with_patience(patience);
        let began = Instant::now();
        let delivery = Mailer::Smtp(mailer)
            .deliver(&envelope("Anna", "anna@example.se"))
            .await;
        assert!(
            matches!(delivery, Delivery::Retry { .. }),
            "{answer:?}: {delivery:?}"
        );
        assert!(
            began.elapsed().as_secs() < 20,
            "{answer:?} took {:?}",
            began.elapsed()
        );
    }
}
