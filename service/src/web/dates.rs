//! Days and amounts as pages write them.

use crate::{app::App, texts::Texts, usecase::letters::day};
use jiff::{civil::Date, tz::TimeZone};
use samverkan_domain::person::Language;

/// Today in Stockholm.
pub(super) fn today(app: &App) -> Date {
    let zone = TimeZone::get("Europe/Stockholm").unwrap_or(TimeZone::UTC);
    app.clock.now().to_zoned_datetime(zone).date()
}

/// "18 januari 2027".
pub(super) fn plain_day(date: Date, language: Language) -> String {
    let whole = day(date, language);
    whole
        .split_once(' ')
        .map_or_else(|| whole.clone(), |(_, rest)| rest.to_owned())
}

/// "18 januari – 6 juni 2027".
pub(super) fn from_to(t: Texts, from: Date, to: Date) -> String {
    let (mut start, end) = (plain_day(from, t.language()), plain_day(to, t.language()));
    if from.year() == to.year() {
        start.truncate(start.rfind(' ').unwrap_or(start.len()));
    }
    format!("{start} – {end}")
}

/// "7,5" högskolepoäng, "7.5" credits.
pub(super) fn credits(t: Texts, tenths: i64) -> String {
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        rest => format!("{}{}{rest}", tenths / 10, t.of(",", ".")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_and_amounts_are_written_as_people_do() {
        let (sv, en) = (
            Texts::of_language(Language::Sv),
            Texts::of_language(Language::En),
        );
        let (from, to) = (date(2027, 1, 18), date(2027, 6, 6));
        assert_eq!(from_to(sv, from, to), "18 januari – 6 juni 2027");
        assert_eq!(
            from_to(en, date(2026, 11, 2), to),
            "2 November 2026 – 6 June 2027"
        );
        assert_eq!((&*credits(sv, 150), &*credits(sv, 75)), ("15", "7,5"));
        assert_eq!(credits(en, 75), "7.5");
    }
}
