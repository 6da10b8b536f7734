//! What the settings say of traces.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};
use url::Url;

/// Longest file of headers (octets).
const HEADERS_OCTETS: u64 = 64 * 1024;

/// Where traces go, and how many.
#[derive(Debug, Clone, Copy)]
pub struct TraceSettings<'s> {
    pub endpoint: Option<&'s str>,
    pub headers_file: Option<&'s Path>,
    /// Of a hundred traces that begin here.
    pub percent: u32,
}

/// The settings of traces cannot be used. What the file of headers holds is not repeated.
#[derive(Debug, thiserror::Error)]
pub enum BadTraces {
    #[error(
        "otlp_endpoint: give the address of a collector, such as http://127.0.0.1:4318, without a password in it"
    )]
    Endpoint,
    #[error("otlp_headers_file: cannot read {path}: {source}")]
    Headers {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("otlp_headers_file: line {line} is not `Name: value`")]
    Header { line: usize },
    #[error("otlp_percent: give a number from 0 to 100")]
    Percent,
    #[error("traces: {0}")]
    Library(String),
}

impl TraceSettings<'_> {
    /// Where spans are posted: what is given, and `/v1/traces` if that has no path.
    pub(super) fn address(&self) -> Result<Option<String>, BadTraces> {
        let Some(endpoint) = self.endpoint.filter(|given| !given.is_empty()) else {
            return Ok(None);
        };
        let mut url = Url::parse(endpoint).map_err(|_| BadTraces::Endpoint)?;
        let plain = matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.username().is_empty()
            && url.password().is_none()
            && url.fragment().is_none();
        if !plain {
            return Err(BadTraces::Endpoint);
        }
        if url.path() == "/" {
            url.set_path("/v1/traces");
        }
        Ok(Some(url.into()))
    }

    /// What the collector wants to be told, as a key: one `Name: value` a line.
    pub(super) fn headers(&self) -> Result<HashMap<String, String>, BadTraces> {
        let Some(path) = self.headers_file else {
            return Ok(HashMap::new());
        };
        let unreadable = |source| BadTraces::Headers {
            path: path.to_owned(),
            source,
        };
        let length = std::fs::metadata(path).map_err(unreadable)?.len();
        if length > HEADERS_OCTETS {
            return Err(unreadable(std::io::ErrorKind::FileTooLarge.into()));
        }
        let text = std::fs::read_to_string(path).map_err(unreadable)?;
        let lines = text.lines().enumerate();
        let lines = lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
        lines
            .map(|(n, line)| header(line).ok_or(BadTraces::Header { line: n + 1 }))
            .collect()
    }

    pub(super) fn share(&self) -> Result<f64, BadTraces> {
        if self.percent > 100 {
            return Err(BadTraces::Percent);
        }
        Ok(f64::from(self.percent) / 100.0)
    }

    /// Everything that is wrong with them.
    pub fn check(&self) -> Vec<BadTraces> {
        let wrong = [
            self.address().err(),
            self.headers().err(),
            self.share().err(),
        ];
        wrong.into_iter().flatten().collect()
    }
}

fn header(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    let (name, value) = (name.trim(), value.trim());
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let fits = !name.is_empty()
        && name.chars().all(plain)
        && !value.is_empty()
        && value.chars().all(|c| c.is_ascii_graphic() || c == ' ');
    fits.then(|| (name.to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(endpoint: &str) -> Result<Option<String>, BadTraces> {
        let settings = TraceSettings {
            endpoint: Some(endpoint),
            headers_file: None,
            percent: 100,
        };
        settings.address()
    }

    #[test]
    fn an_endpoint_is_an_address_without_secrets() {
        let posted = "http://127.0.0.1:4318/v1/traces";
        assert_eq!(at("http://127.0.0.1:4318").unwrap().unwrap(), posted);
        assert_eq!(at("http://127.0.0.1:4318/").unwrap().unwrap(), posted);
        let given = "https://otel.example.org/in/traces";
        assert_eq!(at(given).unwrap().unwrap(), given);
        assert!(at("").unwrap().is_none());
        for wrong in ["127.0.0.1:4318", "grpc://a", "http://u:p@a", "http://a/#b"] {
            assert!(at(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn headers_are_names_and_values() {
        let pair = Some(("Authorization".to_owned(), "Bearer a b".to_owned()));
        assert_eq!(header("Authorization:  Bearer a b "), pair);
        for wrong in ["Authorization", ": x", "a b: c", "a:", "a: b\u{7f}", "å: b"] {
            assert_eq!(header(wrong), None, "{wrong}");
        }
    }
}
