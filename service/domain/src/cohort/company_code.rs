//! What people give each other so that they can be named in a wish about company: eight letters and
//! digits that say nothing of whose they are, and whose mistypings are seen.

use std::fmt;

/// Letters and digits that are not mistaken for each other, and spell no words: no vowels, and of
/// pairs such as `5` and `S` only one. A prime number of them, so that the check below finds every
/// mistake in one place and every two that have changed places.
const ALPHABET: &[u8; 23] = b"2345679CDFGHJKMNPRTVWXY";
const BASE: u64 = ALPHABET.len() as u64;
const LENGTH: usize = 8;

/// A code. It is shown as `CDFG-2347`, and read with or without the hyphen, in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CompanyCode([u8; LENGTH]);

/// The digits weighed by their place. Of a whole code it is divisible by [`BASE`].
fn weighed(digits: &[u8]) -> u64 {
    let placed = (1..).zip(digits);
    placed.map(|(place, digit)| place * u64::from(*digit)).sum()
}

fn digit_of(number: u64) -> u8 {
    u8::try_from(number % BASE).expect("less than the base")
}

impl CompanyCode {
    /// The code that a keyed hash stands for; the key is what makes that nobody can compute it.
    pub fn of(hash: [u8; 8]) -> Self {
        let mut rest = u64::from_be_bytes(hash);
        let mut digits = [0; LENGTH];
        let (check, body) = digits.split_last_mut().expect("eight digits");
        for digit in &mut *body {
            *digit = digit_of(rest);
            rest /= BASE;
        }
        // The last digit weighs 8, whose inverse modulo 23 is 3.
        *check = digit_of((BASE - weighed(body) % BASE) * 3);
        Self(digits)
    }

    /// What somebody has written, if it can be a code at all. Whether it is anybody's is not known.
    pub fn parse(text: &str) -> Option<Self> {
        let written = text.chars().filter(|c| *c != '-' && !c.is_whitespace());
        let mut digits = [0; LENGTH];
        let mut count = 0;
        for letter in written {
            let at = ALPHABET
                .iter()
                .position(|one| char::from(*one) == letter.to_ascii_uppercase())?;
            *digits.get_mut(count)? = u8::try_from(at).ok()?;
            count += 1;
        }
        let whole = count == LENGTH && weighed(&digits).is_multiple_of(BASE);
        whole.then_some(Self(digits))
    }
}

impl fmt::Display for CompanyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, digit) in self.0.iter().enumerate() {
            if at == LENGTH / 2 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(ALPHABET[usize::from(*digit)]))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_write_it() {
        for hash in [[0; 8], [255; 8], *b"samverka"] {
            let code = CompanyCode::of(hash);
            let shown = code.to_string();
            assert_eq!((shown.len(), shown.find('-')), (9, Some(4)), "{shown}");
            let spaced = format!(" {} ", shown.replace('-', " "));
            for written in [
                &*shown,
                &shown.to_lowercase(),
                &shown.replace('-', ""),
                &spaced,
            ] {
                assert_eq!(CompanyCode::parse(written), Some(code), "{written}");
            }
            assert_eq!(CompanyCode::parse(&shown[1..]), None);
            assert_eq!(CompanyCode::parse(&format!("{shown}C")), None);
        }
        for other in ["", "2222-222A", "anna@example.org", "åäö"] {
            assert_eq!(CompanyCode::parse(other), None, "{other}");
        }
    }

    #[test]
    fn every_mistake_in_one_place_and_every_exchange_is_seen() {
        let shown = CompanyCode::of(*b"mistakes").to_string().replace('-', "");
        for at in 0..LENGTH {
            for other in ALPHABET {
                let mut wrong = shown.clone().into_bytes();
                wrong[at] = *other;
                let wrong = String::from_utf8(wrong).unwrap();
                let read = CompanyCode::parse(&wrong);
                assert_eq!(read.is_some(), wrong == shown, "{wrong}");
            }
            for with in 0..LENGTH {
                let mut wrong = shown.clone().into_bytes();
                wrong.swap(at, with);
                let wrong = String::from_utf8(wrong).unwrap();
                let read = CompanyCode::parse(&wrong);
                assert_eq!(read.is_some(), wrong == shown, "{wrong}");
            }
        }
    }
}
