use super::*;
use every::letters;
mod every;
mod samples;
mod samples_asked;
mod samples_leaving;
mod samples_news;
mod worded;
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

fn written(letter: &Letter, language: Language) -> String {
    let body = letter.body(language, &settings(), "Anna Åberg");
    format!("{}\n\n{body}", letter.subject(language))
}

/// The words of each sample against a file: letters are read by people, so the texts are, too.
macro_rules! worded {
    ($samples:ident: $($name:ident),* $(,)?) => {$(
        #[test]
        fn $name() {
            for (language, expected) in [
                (Language::Sv, include_str!(concat!("expected/", stringify!($name), ".sv.txt"))),
                (Language::En, include_str!(concat!("expected/", stringify!($name), ".en.txt"))),
            ] {
                assert_eq!(written(&$samples::$name(language), language), expected);
            }
        }
    )*};
}

mod words {
    use super::{Language, samples, samples_asked, samples_leaving, samples_news, written};

    worded!(
        samples: sign_in_code,
        admitted,
        cohort_placed,
        reserve_called,
        reserve_reminder,
        reserve_expired,
        reserve_cancelled,
        selection_result,
        selection_reserve,
        answer_received,
        answer_reminder,
        struck,
        approval_asked,
        approval_reminder,
        nomination_refused,
        interest_asked,
        deferral_granted,
        deferral_refused,
        package_exit,
        swapped,
        application_received,
    );
    worded!(samples_leaving: follow_up, follow_up_late, replaced, not_started, cohorts_led, no_cohorts_led);
    worded!(samples_asked: transfer_approved, transfer_refused, erasure_granted, erasure_refused, address_code, address_changed);
    worded!(samples_news: schedule_published, schedule_changed, schedule_withheld);
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
    } = samples::admitted(Language::Sv)
    else {
        panic!("an admission");
    };
    let copy = Letter::Admitted {
        course,
        offering_code,
        starts_on,
        answer_by,
        answer_link: None,
        condition: None,
        decided_elsewhere: true,
    };
    let text = written(&copy, Language::Sv);
    assert!(text.starts_with("Kopia av antagningsbesked"), "{text}");
    assert!(text.contains("är en kopia för din information"), "{text}");
    assert!(
        text.contains("Svara på antagning.se senast lördag 16 januari 2027 kl. 10:15."),
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
        samples::sign_in_code(Language::Sv)
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
    let row = serde_json::to_value(samples::sign_in_code(Language::Sv)).unwrap();
    assert_eq!(row["kind"], "sign_in_code");
}

/// Subjects are seen on locked screens.
#[test]
fn no_subject_names_anybody_or_carries_a_link() {
    for letter in letters("Åk 9") {
        let row = serde_json::to_value(&letter).unwrap();
        for language in [Language::Sv, Language::En] {
            let subject = letter.subject(language);
            assert!(!subject.contains("://"), "{subject}");
            // Nothing from outside but what the letter is about.
            let outside = subject.matches("Åk 9").count();
            let alone = "sign_in_code site_message erasure_decided address_code address_changed";
            let about_something = !alone.contains(row["kind"].as_str().unwrap());
            assert_eq!(outside, usize::from(about_something), "{subject}");
        }
    }
    for language in [Language::Sv, Language::En] {
        for letter in [
            samples::approval_asked(language),
            samples::approval_reminder(language),
        ] {
            assert!(!letter.subject(language).contains("Åberg"));
            assert!(!letter.subject(language).contains("Lindesberg"));
        }
    }
}

/// A letter that asks for an answer says until when and what silence means; its link stands alone
/// on a line, where no full stop becomes part of it.
#[test]
fn what_asks_carries_its_link_and_no_other_letter_does() {
    const LINK: &str = "https://samverkan.example.se/svar/x";
    let mut asking = 0;
    for letter in letters(LINK) {
        let row = serde_json::to_value(&letter).unwrap();
        let asks = row["answer_link"].is_string() || row["link"].is_string();
        asking += usize::from(asks);
        for (language, once) in [
            (Language::Sv, "Länken fungerar en gång"),
            (Language::En, "The link works once"),
        ] {
            let text = written(&letter, language);
            assert_eq!(text.contains(once), asks, "{text}");
            assert!(!asks || text.lines().any(|line| line == LINK), "{text}");
        }
    }
    assert_eq!(
        asking, 14,
        "calls, interest, admissions, answers, approvals"
    );
}

/// HF 12:2: to whom, by whom it is received, and within which time.
#[test]
fn what_can_be_appealed_says_how() {
    let refused = Letter::NotAdmitted {
        reference: "ORU 2027/00412".into(),
        course: COURSE.into(),
        offering_code: OFFERING.into(),
        reasons: vec!["Du är inte behörig".into()],
        how_to_appeal: true,
    };
    let sv = [
        "Överklagandenämnden för högskolan (ÖNH)",
        "Skicka överklagandet till oss, inte till nämnden.",
        "inom tre veckor från den dag då du fick del av beslutet",
        "ORU 2027/00412",
    ];
    let en = [
        "Higher Education Appeals Board",
        "Send the appeal to us, not to the board.",
        "within three weeks of the day when you received the decision",
        "ORU 2027/00412",
    ];
    for (language, parts) in [(Language::Sv, sv), (Language::En, en)] {
        for letter in [&refused, &samples::deferral_refused(language)] {
            let text = written(letter, language);
            for part in parts {
                assert!(text.contains(part), "{part}: {text}");
            }
        }
        let granted = written(&samples::deferral_granted(language), language);
        assert!(!granted.contains(parts[0]), "{granted}");
    }
}

/// Who nominates chooses both the name and the address it is sent to.
#[test]
fn a_nomination_advertises_nothing() {
    for language in [Language::Sv, Language::En] {
        let mut letter = samples::approval_asked(language);
        if let Letter::ApprovalAsked { employee, .. } = &mut letter {
            *employee = "Vinn på www.spel.se".into();
        }
        assert!(!written(&letter, language).contains("spel.se"));
    }
}
