//! Amounts: whole numbers of öre, read and written as kronor. No floating point comes near them.

use crate::{limits, person::Language};

/// An amount as people write it: `12 500,00` in Swedish, `12,500.00` in English.
pub fn kronor(ore: i64, language: Language) -> String {
    let (thousands, comma) = match language {
        // A space that no line breaks at.
        Language::Sv => ('\u{A0}', ','),
        Language::En => (',', '.'),
    };
    let whole = (ore.unsigned_abs() / 100).to_string();
    // Not a hyphen: spreadsheets would take the cell for a formula.
    let mut text = String::from(if ore < 0 { "\u{2212}" } else { "" });
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(thousands);
        }
        text.push(digit);
    }
    text.push(comma);
    text.push_str(&format!("{:02}", ore.unsigned_abs() % 100));
    text
}

/// An amount in öre from kronor: `12500`, `12 500,50`, `12500.5`. None if it is no amount.
pub fn parse_kronor(text: &str) -> Option<i64> {
    let text = text.trim();
    let text = text.strip_suffix("kr").unwrap_or(text).trim_end();
    let (whole, part) = text.split_once([',', '.']).unwrap_or((text, ""));
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    let whole: String = whole
        .chars()
        .filter(|c| !matches!(c, ' ' | '\u{A0}' | '\u{202F}'))
        .collect();
    if whole.is_empty() || !digits(&whole) || !digits(part) || part.len() > 2 {
        return None;
    }
    let part = format!("{part:0<2}").parse::<i64>().ok()?;
    let ore = whole
        .parse::<i64>()
        .ok()?
        .checked_mul(100)?
        .checked_add(part)?;
    (ore <= limits::PRICE_ORE).then_some(ore)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_read_to_the_ore() {
        for (text, ore) in [
            ("12500", 1_250_000),
            ("12 500,50", 1_250_050),
            ("12\u{A0}500.5", 1_250_050),
            ("0,05 kr", 5),
            ("0", 0),
        ] {
            assert_eq!(parse_kronor(text), Some(ore), "{text}");
        }
        for text in [
            "",
            "kr",
            "-5",
            "1,234.50",
            "1e3",
            "12,505",
            ",5",
            "a",
            "９",
            "99999999999999999999",
        ] {
            assert_eq!(parse_kronor(text), None, "{text}");
        }
    }

    #[test]
    fn amounts_are_written_with_both_their_ore() {
        assert_eq!(kronor(1_250_050, Language::Sv), "12\u{A0}500,50");
        assert_eq!(kronor(123_456_705, Language::En), "1,234,567.05");
        assert_eq!(kronor(-5, Language::Sv), "\u{2212}0,05");
        assert_eq!(
            kronor(i64::MIN, Language::En).chars().next(),
            Some('\u{2212}')
        );
    }

    #[test]
    fn what_is_written_is_read_back() {
        for ore in [0, 5, 99, 100, 12_345, 99_999_999] {
            assert_eq!(parse_kronor(&kronor(ore, Language::Sv)), Some(ore));
        }
    }
}
