//! What another mail server says of a letter that did not arrive: a delivery status notification (RFC
//! 3464), read for the letter it is about and what it says. What is not understood is said so.

use uuid::Uuid;

/// Which letter did not arrive, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounce {
    /// Of the letter: the left side of its Message-ID.
    pub message: Uuid,
    /// It will not arrive at all; else it is late, and the other server goes on trying.
    pub permanent: bool,
    /// The other server's own words.
    pub why: String,
}

/// Why a text is no notification about a letter of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoBounce {
    #[error("not a delivery status notification")]
    NotANotice,
    #[error("it is not about a letter of ours")]
    NotOurs,
}

/// Reads a notification. `domain`: what our Message-IDs end in.
pub fn read(text: &str, domain: &str) -> Result<Bounce, NoBounce> {
    let lines = unfolded(text);
    let field = |name: &str| {
        let found = lines.iter().find_map(|line| {
            let (given, value) = line.split_once(':')?;
            given.eq_ignore_ascii_case(name).then(|| value.trim())
        });
        found.filter(|value| !value.is_empty())
    };
    let action = field("Action").ok_or(NoBounce::NotANotice)?;
    let status = field("Status").unwrap_or_default();
    let permanent = action.eq_ignore_ascii_case("failed") && !status.starts_with('4');
    let why = field("Diagnostic-Code").map(|code| {
        let words = code.split_once(';').map_or(code, |(_, words)| words);
        words.trim().to_owned()
    });
    // The notification has a Message-ID of its own: ours is the one that ends in our domain.
    let ours = lines.iter().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let named = [
            "message-id",
            "references",
            "in-reply-to",
            "original-message-id",
        ];
        let named = named.iter().any(|one| name.eq_ignore_ascii_case(one));
        let ids = value.split_whitespace().filter(|_| named);
        ids.filter_map(|id| id.strip_prefix('<')?.strip_suffix('>'))
            .find_map(|id| {
                let (left, right) = id.split_once('@')?;
                let ours = right.eq_ignore_ascii_case(domain);
                Uuid::parse_str(left).ok().filter(|_| ours)
            })
    });
    Ok(Bounce {
        message: ours.ok_or(NoBounce::NotOurs)?,
        permanent,
        why: match (why, status) {
            (Some(why), "") => why,
            (Some(why), status) if why.contains(status) => why,
            (Some(why), status) => format!("{status} {why}"),
            (None, "") => action.to_owned(),
            (None, status) => status.to_owned(),
        },
    })
}

/// Lines with what continues them.
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        match lines.last_mut() {
            Some(last) if line.starts_with([' ', '\t']) && !last.is_empty() => {
                last.push(' ');
                last.push_str(line.trim());
            }
            _ => lines.push(line.trim_end().to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01a207a2-3280-7010-9283-40f9eb9faa1c";

    fn notice(action: &str, status: &str) -> String {
        format!(
            "From: MAILER-DAEMON@relay.example\r\nMessage-ID: <x@relay.example>\r\n\
             Content-Type: multipart/report; report-type=delivery-status\r\n\r\n--b\r\n\
             Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; relay.example\r\n\r\n\
             Final-Recipient: rfc822; anna@example.org\r\nAction: {action}\r\nStatus: {status}\r\n\
             Diagnostic-Code: smtp; 550 5.1.1\r\n  No such user\r\n\r\n--b\r\n\
             Content-Type: text/rfc822-headers\r\n\r\nMessage-Id: <{ID}@example.org>\r\n"
        )
    }

    #[test]
    fn a_notification_says_which_letter_and_why() {
        let read = |action, status| read(&notice(action, status), "Example.org").unwrap();
        let bounce = read("failed", "5.1.1");
        assert_eq!(bounce.message.to_string(), ID);
        assert_eq!(
            (bounce.permanent, &*bounce.why),
            (true, "550 5.1.1 No such user")
        );
        assert!(!read("delayed", "4.4.1").permanent);
        assert!(!read("failed", "4.2.2").permanent);
    }

    #[test]
    fn what_is_no_notification_about_us_is_refused() {
        assert_eq!(read("Hej!\n", "example.org"), Err(NoBounce::NotANotice));
        assert_eq!(read("", "example.org"), Err(NoBounce::NotANotice));
        let theirs = notice("failed", "5.1.1");
        assert_eq!(read(&theirs, "other.org"), Err(NoBounce::NotOurs));
    }
}
