//! Cells that hold more than text: numbers of people, addresses, professions, dates and times.

use super::cells::Cells;
use super::form::{iso_date, time_of_day};
use super::mapping::Field;
use super::report::{Code, Words};
use crate::identity::{IdentityKind, IdentityNumber};
use crate::person::Language;
use crate::profession;
use crate::text::email_key;
use jiff::civil::{Date, Time};

impl Cells<'_> {
    pub(super) fn identity(&mut self, field: &Field) -> Option<IdentityNumber> {
        let line = self.plain(field).unwrap_or_default();
        let (sv, en) = (Language::Sv, Language::En);
        match IdentityNumber::parse(&line, self.context.today) {
            Ok(number) => {
                if number.kind() == IdentityKind::Interim && !number.checksum_holds() {
                    self.tell(
                        field,
                        Code::InterimChecksum,
                        (
                            "Interimsnumrets kontrollsiffra stämmer inte. Det godtas ändå.",
                            "The check digit of the interim number does not fit. It is accepted.",
                        ),
                        (
                            "Jämför numret med antagningslistan.",
                            "Compare the number with the admission list.",
                        ),
                    );
                }
                Some(number)
            }
            Err(error) => {
                let message = Words::new(error.sentence(sv), error.sentence(en));
                let remedy = Words::new(error.remedy(sv), error.remedy(en));
                self.find(field, Code::BadIdentityNumber, message, remedy);
                None
            }
        }
    }

    /// An e-mail address as written.
    pub(super) fn email(&mut self, field: &Field) -> Option<String> {
        let line = self.plain(field)?;
        self.warn_of_formula(field, &line);
        if email_key(&line).is_none() {
            self.tell(
                field,
                Code::BadEmail,
                (
                    "E-postadressen har fel form.",
                    "The e-mail address has the wrong form.",
                ),
                (
                    "Skriv en adress som namn@skola.se.",
                    "Write one address such as name@school.se.",
                ),
            );
            return None;
        }
        Some(line)
    }

    pub(super) fn required_email(&mut self, field: &Field) -> Option<String> {
        if self.is_blank(field) {
            self.missing(field);
            return None;
        }
        self.email(field)
    }

    /// The code of a profession in the registry.
    pub(super) fn profession(&mut self, field: &Field) -> Option<String> {
        let line = self.plain(field)?;
        if let Some(known) = profession::find(self.context.professions, &line) {
            return Some(known.code.clone());
        }
        let message = Words::new(
            "Yrkestiteln finns inte i yrkesregistret.",
            "The profession is not in the registry of professions.",
        );
        let remedy = match profession::suggest(self.context.professions, &line) {
            Some(title) => Words::new(
                format!("Menas ”{title}”? Rätta titeln eller lägg till den i yrkesregistret."),
                format!("Is “{title}” meant? Correct the title or add it to the registry."),
            ),
            None => Words::new(
                "Rätta titeln eller lägg till den i yrkesregistret.",
                "Correct the title or add it to the registry.",
            ),
        };
        self.find(field, Code::UnknownProfession, message, remedy);
        None
    }

    pub(super) fn required_profession(&mut self, field: &Field) -> Option<String> {
        if self.is_blank(field) {
            self.missing(field);
            return None;
        }
        self.profession(field)
    }

    pub(super) fn date(&mut self, field: &Field) -> Option<Date> {
        if self.is_blank(field) {
            self.missing(field);
            return None;
        }
        let line = self.plain(field)?;
        let date = iso_date(&line);
        if date.is_none() {
            self.bad_date(field);
        }
        date
    }

    pub(super) fn bad_date(&mut self, field: &Field) {
        self.tell(
            field,
            Code::BadDate,
            (
                "Datumet finns inte eller har fel form.",
                "The date does not exist or is malformed.",
            ),
            (
                "Skriv datumet som 2027-01-21.",
                "Write the date like 2027-01-21.",
            ),
        );
    }

    pub(super) fn time(&mut self, field: &Field) -> Option<Time> {
        if self.is_blank(field) {
            self.missing(field);
            return None;
        }
        let line = self.plain(field)?;
        let time = time_of_day(&line);
        if time.is_none() {
            self.tell(
                field,
                Code::BadTime,
                (
                    "Klockslaget finns inte eller har fel form.",
                    "The time does not exist or is malformed.",
                ),
                ("Skriv klockslaget som 13:15.", "Write the time like 13:15."),
            );
        }
        time
    }
}
