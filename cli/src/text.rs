//! What is said to people, in Swedish and English.

use samverkan_domain::{person::Language, vocabulary};
use std::fmt::Display;

/// Language of messages. Names of commands and options are the same in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Lang {
    Sv,
    En,
}

impl Lang {
    /// Swedish where the environment says so, English otherwise.
    pub(crate) fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Self {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .filter_map(variable)
            .find(|value| !value.is_empty());
        match locale {
            Some(locale) if locale.to_lowercase().starts_with("sv") => Self::Sv,
            _ => Self::En,
        }
    }

    /// As in Accept-Language.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::Sv => "sv",
            Self::En => "en",
        }
    }

    pub(crate) fn language(self) -> Language {
        self.pick(Language::Sv, Language::En)
    }

    /// The one of two that is in this language.
    pub(crate) fn pick<T>(self, sv: T, en: T) -> T {
        match self {
            Self::Sv => sv,
            Self::En => en,
        }
    }
}

/// A message in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) sv: String,
    pub(crate) en: String,
}

impl Text {
    pub(crate) fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.sv, &self.en)
    }
}

/// A [`Text`] from two formats, Swedish first.
macro_rules! text {
    ($sv:literal, $en:literal) => {
        $crate::text::Text {
            sv: format!($sv),
            en: format!($en),
        }
    };
}
pub(crate) use text;

/// A word of the API as people say it; one that is not known stays as it is.
pub(crate) fn word(lang: Lang, api: impl Display) -> String {
    vocabulary::word(lang.language(), api)
}

pub(crate) fn yes_no(lang: Lang, yes: bool) -> String {
    lang.pick(["nej", "ja"], ["no", "yes"])[usize::from(yes)].to_owned()
}

/// An instant of the API as wall time in Stockholm, to the minute.
pub(crate) fn when(instant: &str) -> String {
    let wall = instant
        .parse::<jiff::Timestamp>()
        .ok()
        .and_then(|at| at.in_tz("Europe/Stockholm").ok());
    wall.map_or_else(
        || instant.to_owned(),
        |at| at.strftime("%Y-%m-%d %H:%M").to_string(),
    )
}

/// Tenths as people write them: 375 is 37,5 in Swedish.
pub(crate) fn tenths(lang: Lang, number: i64) -> String {
    let comma = lang.pick(',', '.');
    match number % 10 {
        0 => (number / 10).to_string(),
        rest => format!("{}{comma}{}", number / 10, rest.abs()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_comes_from_the_first_variable_that_is_set() {
        let lang = |pairs: &'static [(&str, &str)]| {
            Lang::from_environment(|name| {
                pairs
                    .iter()
                    .find(|(key, _)| *key == name)
                    .map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(lang(&[("LANG", "sv_SE.UTF-8")]), Lang::Sv);
        assert_eq!(
            lang(&[("LANG", "sv_SE.UTF-8"), ("LC_ALL", "C.UTF-8")]),
            Lang::En
        );
        assert_eq!(lang(&[("LC_ALL", ""), ("LC_MESSAGES", "sv_FI")]), Lang::Sv);
        assert_eq!(lang(&[]), Lang::En);
    }

    #[test]
    fn times_and_numbers_are_for_people() {
        assert_eq!(when("2027-01-21T09:15:00Z"), "2027-01-21 10:15");
        assert_eq!(when("soon"), "soon");
        assert_eq!(
            (tenths(Lang::Sv, 375), tenths(Lang::En, 150)),
            ("37,5".into(), "15".into())
        );
        assert_eq!(word(Lang::Sv, "withdrawn_early"), "tidigt avbrott");
        assert_eq!(word(Lang::Sv, "brand_new"), "brand_new");
    }
}
