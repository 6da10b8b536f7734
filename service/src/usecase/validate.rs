//! Checking what people send: all faults at once, each with its place.

use crate::error::{Error, FieldError, Result, Text};
use samverkan_domain::{limits, text};

/// Collects faults.
#[derive(Debug, Default)]
pub struct Faults(Vec<FieldError>);

impl Faults {
    pub fn add(
        &mut self,
        pointer: &str,
        code: &'static str,
        sv: impl Into<String>,
        en: impl Into<String>,
    ) {
        self.0
            .push(FieldError::new(pointer, code, Text::new(sv, en)));
    }

    /// A line of text that must say something: cleaned and at most `max` characters.
    pub fn line(&mut self, pointer: &str, value: &str, max: usize) -> String {
        let clean = text::plain_line(value);
        if clean.is_empty() {
            self.add(
                pointer,
                "required",
                "Fältet måste fyllas i.",
                "This field must be filled in.",
            );
        }
        self.length(pointer, &clean, max);
        clean
    }

    /// A line of text that may be missing or empty.
    pub fn optional_line(
        &mut self,
        pointer: &str,
        value: Option<&str>,
        max: usize,
    ) -> Option<String> {
        let clean = text::plain_line(value?);
        self.length(pointer, &clean, max);
        (!clean.is_empty()).then_some(clean)
    }

    fn length(&mut self, pointer: &str, value: &str, max: usize) {
        let length = value.chars().count();
        if length > max {
            self.add(
                pointer,
                "too-long",
                format!("Texten har {length} tecken; högst {max} får plats."),
                format!("The text has {length} characters; at most {max} fit."),
            );
        }
    }

    /// A number within bounds.
    pub fn range(&mut self, pointer: &str, value: i64, min: i64, max: i64) -> i64 {
        if !(min..=max).contains(&value) {
            self.add(
                pointer,
                "out-of-range",
                format!("Talet {value} ligger utanför {min}–{max}."),
                format!("The number {value} lies outside {min}–{max}."),
            );
        }
        value
    }

    /// An e-mail address; gives its key.
    pub fn email(&mut self, pointer: &str, value: &str) -> String {
        text::email_key(value).unwrap_or_else(|| {
            self.add(
                pointer,
                "not-an-address",
                "Det här är ingen e-postadress. Skriv den som namn@exempel.se.",
                "This is no e-mail address. Write it as name@example.org.",
            );
            String::new()
        })
    }

    /// A name of a person.
    pub fn name(&mut self, pointer: &str, value: &str) -> String {
        self.line(pointer, value, limits::NAME_CHARS)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Ends the check: fine, or all faults together.
    pub fn finish(self) -> Result<()> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(self.0))
        }
    }
}
