use super::*;

const COURSE: &str = "Samverkan för att främja skolnärvaro";
const OFFERING: &str = "SA123A-V9001V27";

fn settings() -> MailSettings {
    MailSettings {
        from_name: "Samverkan, Örebro universitet".into(),
        from_address: "samverkan@example.se".into(),
        reply_to: "kurs@example.se".into(),
        public_url: "https://samverkan.example.se".into(),
    }
}

fn slot(day: i8) -> Slot {
    let at = |hour| {
        let time = jiff::civil::datetime(2027, 1, day, hour, 15, 0, 0);
        time.to_zoned_datetime(jiff::tz::TimeZone::UTC)
            .unwrap()
            .timestamp()
    };
    Slot {
        starts_at: at(9),
        ends_at: at(11),
    }
}

/// Every occasion, with `text` wherever a text from outside can stand.
fn letters(text: &str) -> Vec<Letter> {
    let mut letters = about_admission(text);
    letters.extend(about_a_course(text));
    letters
}

fn about_admission(text: &str) -> Vec<Letter> {
    let t = || text.to_owned();
    let received = |outcome| Letter::ApplicationReceived {
        reference: t(),
        course: t(),
        offering_code: t(),
        channel: t(),
        received_at: slot(21).starts_at,
        outcome,
    };
    let admitted = |condition, answer_by, decided_elsewhere| Letter::Admitted {
        course: t(),
        offering_code: t(),
        starts_on: jiff::civil::date(2027, 1, 18),
        condition,
        answer_by,
        decided_elsewhere,
    };
    let not_admitted = |how_to_appeal| Letter::NotAdmitted {
        reference: t(),
        course: t(),
        offering_code: t(),
        reasons: vec![t(), t()],
        how_to_appeal,
    };
    let withdrawn = |stage| Letter::WithdrawalReceived {
        stage,
        reference: t(),
        course: t(),
        offering_code: t(),
        received_at: slot(21).starts_at,
    };
    vec![
        Letter::SignInCode {
            code: t(),
            minutes: 1,
        },
        received(Outcome::Admitted),
        received(Outcome::Reserve {
            group: t(),
            position: 3,
        }),
        received(Outcome::UnderReview),
        admitted(None, None, false),
        admitted(Some(t()), Some(jiff::civil::date(2026, 12, 16)), true),
        Letter::PlacedOnReserve {
            course: t(),
            offering_code: t(),
            group: t(),
            position: 3,
        },
        not_admitted(true),
        not_admitted(false),
        withdrawn(WithdrawalStage::BeforeRegistration),
        withdrawn(WithdrawalStage::Early),
        withdrawn(WithdrawalStage::Late),
    ]
}

fn about_a_course(text: &str) -> Vec<Letter> {
    let t = || text.to_owned();
    let placed = |mix, first_session, calendar_hint| Letter::CohortPlaced {
        course: t(),
        offering_code: t(),
        cohort_code: t(),
        mix,
        first_session,
        calendar_hint,
    };
    let changed = |day| Letter::SessionChanged {
        course: t(),
        title: t(),
        before: slot(21),
        after: slot(day),
    };
    let cancelled = |reason| Letter::SessionCancelled {
        course: t(),
        title: t(),
        slot: slot(21),
        reason,
    };
    vec![
        placed(vec![], None, false),
        placed(
            vec![(t(), 2)],
            Some(Meeting {
                title: t(),
                slot: slot(21),
            }),
            true,
        ),
        changed(21),
        changed(28),
        cancelled(None),
        cancelled(Some(t())),
    ]
}

fn admitted() -> Letter {
    Letter::Admitted {
        course: COURSE.into(),
        offering_code: OFFERING.into(),
        starts_on: jiff::civil::date(2027, 1, 18),
        condition: Some("Du ska ha 90 hp godkända".into()),
        answer_by: Some(jiff::civil::date(2026, 12, 16)),
        decided_elsewhere: false,
    }
}

fn placed() -> Letter {
    Letter::CohortPlaced {
        course: COURSE.into(),
        offering_code: OFFERING.into(),
        cohort_code: "G03".into(),
        mix: vec![("Undervisning".into(), 3), ("Socialt arbete".into(), 2)],
        first_session: Some(Meeting {
            title: "Upprop och start".into(),
            slot: slot(21),
        }),
        calendar_hint: true,
    }
}

fn code() -> Letter {
    Letter::SignInCode {
        code: "493 027".into(),
        minutes: 10,
    }
}

fn written(letter: &Letter, language: Language) -> String {
    let body = letter.body(language, &settings(), "Anna Åberg");
    format!("{}\n\n{body}", letter.subject(language))
}

#[test]
fn the_words_in_swedish() {
    assert_eq!(
        written(&code(), Language::Sv),
        include_str!("expected/sign_in_code.sv.txt")
    );
    assert_eq!(
        written(&admitted(), Language::Sv),
        include_str!("expected/admitted.sv.txt")
    );
    assert_eq!(
        written(&placed(), Language::Sv),
        include_str!("expected/cohort_placed.sv.txt")
    );
}

#[test]
fn the_words_in_english() {
    assert_eq!(
        written(&code(), Language::En),
        include_str!("expected/sign_in_code.en.txt")
    );
    assert_eq!(
        written(&admitted(), Language::En),
        include_str!("expected/admitted.en.txt")
    );
    assert_eq!(
        written(&placed(), Language::En),
        include_str!("expected/cohort_placed.en.txt")
    );
}

#[test]
fn every_letter_is_whole_in_both_languages() {
    for letter in letters("Åk 9") {
        let (swedish, english) = (
            written(&letter, Language::Sv),
            written(&letter, Language::En),
        );
        assert_ne!(swedish, english);
        for text in [&swedish, &english] {
            assert!(text.contains("kurs@example.se"), "whom to turn to: {text}");
            assert!(
                text.contains("https://samverkan.example.se"),
                "where: {text}"
            );
            assert!(!text.contains(['{', '}']), "placeholder: {text}");
            assert!(
                !text.contains("  ") && !text.contains("\n\n\n"),
                "gap: {text}"
            );
            assert!(
                !text.contains("None") && !text.contains("Some("),
                "debug text: {text}"
            );
        }
        // The same in the same order: as many lines in both languages.
        assert_eq!(
            swedish.lines().count(),
            english.lines().count(),
            "{swedish}\n{english}"
        );
    }
}

#[test]
fn a_hostile_text_adds_no_line() {
    let hostile = "x\r\nBcc: a@b.se\n\n.\n\u{2028}y\u{202E}\u{0}";
    for (kind, hurt) in letters("Åk 9").iter().zip(letters(hostile)) {
        for language in [Language::Sv, Language::En] {
            assert!(
                !hurt.subject(language).contains(char::is_control),
                "{hurt:?}"
            );
            let lines =
                |letter: &Letter| letter.body(language, &settings(), hostile).lines().count();
            assert_eq!(lines(kind), lines(&hurt), "{hurt:?}");
        }
    }
}

#[test]
fn an_imported_admission_is_a_copy() {
    let Letter::Admitted {
        course,
        offering_code,
        starts_on,
        answer_by,
        ..
    } = admitted()
    else {
        panic!("an admission");
    };
    let copy = Letter::Admitted {
        course,
        offering_code,
        starts_on,
        answer_by,
        condition: None,
        decided_elsewhere: true,
    };
    let text = written(&copy, Language::Sv);
    assert!(text.starts_with("Kopia av antagningsbesked"), "{text}");
    assert!(text.contains("är en kopia för din information"), "{text}");
    assert!(
        text.contains("Svara på antagning.se senast onsdag 16 december 2026."),
        "{text}"
    );
    assert!(text.contains("Lämna återbud på antagning.se"), "{text}");
}

#[test]
fn a_greeting_advertises_nothing() {
    assert_eq!(greeted(" Anna\r\nÅberg "), Some("Anna Åberg".into()));
    assert_eq!(
        greeted("Anna B. d'Arcy-Öst"),
        Some("Anna B. d'Arcy-Öst".into())
    );
    let long = "a".repeat(GREETED_CHARS + 1);
    for name in [
        "",
        "\r\n",
        "Vinn på http://x.se",
        "besök spel.se nu",
        "a@b",
        "<b>",
        &long,
    ] {
        assert_eq!(greeted(name), None, "{name}");
    }
    assert!(
        code()
            .body(Language::Sv, &settings(), "www.spel.se")
            .starts_with("Hej!\n")
    );
}

#[test]
fn letters_survive_the_outbox() {
    for letter in letters("Åk 9") {
        let row = serde_json::to_string(&letter).unwrap();
        assert_eq!(
            serde_json::from_str::<Letter>(&row).unwrap(),
            letter,
            "{row}"
        );
    }
    let row = serde_json::to_value(code()).unwrap();
    assert_eq!(row["kind"], "sign_in_code");
}
