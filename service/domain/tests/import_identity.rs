//! Identity numbers: written forms, dates, check digits, and what is never shown.

use jiff::civil::{Date, date};
use proptest::prelude::*;
use samverkan_domain::identity::{
    DatePart, IdentityError as E, IdentityKind as Kind, IdentityNumber,
};
use samverkan_domain::person::Language;

const TODAY: Date = date(2026, 11, 23);

fn canonical(text: &str) -> String {
    IdentityNumber::parse(text, TODAY)
        .expect(text)
        .canonical()
        .to_owned()
}

/// Luhn's formula, written independently of the code under test: from the right, as the standard
/// words it.
fn check_digit(nine: &str) -> char {
    let sum: u32 = nine
        .bytes()
        .rev()
        .enumerate()
        .map(|(index, byte)| {
            let digit = u32::from(byte - b'0');
            match index % 2 {
                0 if digit > 4 => digit * 2 - 9,
                0 => digit * 2,
                _ => digit,
            }
        })
        .sum();
    char::from_digit((10 - sum % 10) % 10, 10).expect("one digit")
}

#[test]
fn public_test_numbers_are_valid() {
    assert_eq!(canonical("8507099805"), "198507099805");
    assert_eq!(canonical("1212121212"), "201212121212");
    assert_eq!(canonical("121212+1212"), "191212121212");
}

#[test]
fn interim_numbers_are_taken_on_form_and_date() {
    let sound = IdentityNumber::parse("000101-T220", TODAY).expect("interim");
    assert_eq!(
        (sound.kind(), sound.checksum_holds()),
        (Kind::Interim, true)
    );
    let alias = IdentityNumber::parse("820202-T000", TODAY).expect("alias");
    assert_eq!(
        (alias.kind(), alias.checksum_holds()),
        (Kind::Interim, false)
    );
    for letter in "PTRSUWXJKLMN".chars() {
        let number = IdentityNumber::parse(&format!("19820202-{letter}000"), TODAY);
        assert_eq!(number.expect("interim").kind(), Kind::Interim);
    }
    assert_eq!(canonical("820202-t000"), "19820202T000");
}

#[test]
fn a_coordination_number_has_the_day_plus_60() {
    let number = IdentityNumber::parse("19871088-9802", TODAY).expect("28 October 1987");
    assert_eq!(number.kind(), Kind::Coordination);
    assert_eq!(canonical("871088-9802"), "198710889802");
    for day in ["850161001", "850191001"] {
        let number = format!("{day}{}", check_digit(day));
        let read = IdentityNumber::parse(&number, TODAY).expect("1 and 31 January");
        assert_eq!(read.kind(), Kind::Coordination);
    }
}

#[test]
fn a_short_form_means_the_latest_century_not_in_the_future() {
    let on = |today, text: &str| {
        IdentityNumber::parse(text, today).map(|number| number.canonical()[..8].to_owned())
    };
    let today_born = format!("261123-001{}", check_digit("261123001"));
    assert_eq!(on(TODAY, &today_born).as_deref(), Ok("20261123"));
    assert_eq!(
        on(date(2026, 11, 22), &today_born).as_deref(),
        Ok("19261123")
    );
    let leap_day = format!("000229-001{}", check_digit("000229001"));
    assert_eq!(on(TODAY, &leap_day).as_deref(), Ok("20000229"));
    let plus = leap_day.replace('-', "+");
    assert_eq!(
        on(TODAY, &plus),
        Err(E::BadDate {
            part: DatePart::Day
        }),
        "1900 had no 29 Feb"
    );
}

#[test]
fn each_fault_has_its_own_error() {
    let day = E::BadDate {
        part: DatePart::Day,
    };
    for (text, expected) in [
        ("", E::Empty),
        (" \u{a0}", E::Empty),
        ("850709980", E::TooShort { found: 9 }),
        ("19850709980", E::TooShort { found: 11 }),
        ("9", E::TooShort { found: 1 }),
        ("1985070998051", E::TooLong { found: 13 }),
        ("850709 9805", E::BadCharacter { position: 7 }),
        ("8507-099805", E::BadCharacter { position: 5 }),
        ("850709-A805", E::BadCharacter { position: 8 }),
        ("850709-98T5", E::BadCharacter { position: 10 }),
        ("19850709+9805", E::BadCharacter { position: 9 }),
        ("٨٥0709-9805", E::BadCharacter { position: 1 }),
        ("1,98507E+11", E::SpreadsheetNumber),
        (
            "10850709-9805",
            E::BadDate {
                part: DatePart::Year,
            },
        ),
        (
            "19851309-9805",
            E::BadDate {
                part: DatePart::Month,
            },
        ),
        (
            "19850009-9805",
            E::BadDate {
                part: DatePart::Month,
            },
        ),
        ("19850732-9805", day),
        ("19850700-9805", day),
        ("19850760-9805", day),
        ("19850792-9805", day),
        ("19850229-9805", day),
        ("19850289-9805", day),
        ("19850761-T000", day),
        ("29850709-9805", E::FutureDate),
        ("20261124-T000", E::FutureDate),
        ("8507099806", E::BadChecksum),
    ] {
        assert_eq!(
            IdentityNumber::parse(text, TODAY).map(|_| ()),
            Err(expected),
            "{text}"
        );
        for language in [Language::Sv, Language::En] {
            assert!(expected.sentence(language).ends_with('.'));
            assert!(expected.remedy(language).ends_with('.'));
        }
    }
}

#[test]
fn neither_debug_nor_mask_shows_birth_date_or_sex() {
    let number = IdentityNumber::parse("8507099805", TODAY).expect("valid");
    assert_eq!(format!("{number:?}"), "IdentityNumber(Personal)");
    assert_eq!(number.masked(), "••••••••-•••5");
}

#[test]
fn dashes_of_word_processors_count() {
    assert_eq!(canonical("850709\u{2013}9805"), "198507099805");
}

fn sound_number() -> impl Strategy<Value = String> {
    (
        1940_i16..=2025,
        1_i8..=12,
        1_i8..=28,
        prop::bool::ANY,
        0_u16..1000,
    )
        .prop_map(|(year, month, day, coordination, serial)| {
            let day = if coordination { day + 60 } else { day };
            let twelve = format!("{year:04}{month:02}{day:02}{serial:03}");
            let digit = check_digit(&twelve[2..]);
            format!("{twelve}{digit}")
        })
}

/// How many of the 90 one-digit changes a checker of this form lets through.
fn slips(number: &str, accepts: impl Fn(&str) -> bool) -> usize {
    let mut slipped = 0;
    for position in 2..12 {
        for digit in '0'..='9' {
            let mut changed: Vec<char> = number.chars().collect();
            if changed[position] == digit {
                continue;
            }
            changed[position] = digit;
            slipped += usize::from(accepts(&changed.into_iter().collect::<String>()));
        }
    }
    slipped
}

proptest! {
    #[test]
    fn sound_numbers_stay_sound_in_every_form(number in sound_number()) {
        let (date, serial) = number.split_at(8);
        let forms = [number.clone(), format!("{date}-{serial}"), format!("{}-{serial}", &date[2..]),
            format!("{}{serial}", &date[2..]), format!(" {date}-{serial} ")];
        for form in forms {
            let read = IdentityNumber::parse(&form, TODAY);
            prop_assert_eq!(read.as_ref().map(IdentityNumber::canonical), Ok(number.as_str()), "{}", form);
        }
        // `+` means one century before the short form.
        let older = IdentityNumber::parse(&format!("{}+{serial}", &date[2..]), TODAY).expect("sound");
        prop_assert_eq!(older.canonical()[2..].to_owned(), number[2..].to_owned());
        let years = |text: &str| text[..4].parse::<i16>().expect("year");
        prop_assert_eq!(years(older.canonical()) + 100, years(&number));
    }

    #[test]
    fn one_changed_digit_never_passes(number in sound_number()) {
        prop_assert_eq!(slips(&number, |text| IdentityNumber::parse(text, TODAY).is_ok()), 0);
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,20}", digits in "[0-9+TE,\\-]{0,15}") {
        let _ = IdentityNumber::parse(&text, TODAY);
        let _ = IdentityNumber::parse(&digits, TODAY);
    }
}

/// Negative control: the law above would notice a checker that skips the check digit.
#[test]
fn the_law_fails_without_the_check_digit() {
    let without_luhn = |text: &str| !matches!(IdentityNumber::parse(text, TODAY), Err(error) if error != E::BadChecksum);
    assert!(slips("198507099805", without_luhn) > 30);
}
