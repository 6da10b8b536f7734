//! Where the relay is and how to speak to it, read from one URL.
//!
//! `smtp://user:password@host:port?tls=required|opportunistic|none&ca=PATH` or
//! `smtps://user:password@host:port?ca=PATH`. User and password are percent-encoded.

use lettre::transport::smtp::{
    authentication::Credentials,
    client::{Certificate, TlsParameters},
};
use std::{fmt, net::IpAddr, path::PathBuf};

/// Port of `smtp://` without one: submission (RFC 6409).
const SUBMISSION_PORT: u16 = 587;
/// Port of `smtps://` without one: submission over implicit TLS (RFC 8314 §3.3).
const SUBMISSIONS_PORT: u16 = 465;

/// What is wrong with `SAMVERKAN_SMTP_URL`. Never quotes the URL, which holds a password.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum RelayUrlError {
    #[error("the SMTP URL must begin with smtp:// or smtps://")]
    Scheme,
    #[error("the SMTP URL names no host")]
    NoHost,
    #[error("the SMTP URL's host is not a name or address; write an IPv6 address in [ ]")]
    Host,
    #[error("the SMTP URL's port is not a number between 1 and 65535")]
    Port,
    #[error("the SMTP URL has a path after the host; it can only have ?tls= and ?ca=")]
    Path,
    #[error("the SMTP URL has a user but no password: write smtp://user:password@host")]
    NoPassword,
    #[error("the SMTP URL's {0} is wrongly percent-encoded")]
    Encoding(&'static str),
    #[error("the SMTP URL has the unknown parameter \"{0}\"; it can have tls and ca")]
    Parameter(String),
    #[error("the SMTP URL has the parameter {0} twice")]
    Twice(&'static str),
    #[error("tls must be required, opportunistic or none")]
    Tls,
    #[error("smtps:// is always encrypted; leave out tls=")]
    TlsOnSmtps,
    #[error("tls=none would send the password in clear; it is allowed only to this machine itself")]
    PasswordInClear,
    #[error("ca= means nothing with tls=none")]
    CaWithoutTls,
    #[error("the certificate file {path} cannot be used: {why}")]
    Ca { path: PathBuf, why: String },
}

/// How the conversation is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Security {
    /// TLS from the first octet.
    Implicit,
    /// STARTTLS or nothing.
    Required,
    /// STARTTLS where it is offered. Without a password any certificate will do (RFC 7435).
    Opportunistic,
    /// Clear text.
    None,
}

/// A relay.
pub(super) struct Relay {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    pub(super) credentials: Option<Credentials>,
    roots: Option<Certificate>,
}

impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Relay")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("security", &self.security)
            .field("password", &self.credentials.as_ref().map(|_| "(hidden)"))
            .finish_non_exhaustive()
    }
}

impl Relay {
    pub(super) fn parse(url: &str) -> Result<Self, RelayUrlError> {
        let (implicit, rest) = match url.trim().split_once("://") {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("smtp") => (false, rest),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("smtps") => (true, rest),
            _ => return Err(RelayUrlError::Scheme),
        };
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (user, place) = place
            .rsplit_once('@')
            .map_or((None, place), |(u, p)| (Some(u), p));
        let (host, port) = host_and_port(place.strip_suffix('/').unwrap_or(place))?;
        let credentials = user.map(credentials).transpose()?;
        let Query { tls, ca } = parameters(query)?;
        let security = match tls.as_deref() {
            Some(_) if implicit => return Err(RelayUrlError::TlsOnSmtps),
            None if implicit => Security::Implicit,
            Some("required") => Security::Required,
            Some("opportunistic") => Security::Opportunistic,
            Some("none") => Security::None,
            Some(_) => return Err(RelayUrlError::Tls),
            None if is_loopback(&host) && credentials.is_none() => Security::Opportunistic,
            None => Security::Required,
        };
        if security == Security::None && credentials.is_some() && !is_loopback(&host) {
            return Err(RelayUrlError::PasswordInClear);
        }
        if security == Security::None && ca.is_some() {
            return Err(RelayUrlError::CaWithoutTls);
        }
        let usual = if implicit {
            SUBMISSIONS_PORT
        } else {
            SUBMISSION_PORT
        };
        let roots = ca.map(certificate).transpose()?;
        Ok(Self {
            host,
            port: port.unwrap_or(usual),
            security,
            credentials,
            roots,
        })
    }

    /// Whom to trust: the roots that browsers trust, and the relay's own if a file names it.
    pub(super) fn tls(&self) -> Result<TlsParameters, lettre::transport::smtp::Error> {
        let mut builder = TlsParameters::builder(self.host.clone());
        if let Some(roots) = &self.roots {
            builder = builder.add_root_certificate(roots.clone());
        }
        // Who could show a false certificate could as well hide STARTTLS. With a password or a
        // named root the operator expects a certain relay, so there it must prove who it is.
        let anyone = self.security == Security::Opportunistic
            && self.credentials.is_none()
            && self.roots.is_none();
        builder.dangerous_accept_invalid_certs(anyone).build()
    }
}

fn host_and_port(place: &str) -> Result<(String, Option<u16>), RelayUrlError> {
    if place.contains('/') {
        return Err(RelayUrlError::Path);
    }
    let (host, port) = if let Some(rest) = place.strip_prefix('[') {
        let (address, after) = rest.split_once(']').ok_or(RelayUrlError::Host)?;
        address
            .parse::<std::net::Ipv6Addr>()
            .map_err(|_| RelayUrlError::Host)?;
        match after.strip_prefix(':') {
            None if !after.is_empty() => return Err(RelayUrlError::Host),
            port => (address, port),
        }
    } else {
        place
            .split_once(':')
            .map_or((place, None), |(host, port)| (host, Some(port)))
    };
    if host.is_empty() {
        return Err(RelayUrlError::NoHost);
    }
    let named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    if !place.starts_with('[') && !host.chars().all(named) {
        return Err(RelayUrlError::Host);
    }
    let port = match port.map(str::parse::<u16>) {
        None => None,
        Some(Ok(port)) if port > 0 => Some(port),
        Some(_) => return Err(RelayUrlError::Port),
    };
    Ok((host.to_ascii_lowercase(), port))
}

fn credentials(user: &str) -> Result<Credentials, RelayUrlError> {
    let (user, password) = user.split_once(':').ok_or(RelayUrlError::NoPassword)?;
    if user.is_empty() || password.is_empty() {
        return Err(RelayUrlError::NoPassword);
    }
    Ok(Credentials::new(
        decode(user, "user")?,
        decode(password, "password")?,
    ))
}

#[derive(Default)]
struct Query {
    tls: Option<String>,
    ca: Option<PathBuf>,
}

fn parameters(query: &str) -> Result<Query, RelayUrlError> {
    let mut found = Query::default();
    for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        let repeated = match name {
            "tls" => found.tls.replace(value.into()).map(|_| "tls"),
            "ca" => found.ca.replace(decode(value, "ca")?.into()).map(|_| "ca"),
            _ => return Err(RelayUrlError::Parameter(super::super::reason(name))),
        };
        if let Some(name) = repeated {
            return Err(RelayUrlError::Twice(name));
        }
    }
    Ok(found)
}

fn certificate(path: PathBuf) -> Result<Certificate, RelayUrlError> {
    let unusable = |why: String| RelayUrlError::Ca {
        path: path.clone(),
        why,
    };
    let pem = std::fs::read(&path).map_err(|fault| unusable(fault.to_string()))?;
    // lettre takes a file without any certificate for an empty list.
    if !String::from_utf8_lossy(&pem).contains("-----BEGIN CERTIFICATE-----") {
        return Err(unusable("it holds no PEM certificate".into()));
    }
    Certificate::from_pem(&pem).map_err(|fault| unusable(fault.to_string()))
}

/// Undoes percent-encoding (RFC 3986 §2.1).
fn decode(text: &str, what: &'static str) -> Result<String, RelayUrlError> {
    let wrong = || RelayUrlError::Encoding(what);
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(octet) = rest.next() {
        if octet != b'%' {
            octets.push(octet);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let (high, low) = digit().zip(digit()).ok_or_else(wrong)?;
        octets.push(u8::try_from(high * 16 + low).map_err(|_| wrong())?);
    }
    let text = String::from_utf8(octets).map_err(|_| wrong())?;
    if text.contains(char::is_control) {
        Err(wrong())
    } else {
        Ok(text)
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
#[path = "relay_tests.rs"]
mod tests;
