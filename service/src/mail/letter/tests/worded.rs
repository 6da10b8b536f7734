//! Letters in administrators' words.

use super::{settings, *};
use samverkan_domain::template::{Kind, Placeholder, check};

/// The built-in words can be kept as they are shown, and then say what they said.
#[test]
fn built_in_words_can_be_kept_and_say_the_same() {
    for kind in Kind::ALL {
        let letter = sample(*kind);
        assert_eq!(letter.template(), Some(*kind), "{kind}");
        assert_eq!(letter.offering_code().as_deref(), Some("¤code¤"), "{kind}");
        for language in [Language::Sv, Language::En] {
            let (subject, body) = built_in(*kind, language);
            assert_eq!(
                check(*kind, &subject, &body),
                [],
                "{kind}: {subject}\n{body}"
            );
            assert!(
                !subject.contains('¤') && !body.contains('¤'),
                "{kind}: {body}"
            );
            let worded = letter.clone().worded(subject, body, "Anna".into());
            assert_eq!(
                written(&worded, language),
                written(&letter, language),
                "{kind}"
            );
        }
    }
}

/// Whatever can be said in a letter of a kind is there to be said.
#[test]
fn everything_that_can_be_said_is_filled_in() {
    for kind in Kind::ALL {
        let values = fill::values(
            &sample(*kind),
            Texts::of_language(Language::Sv),
            "https://x.se",
            "Anna",
        );
        for (placeholder, _) in kind.fields() {
            // Which the sample does without, so that its sentence is the usual one.
            let absent = placeholder == Placeholder::UntilTerm;
            assert_eq!(
                values.contains_key(&placeholder),
                !absent,
                "{kind}: {placeholder:?}"
            );
        }
    }
}

#[test]
fn other_words_stand_between_greeting_and_signature() {
    let letter = samples::answer_reminder(Language::Sv).worded(
        "Svara om {kurs}".into(),
        "Hej igen, {förnamn}.\n\nSvara senast {svara_senast}:\n{länk}".into(),
        "Anna".into(),
    );
    let text = written(&letter, Language::Sv);
    assert!(
        text.starts_with(&format!(
            "Svara om {COURSE}\n\nHej Anna Åberg!\n\nHej igen, Anna.\n\nSvara senast "
        )),
        "{text}"
    );
    assert!(
        text.contains("\nhttps://") && text.contains("Har du frågor?"),
        "{text}"
    );
    assert_eq!(letter.template(), None, "not worded twice");
    let row = serde_json::to_string(&letter).unwrap();
    assert_eq!(serde_json::from_str::<Letter>(&row).unwrap(), letter);
    // An advertisement is no first name.
    let Letter::Worded {
        letter,
        subject,
        body,
        ..
    } = letter
    else {
        panic!("words")
    };
    let hostile = letter.worded(subject, body, "Vinn på http://x.se".into());
    assert!(!written(&hostile, Language::Sv).contains("x.se"));
}

#[test]
fn only_reminders_are_unsubscribed_from() {
    for kind in Kind::ALL {
        let letter = sample(*kind);
        let link = letter.unsubscribe_link().is_some();
        assert_eq!(link, kind.is_reminder(), "{kind}");
        let worded = letter.worded("x".into(), "{standardtext}".into(), String::new());
        assert_eq!(worded.unsubscribe_link().is_some(), kind.is_reminder());
        let text = worded.body(Language::Sv, &settings(), "Anna");
        assert_eq!(
            text.contains("Vill du inte ha fler påminnelser?"),
            link,
            "{text}"
        );
    }
}
