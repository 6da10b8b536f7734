//! Reading mail as a person would: what the demonstration and the tests find codes with.

/// The sign-in code in a letter: eight capitals and digits at the end of a line, after a colon.
pub fn code_in(body: &str) -> Option<String> {
    let code = |line: &str| {
        let (_, code) = line.trim().rsplit_once(": ")?;
        let plain = code
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
        (plain && code.len() == 8).then(|| code.to_owned())
    };
    body.lines().find_map(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_code_is_a_code() {
        assert_eq!(
            code_in("Hej!\n\nDin kod är: AB2CD3EF\n"),
            Some("AB2CD3EF".to_owned())
        );
        assert_eq!(code_in("Koden: gäller\nTid: 10:15\n"), None);
    }
}
