//! The patterns of codes: courses, offerings, programmes, school units, municipalities.

/// `SA123A`: two letters, three digits, a level letter.
pub fn is_course_code(code: &str) -> bool {
    fits(code, "LLdddA")
}

/// `LKP1Y`: three letters, a digit, a letter.
pub fn is_programme_code(code: &str) -> bool {
    fits(code, "LLLdA")
}

/// `SA123A-V9001V27`, as the timetable names an offering: course code, hyphen, season and running
/// number, season and year.
pub fn is_offering_code(code: &str) -> bool {
    let Some((course, delivery)) = code.split_once('-') else {
        return false;
    };
    let season = |c: Option<char>| matches!(c, Some('V' | 'H'));
    is_course_code(course)
        && fits(delivery, "AddddAdd")
        && season(delivery.chars().next())
        && season(delivery.chars().nth(5))
}

/// Skolenhetskod: eight digits.
pub fn is_school_unit_code(code: &str) -> bool {
    fits(code, "dddddddd")
}

/// Kommunkod: four digits.
pub fn is_municipality_code(code: &str) -> bool {
    fits(code, "dddd")
}

/// Swedish municipalities (Statistics Sweden, "Län och kommuner i kodnummerordning").
const MUNICIPALITIES: &str = include_str!("../data/kommuner.csv");

/// The name of the municipality with that code, if there is one.
pub fn municipality(code: &str) -> Option<&'static str> {
    let mut rows = MUNICIPALITIES.lines().filter_map(|row| row.split_once(','));
    rows.find(|(known, _)| *known == code)
        .map(|(_, name)| name)
        .filter(|_| is_municipality_code(code))
}

/// Whether each character is of its class: `L` a Swedish capital, `A` an ASCII capital, `d` a digit.
fn fits(code: &str, classes: &str) -> bool {
    code.chars().count() == classes.len()
        && code
            .chars()
            .zip(classes.chars())
            .all(|(c, class)| match class {
                'L' => c.is_ascii_uppercase() || matches!(c, 'Å' | 'Ä' | 'Ö'),
                'A' => c.is_ascii_uppercase(),
                _ => c.is_ascii_digit(),
            })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_follow_the_university() {
        assert!(is_course_code("SA123A") && is_course_code("KR400G"));
        assert!(!is_course_code("sa123a") && !is_course_code("SA12A") && !is_course_code("SA1234"));
        assert!(is_programme_code("LKP1Y") && !is_programme_code("LKP11"));
        assert!(is_offering_code("SA123A-V9001V27") && is_offering_code("KR400G-H3060H26"));
        assert!(!is_offering_code("SA123A") && !is_offering_code("SA123A-X9001V27"));
    }

    #[test]
    fn near_misses_are_refused() {
        assert!(is_course_code("SA123A") && is_course_code("ÖÄ500G"));
        assert!(
            !is_course_code("sa123a") && !is_course_code("SA123Ö") && !is_course_code("SA1234A")
        );
        assert!(
            is_programme_code("LKP1Y") && !is_programme_code("LKP1") && !is_programme_code("LK11Y")
        );
        assert!(
            is_school_unit_code("99991000")
                && !is_school_unit_code("9999100")
                && !is_school_unit_code("٩٩٩٩١٠٠٠")
        );
        assert!(is_municipality_code("1880") && !is_municipality_code("188O"));
    }
}
