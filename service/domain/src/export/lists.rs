//! Lists of the people of an offering.

use super::{List, Listed, Seen};
use crate::{application::RegistrationKind, person::Language};
use std::collections::BTreeSet;

/// The list at the door: who is expected, with a column to tick.
pub fn rollcall(people: &[Listed], language: Language) -> List {
    let header = match language {
        Language::Sv => [
            "Nr",
            "Namn",
            "Grupp",
            "Yrkesområde",
            "Läge",
            "Villkor",
            "Närvarande",
        ],
        Language::En => [
            "No",
            "Name",
            "Cohort",
            "Field",
            "State",
            "Condition",
            "Present",
        ],
    };
    let mut list = List::new("rollcall", &header);
    for (n, person) in people.iter().enumerate() {
        list.row(&[
            &*(n + 1).to_string(),
            &person.name,
            person.cohort.as_deref().unwrap_or_default(),
            person.family.map_or("", |family| family.label(language)),
            person.state.label(language),
            person.unmet_condition.as_deref().unwrap_or_default(),
            "",
        ]);
    }
    list
}

/// What the register of studies asks for when people are registered there: kind of registration, state and what
/// stops it. The register finds people by name and address: identity numbers stand in no list.
pub fn registration(offering: &str, people: &[Listed], language: Language) -> List {
    let header = match language {
        Language::Sv => [
            "Kurstillfälle",
            "Namn",
            "E-post",
            "Registrering",
            "Läge",
            "Villkor",
        ],
        Language::En => [
            "Offering",
            "Name",
            "E-mail",
            "Registration",
            "State",
            "Condition",
        ],
    };
    let mut list = List::new("registration", &header);
    for person in people {
        list.row(&[
            offering,
            &person.name,
            person.address.as_deref().unwrap_or_default(),
            registration_code(person.registration),
            person.state.label(language),
            person.unmet_condition.as_deref().unwrap_or_default(),
        ]);
    }
    list
}

/// Förstagångsregistrering, fortsättningsregistrering, omregistrering: the register's own short names.
fn registration_code(kind: RegistrationKind) -> &'static str {
    match kind {
        RegistrationKind::First => "FFG",
        RegistrationKind::Continued => "FO",
        RegistrationKind::Again => "OM",
    }
}

/// Who was there when: a column for each day on which anybody was seen, and how often each was.
pub fn attendance(people: &[Listed], language: Language) -> List {
    let seen = people.iter().flat_map(|person| &person.seen);
    let columns: BTreeSet<&Seen> = seen.collect();
    let (name, cohort, times) = match language {
        Language::Sv => ("Namn", "Grupp", "Antal"),
        Language::En => ("Name", "Cohort", "Times"),
    };
    let days = columns.iter().map(|seen| {
        let word = kind_word(&seen.kind, language);
        let day = format!("{} {word}", seen.day);
        match &seen.meeting {
            Some(meeting) => format!("{day} {} {}", meeting.starts, meeting.title),
            None => day,
        }
    });
    let mut header = vec![name.to_owned(), cohort.to_owned(), times.to_owned()];
    header.extend(days);
    let mut list = List::new("attendance", &header);
    for person in people {
        let here: BTreeSet<&Seen> = person.seen.iter().collect();
        let times = here.len().to_string();
        let cohort = person.cohort.as_deref().unwrap_or_default();
        let mut row = vec![&*person.name, cohort, &*times];
        row.extend(
            columns
                .iter()
                .map(|day| if here.contains(*day) { "x" } else { "" }),
        );
        list.row(&row);
    }
    list
}

fn kind_word(kind: &str, language: Language) -> &str {
    match (kind, language) {
        ("upprop", Language::Sv) => "upprop",
        ("upprop", Language::En) => "roll-call",
        ("meeting", Language::Sv) => "träff",
        ("activity", Language::Sv) => "aktivitet",
        (other, _) => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{application::ApplicationState, export::Meeting, profession::ProfessionFamily};

    fn anna() -> Listed {
        Listed {
            name: "Anna Åberg".into(),
            address: Some("anna@example.org".into()),
            family: Some(ProfessionFamily::SocialWork),
            state: ApplicationState::Registered,
            registration: RegistrationKind::First,
            unmet_condition: None,
            cohort: Some("G01".into()),
            seen: vec![
                seen(18, "upprop", None),
                seen(21, "meeting", Some(("16:15", "Ärendet"))),
                seen(21, "meeting", Some(("09:15", "=SUM(1)"))),
            ],
        }
    }

    fn bo() -> Listed {
        Listed {
            name: "=HYPERLINK(1)".into(),
            address: None,
            family: None,
            state: ApplicationState::Admitted,
            registration: RegistrationKind::Again,
            unmet_condition: Some("Visa betyg; senast 15 januari".into()),
            cohort: None,
            seen: vec![
                seen(18, "upprop", None),
                seen(21, "meeting", Some(("09:15", "=SUM(1)"))),
                seen(22, "meeting", None),
            ],
        }
    }

    fn seen(day: i8, kind: &str, meeting: Option<(&str, &str)>) -> Seen {
        Seen {
            day: jiff::civil::date(2027, 1, day),
            kind: kind.into(),
            meeting: meeting.map(|(starts, title)| Meeting {
                starts: starts.into(),
                title: title.into(),
            }),
        }
    }

    fn lines(list: &List) -> Vec<String> {
        let text = list.csv();
        let text = text.strip_prefix('\u{FEFF}').expect("a mark");
        text.trim_end().split("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn the_list_at_the_door() {
        let file = rollcall(&[anna(), bo()], Language::Sv);
        assert_eq!(file.name, "rollcall");
        assert_eq!(
            lines(&file),
            [
                "Nr;Namn;Grupp;Yrkesområde;Läge;Villkor;Närvarande",
                "1;Anna Åberg;G01;socialt arbete;registrerad;;",
                "2;'=HYPERLINK(1);;;antagen;\"Visa betyg; senast 15 januari\";",
            ]
        );
    }

    #[test]
    fn the_list_for_registering() {
        let file = registration("X", &[anna(), bo()], Language::En);
        assert_eq!(
            lines(&file),
            [
                "Offering;Name;E-mail;Registration;State;Condition",
                "X;Anna Åberg;anna@example.org;FFG;registered;",
                "X;'=HYPERLINK(1);;OM;admitted;\"Visa betyg; senast 15 januari\"",
            ]
        );
    }

    #[test]
    fn who_was_there_when() {
        let file = attendance(&[anna(), bo()], Language::Sv);
        assert_eq!(
            lines(&file),
            [
                "Namn;Grupp;Antal;2027-01-18 upprop;2027-01-21 träff 09:15 =SUM(1);\
                 2027-01-21 träff 16:15 Ärendet;2027-01-22 träff",
                "Anna Åberg;G01;3;x;x;x;",
                "'=HYPERLINK(1);;3;x;x;;x",
            ]
        );
        let nobody = attendance(&[], Language::Sv);
        assert_eq!(lines(&nobody), ["Namn;Grupp;Antal"]);
    }
}
