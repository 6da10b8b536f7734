//! Small words of the sentences.

use crate::person::Language;

/// One of two, Swedish first.
pub(super) fn pick<T>(language: Language, sv: T, en: T) -> T {
    match language {
        Language::Sv => sv,
        Language::En => en,
    }
}

/// Tenths of a credit as people write them, with unit: 1200 is `120,0 hp`.
pub(super) fn credits(language: Language, tenths: i64) -> String {
    let sign = if tenths < 0 { "−" } else { "" };
    let (whole, part) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    match language {
        Language::Sv => format!("{sign}{whole},{part} hp"),
        Language::En => format!("{sign}{whole}.{part} credits"),
    }
}

/// ` i TPAV`; nothing for the one group that holds everybody.
pub(super) fn in_group(language: Language, group: &str) -> String {
    if group.is_empty() {
        return String::new();
    }
    format!(" {} {group}", pick(language, "i", "in"))
}

/// `en plats`, `3 platser`.
pub(super) fn places(language: Language, count: i64) -> String {
    match (language, count) {
        (Language::Sv, 1) => "en plats".to_owned(),
        (Language::Sv, _) => format!("{count} platser"),
        (Language::En, 1) => "one place".to_owned(),
        (Language::En, _) => format!("{count} places"),
    }
}
