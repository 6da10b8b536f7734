//! An address of a calendar: a secret, since who has it reads the calendar.

use samverkan_domain::fetching::ADDRESS_OCTETS;
use std::fmt;
use url::{Host, Url};

/// Where a calendar is fetched. Shown to nobody but by its host.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(Url);

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({}://{}/…)", self.0.scheme(), self.host())
    }
}

/// Why a text is no address that a calendar is fetched from. Says nothing of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadAddress {
    #[error("no address")]
    NotAnAddress,
    #[error("not https")]
    NotHttps,
    #[error("a name or password in it")]
    WithLogin,
    #[error("longer than {ADDRESS_OCTETS} octets")]
    TooLong,
}

impl Address {
    /// Reads an address: https, or webcal, which calendar programs write for it. With `loopback`
    /// also http, to this machine.
    pub(super) fn parse(text: &str, loopback: bool) -> Result<Self, BadAddress> {
        let text = text.trim();
        if text.len() > ADDRESS_OCTETS {
            return Err(BadAddress::TooLong);
        }
        let text = match text.split_once("://") {
            Some((scheme, rest)) if ["webcal", "webcals"].contains(&&*scheme.to_lowercase()) => {
                format!("https://{rest}")
            }
            _ => text.to_owned(),
        };
        let url = Url::parse(&text).map_err(|_| BadAddress::NotAnAddress)?;
        Self::check(url, loopback)
    }

    /// The address that an answer sends one on to. From https the way never leads back to http.
    pub(super) fn hop(&self, location: &str, loopback: bool) -> Result<Self, BadAddress> {
        let url = self
            .0
            .join(location)
            .map_err(|_| BadAddress::NotAnAddress)?;
        if url.as_str().len() > ADDRESS_OCTETS {
            return Err(BadAddress::TooLong);
        }
        Self::check(url, loopback && !self.is_https())
    }

    fn check(mut url: Url, http: bool) -> Result<Self, BadAddress> {
        let home = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => return Err(BadAddress::NotAnAddress),
        };
        match url.scheme() {
            "https" => {}
            "http" if http && home => {}
            _ => return Err(BadAddress::NotHttps),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(BadAddress::WithLogin);
        }
        url.set_fragment(None);
        Ok(Self(url))
    }

    /// The whole address: to be sealed, never to be shown.
    pub fn expose(&self) -> &str {
        self.0.as_str()
    }

    /// The name of the server, without port and path.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    pub(super) fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    pub(super) fn parsed_host(&self) -> Option<Host<&str>> {
        self.0.host()
    }

    pub(super) fn port(&self) -> u16 {
        self.0.port_or_known_default().unwrap_or(443)
    }

    /// Host and port, as the head of a request names them.
    pub(super) fn authority(&self) -> String {
        match self.0.port() {
            Some(port) => format!("{}:{port}", self.host()),
            None => self.host().to_owned(),
        }
    }

    /// Path and query.
    pub(super) fn path(&self) -> String {
        match self.0.query() {
            Some(query) => format!("{}?{query}", self.0.path()),
            None => self.0.path().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, BadAddress> {
        Address::parse(text, false).map(|address| address.expose().to_owned())
    }

    #[test]
    fn only_https_and_nobodys_password() {
        let secret = "https://kalender.example.org/p/hemlig.ics?nyckel=1";
        assert_eq!(read(&format!("  {secret}#x ")).as_deref(), Ok(secret));
        let webcal = "Webcal://kalender.example.org/p/hemlig.ics?nyckel=1";
        assert_eq!(read(webcal).as_deref(), Ok(secret));
        for (text, why) in [
            ("http://kalender.example.org/a.ics", BadAddress::NotHttps),
            ("http://127.0.0.1/a.ics", BadAddress::NotHttps),
            ("ftp://kalender.example.org/a.ics", BadAddress::NotHttps),
            ("file:///etc/passwd", BadAddress::NotAnAddress),
            ("kalender.example.org/a.ics", BadAddress::NotAnAddress),
            ("https://", BadAddress::NotAnAddress),
            ("https://anna@kalender.example.org/", BadAddress::WithLogin),
            ("https://a:b@kalender.example.org/", BadAddress::WithLogin),
        ] {
            assert_eq!(read(text), Err(why), "{text}");
        }
        let long = format!("https://a.example.org/{}", "x".repeat(ADDRESS_OCTETS));
        assert_eq!(read(&long), Err(BadAddress::TooLong));
        // Numbers in other clothes are numbers.
        for odd in [
            "https://2130706433/",
            "https://0x7f.1/",
            "https://017700000001/",
        ] {
            assert_eq!(
                Address::parse(odd, false).unwrap().host(),
                "127.0.0.1",
                "{odd}"
            );
        }
    }

    #[test]
    fn a_hop_never_leads_from_https_to_http() {
        let from = |text: &str| Address::parse(text, true).unwrap();
        let secure = from("https://a.example.org/x/y.ics");
        let hop = |location| secure.hop(location, true).map(|a| a.expose().to_owned());
        assert_eq!(
            hop("../z.ics").as_deref(),
            Ok("https://a.example.org/z.ics")
        );
        assert_eq!(
            hop("//b.example.org/").as_deref(),
            Ok("https://b.example.org/")
        );
        assert_eq!(hop("http://127.0.0.1/"), Err(BadAddress::NotHttps));
        assert_eq!(hop("http://a.example.org/x"), Err(BadAddress::NotHttps));
        assert_eq!(
            hop("https://u:p@a.example.org/"),
            Err(BadAddress::WithLogin)
        );
        // The control: on this machine, where tests take place, http may lead to http.
        let plain = from("http://127.0.0.1:1/");
        assert!(plain.hop("http://localhost:2/", true).is_ok());
        assert!(plain.hop("http://a.example.org/", true).is_err());
    }

    #[test]
    fn an_address_is_shown_by_its_host_only() {
        let address = Address::parse("https://a.example.org/hemlig?h=1", false).unwrap();
        assert_eq!(format!("{address:?}"), "Address(https://a.example.org/…)");
    }
}
