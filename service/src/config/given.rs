//! How settings are given: in the file as what they are, in the environment as text.

use crate::issuer::IssuerSettings;
use jiff::civil::Time;
use serde::{Deserialize, Deserializer, de::Error as _};

/// A number; the environment gives it as text.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Given {
        Number(u32),
        Text(String),
    }
    match Given::deserialize(deserializer)? {
        Given::Number(number) => Ok(number),
        Given::Text(text) => text
            .parse()
            .map_err(|_| D::Error::custom(format!("{text:?} is no number"))),
    }
}

/// `true` or `false`; the environment gives it as text.
pub(super) fn yes_or_no<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Given {
        Answer(bool),
        Text(String),
    }
    match Given::deserialize(deserializer)? {
        Given::Answer(answer) => Ok(answer),
        Given::Text(text) => text
            .parse()
            .map_err(|_| D::Error::custom(format!("{text:?} is neither true nor false"))),
    }
}

/// A list of issuers; the environment gives it as JSON.
pub(super) fn issuers<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<IssuerSettings>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Given {
        List(Vec<IssuerSettings>),
        Text(String),
    }
    match Given::deserialize(deserializer)? {
        Given::List(issuers) => Ok(issuers),
        Given::Text(text) => serde_json::from_str(&text).map_err(D::Error::custom),
    }
}

/// A time of day such as `16:00`.
pub(super) fn time_of_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Time, D::Error> {
    let text = String::deserialize(deserializer)?;
    Time::strptime("%H:%M", &text)
        .map_err(|_| D::Error::custom(format!("{text:?} is no time of day such as 16:00")))
}
