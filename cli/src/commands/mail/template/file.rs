//! Words as a file: the subject, an empty line, the text.

use super::types;
use crate::{
    commands::import,
    error::{CliError, Result},
    text::text,
};
use std::path::Path;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) subject: String,
    pub(super) body: String,
}

impl Words {
    pub(super) fn of(template: &types::MailTemplate) -> Self {
        Self {
            subject: template.subject.clone(),
            body: template.body.clone(),
        }
    }

    pub(super) fn text(&self) -> String {
        format!("{}\n\n{}\n", self.subject, self.body)
    }

    /// Reads a file, or standard input.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let text = String::from_utf8(import::read(path)?).map_err(|_| {
            let path = path.display();
            CliError::usage(text!(
                "{path} är ingen text i UTF-8",
                "{path} is no text in UTF-8"
            ))
        })?;
        Self::parse(&text)
    }

    pub(super) fn parse(text: &str) -> Result<Self> {
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let (subject, rest) = text.trim_start().split_once('\n').unwrap_or((&text, ""));
        let apart = rest
            .lines()
            .next()
            .is_some_and(|line| line.trim().is_empty());
        if !apart || rest.trim().is_empty() {
            return Err(CliError::usage(text!(
                "Första raden är ämnet; sedan en tom rad, och därefter brevets text",
                "The first line is the subject; then an empty line, and after it the text"
            )));
        }
        Ok(Self {
            subject: subject.trim().to_owned(),
            body: rest.trim().to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_a_subject_and_a_text() {
        let read =
            Words::parse("\u{feff}Snart börjar {kurs}\r\n\r\nHej!\r\n\r\nVi ses.\r\n").unwrap();
        assert_eq!(read.subject, "Snart börjar {kurs}");
        assert_eq!(read.body, "Hej!\n\nVi ses.");
        assert_eq!(Words::parse(&read.text()).unwrap(), read);
        for none in ["", "Ämne", "Ämne\n\n", "Ämne\nText"] {
            assert!(Words::parse(none).is_err(), "{none:?}");
        }
    }
}
