//! A sentence in which the contact's address can be pressed.

use crate::{app::App, texts::Texts, usecase::contact};
use samverkan_domain::text::escaped;
use std::fmt::{self, Display, Formatter};

/// "Undrar du något? Skriv till …"
pub(super) fn ask_us(app: &App, t: Texts) -> Mailto {
    let address = contact::address(app);
    mailto(t.enrol_stop_contact(address), address)
}

/// Shown as markup; everything in it but the link is text.
pub(super) struct Mailto {
    text: String,
    address: String,
}

/// `text` with `address` in it as a link, wherever it stands.
pub(super) fn mailto(text: impl Into<String>, address: &str) -> Mailto {
    Mailto {
        text: text.into(),
        address: address.to_owned(),
    }
}

impl Display for Mailto {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let address = escaped(&self.address);
        for (at, part) in self.text.split(&self.address).enumerate() {
            if at > 0 {
                write!(f, "<a href=\"mailto:{address}\">{address}</a>")?;
            }
            f.write_str(&escaped(part))?;
        }
        Ok(())
    }
}

impl askama::filters::HtmlSafe for Mailto {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_a_link_and_the_rest_is_text() {
        let said = mailto("Skriv <nu> till a@b.se, a@b.se.", "a@b.se").to_string();
        let link = "<a href=\"mailto:a@b.se\">a@b.se</a>";
        assert_eq!(said, format!("Skriv &lt;nu&gt; till {link}, {link}."));
        let said = mailto("\"><b>", "\"><b>").to_string();
        assert!(!said.contains("<b>"), "{said}");
    }
}
