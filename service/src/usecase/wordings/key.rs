//! Which letter: its kind, and for reminders perhaps a name, `remind_meeting-bring-a-laptop`.

use crate::error::{Error, Result};
use samverkan_domain::template::Kind;

/// Longest name of a reminder's words (characters).
const NAME_CHARS: usize = 40;

/// Which words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    pub kind: Kind,
    /// Empty, but for reminders whose words have a name.
    pub variant: String,
}

impl Key {
    /// As it is written.
    pub fn word(&self) -> String {
        let kind = self.kind.word();
        match &*self.variant {
            "" => kind.to_owned(),
            variant => format!("{kind}-{variant}"),
        }
    }
}

/// A name of words: small letters, digits and hyphens, or nothing.
pub(in crate::usecase) fn is_name(name: &str) -> bool {
    let sound = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    name.len() <= NAME_CHARS && name.chars().all(sound) && !name.starts_with('-')
}

/// Reads the name of a letter.
pub fn key(word: &str) -> Result<Key> {
    let missing = Error::NotFound { what: "template" };
    let (kind, variant) = word.split_once('-').unwrap_or((word, ""));
    let Some(kind) = Kind::from_word(kind) else {
        return Err(missing);
    };
    let named = word.contains('-');
    if named && (variant.is_empty() || !is_name(variant) || !kind.is_reminder()) {
        return Err(missing);
    }
    Ok(Key {
        kind,
        variant: variant.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_reminders_have_names() {
        assert_eq!(key("admitted").unwrap().word(), "admitted");
        let named = key("remind_meeting-ta-med-dator").unwrap();
        assert_eq!(named.variant, "ta-med-dator");
        assert_eq!(named.word(), "remind_meeting-ta-med-dator");
        for none in [
            "",
            "x",
            "admitted-x",
            "remind_meeting-",
            "remind_meeting-Å",
            "remind_meeting--x",
        ] {
            assert!(key(none).is_err(), "{none}");
        }
    }
}
