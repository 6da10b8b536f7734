//! Paths as logs may have them.

/// A path without what is secret in it.
pub(crate) fn redacted(path: &str) -> String {
    for secret in [
        "/calendar/",
        "/api/v1/sign-ins/",
        "/api/v1/answers/",
        "/svar/",
        "/kvitto/",
        "/paminnelser/",
        "/logga-in/kod/",
        "/logga-in/lank/",
        "/nycklar/inbjudan/",
    ] {
        if path.starts_with(secret) {
            return format!("{secret}…");
        }
    }
    path.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_in_paths_are_not_logged() {
        assert_eq!(redacted("/calendar/abc.ics"), "/calendar/…");
        assert_eq!(redacted("/svar/abc"), "/svar/…");
        assert_eq!(redacted("/kvitto/abc"), "/kvitto/…");
        assert_eq!(redacted("/paminnelser/abc"), "/paminnelser/…");
        assert_eq!(redacted("/logga-in/lank/abc"), "/logga-in/lank/…");
        assert_eq!(redacted("/nycklar/inbjudan/abc"), "/nycklar/inbjudan/…");
        assert_eq!(redacted("/api/v1/answers/abc"), "/api/v1/answers/…");
        assert_eq!(redacted("/api/v1/offerings"), "/api/v1/offerings");
    }
}
