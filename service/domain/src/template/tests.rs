use super::*;
use crate::person::Language;
use Placeholder::{AnswerBy, Condition, Course, FirstName, Link, StandardText};
use std::collections::BTreeSet;

fn faults(kind: Kind, subject: &str, body: &str) -> Vec<Fault> {
    let problems = check(kind, subject, body).into_iter();
    problems.map(|problem| problem.fault).collect()
}

#[test]
fn names_are_told_apart() {
    let mut names = BTreeSet::new();
    for one in Placeholder::ALL {
        for language in [Language::Sv, Language::En] {
            let name = one.name(language);
            assert_eq!(Placeholder::named(name), Some(*one), "{name}");
            names.insert(crate::text::fold_name(name));
        }
    }
    let different = Placeholder::ALL.iter().filter(|one| {
        crate::text::fold_name(one.name(Language::Sv))
            != crate::text::fold_name(one.name(Language::En))
    });
    assert_eq!(names.len(), Placeholder::ALL.len() + different.count());
    assert_eq!(Placeholder::named("Svara Senast"), Some(AnswerBy));
    for kind in Kind::ALL {
        assert_eq!(Kind::from_word(kind.word()), Some(*kind));
    }
}

#[test]
fn what_is_misspelt_is_said_with_its_place_and_what_is_meant() {
    let body = "Hej!\n\nDu är med på {kruset}.\n\n{standardtext}";
    let problems = check(Kind::AnswerAccepted, "{kurs}", body);
    assert_eq!(
        problems,
        [Problem {
            part: Part::Body,
            line: 3,
            column: 14,
            fault: Fault::Unknown("kruset".into(), None),
        }]
    );
    let near = check(Kind::AnswerAccepted, "{kurss}", "x");
    assert_eq!(near[0].fault, Fault::Unknown("kurss".into(), Some(Course)));
    assert_eq!((near[0].line, near[0].column), (1, 1));
    let elsewhere = faults(Kind::AnswerAccepted, "x", "{länk}");
    assert_eq!(elsewhere, [Fault::NotHere(Link)]);
}

#[test]
fn a_subject_is_one_line_without_names_and_links() {
    let kind = Kind::AnswerReminder;
    assert_eq!(
        faults(kind, "Hej {förnamn}", "{standardtext}"),
        [Fault::NotHere(FirstName)]
    );
    assert_eq!(
        faults(kind, "{länk}", "{standardtext}"),
        [Fault::NotHere(Link)]
    );
    for hostile in ["a\nBcc: x@y.se", "a\r\nBcc: x@y.se", "a\u{2028}b", "a\0"] {
        assert_eq!(faults(kind, hostile, "{standardtext}"), [Fault::Control]);
    }
    assert_eq!(faults(kind, " ", "{standardtext}"), [Fault::Empty]);
    assert_eq!(
        faults(kind, &"å".repeat(151), "{standardtext}"),
        [Fault::TooLong(151, 150)]
    );
    // What is filled in cannot add a line either.
    let filled = fill_subject("Om {kurs}", |_| Some("a\r\nBcc: x@y.se".into()));
    assert_eq!(filled.as_deref(), Some("Om a Bcc: x@y.se"));
    assert_eq!(fill_subject("{kurs}", |_| None), None);
}

#[test]
fn what_the_letter_has_to_say_is_said() {
    let kind = Kind::AnswerReminder;
    assert_eq!(
        faults(kind, "x", "Svara!"),
        [Fault::Missing(AnswerBy), Fault::Missing(Link)]
    );
    assert_eq!(
        faults(kind, "x", "Senast {svara_senast}."),
        [Fault::Missing(Link)]
    );
    for enough in [
        "{standardtext}",
        "Kom igen!\n\n{answer_request}",
        "Senast {svara_senast} på {länk}",
        "Senast {svara_senast}.\n\n{link}",
    ] {
        assert_eq!(faults(kind, "x", enough), [], "{enough}");
    }
}

#[test]
fn nothing_takes_away_what_has_to_be_said() {
    let kind = Kind::RemindStart;
    let hidden = faults(kind, "x", "Hej {förnamn}! Kursen börjar {kursstart}.");
    assert_eq!(hidden, [Fault::Hidden(Placeholder::Starts, FirstName)]);
    assert_eq!(faults(kind, "x", "Hej {förnamn}!\n\nDen {kursstart}."), []);
    // Said twice, once where nothing hides it.
    let twice = "Hej {förnamn}, {kursstart}.\n\nAlltså {kursstart}.";
    assert_eq!(faults(kind, "x", twice), []);
    let block = faults(Kind::Admitted, "x", "Så: {villkor}\n\n{svarsfråga}");
    assert_eq!(block, [Fault::NotAlone(Condition)]);
}

#[test]
fn braces() {
    let kind = Kind::AnswerAccepted;
    assert_eq!(faults(kind, "x", "a { b"), [Fault::Stray('{')]);
    assert_eq!(faults(kind, "x", "a } b"), [Fault::Stray('}')]);
    assert_eq!(faults(kind, "x", "{kurs"), [Fault::Stray('{')]);
    assert_eq!(faults(kind, "x", "{ku\nrs}").len(), 2);
    assert_eq!(faults(kind, "x", "{{kurs}}"), []);
    assert_eq!(fill("{{{kurs}}}", |_| Some("K".into())), "{K}");
    assert_eq!(
        faults(kind, "x", "{}"),
        [Fault::Unknown(String::new(), None)]
    );
}

#[test]
fn a_paragraph_with_nothing_to_fill_in_is_left_out() {
    let text = "\n\nHej {förnamn}!\n \nVi ses {kursstart}\npå {kurs}.\n\n\n{standardtext}\n";
    let all = |one: Placeholder| Some(format!("<{}>", one.name(Language::Sv)));
    assert_eq!(
        fill(text, all),
        "Hej <förnamn>!\n\nVi ses <kursstart>\npå <kurs>.\n\n<standardtext>"
    );
    let some = |one: Placeholder| (one != FirstName).then(|| "x".to_owned());
    assert_eq!(fill(text, some), "Vi ses x\npå x.\n\nx");
    let none = |one: Placeholder| (one == StandardText).then(String::new);
    assert_eq!(fill(text, none), "");
    // What is filled in is not read again.
    assert_eq!(fill("{kurs}", |_| Some("{länk}".into())), "{länk}");
}
