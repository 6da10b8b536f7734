//! What is said about issuers in the settings.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use url::{Host, Url};

/// An issuer that people can sign in with (OpenID Connect, code flow with PKCE). Its redirect address
/// is the public address and `/logga-in/svar`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IssuerSettings {
    /// Short name in addresses: small letters, digits and hyphens.
    pub key: String,
    /// What people know it as, in Swedish.
    pub name_sv: String,
    /// The same in English.
    pub name_en: String,
    /// The issuer's identifier, `https://…`; what it publishes is found below it.
    pub issuer: String,
    pub client_id: String,
    /// File with the client's secret. Without it the client is a public one.
    #[serde(default)]
    pub client_secret_file: Option<PathBuf>,
    /// Scopes asked for beside `openid`.
    #[serde(default = "email")]
    pub scopes: Vec<String>,
    /// Values of `acr` that mean as much as a passkey: with these staff are let in. None by default.
    #[serde(default)]
    pub strong_acr: Vec<String>,
}

fn email() -> Vec<String> {
    vec!["email".to_owned()]
}

/// An issuer in the settings cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("issuer {key:?}: {why}")]
pub struct BadIssuer {
    key: String,
    why: String,
}

impl IssuerSettings {
    pub(super) fn bad(&self, why: impl Into<String>) -> BadIssuer {
        BadIssuer {
            key: self.key.clone(),
            why: why.into(),
        }
    }

    /// The client's secret, from its file.
    pub(super) fn secret(&self) -> Result<Option<String>, BadIssuer> {
        let Some(path) = &self.client_secret_file else {
            return Ok(None);
        };
        let text = std::fs::read_to_string(path)
            .map_err(|error| self.bad(format!("{}: {error}", path.display())))?;
        let secret = text.trim();
        if secret.is_empty() {
            return Err(self.bad(format!("{} is empty", path.display())));
        }
        Ok(Some(secret.to_owned()))
    }
}

/// Names that are unique, addresses that are safe.
pub(super) fn check(settings: &[IssuerSettings]) -> Result<(), BadIssuer> {
    for (n, one) in settings.iter().enumerate() {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if one.key.is_empty() || !one.key.chars().all(plain) {
            return Err(one.bad("key: small letters, digits and hyphens only"));
        }
        let before = &settings[..n];
        if before
            .iter()
            .any(|b| b.key == one.key || b.issuer == one.issuer)
        {
            return Err(one.bad("stands in the settings twice"));
        }
        if !is_safe(&one.issuer) {
            return Err(one.bad("issuer: must be https (http only on this machine itself)"));
        }
    }
    Ok(())
}

/// https; or http to this machine itself, for tests and demonstrations.
pub(super) fn is_safe(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else {
        return false;
    };
    match url.scheme() {
        "https" => true,
        "http" => match url.host() {
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issuer(key: &str, issuer: &str) -> IssuerSettings {
        IssuerSettings {
            key: key.to_owned(),
            name_sv: "Lärosätet".to_owned(),
            name_en: "The university".to_owned(),
            issuer: issuer.to_owned(),
            client_id: "samverkan".to_owned(),
            client_secret_file: None,
            scopes: email(),
            strong_acr: Vec::new(),
        }
    }

    #[test]
    fn only_safe_and_single_issuers_are_taken() {
        assert!(
            check(&[
                issuer("a", "https://a.example"),
                issuer("b", "https://b.example")
            ])
            .is_ok()
        );
        assert!(check(&[issuer("a", "http://127.0.0.1:9")]).is_ok());
        for bad in [
            vec![issuer("a", "http://a.example")],
            vec![issuer("a", "http://localhost.example")],
            vec![issuer("a", "ftp://127.0.0.1")],
            vec![issuer("A b", "https://a.example")],
            vec![
                issuer("a", "https://a.example"),
                issuer("a", "https://b.example"),
            ],
            vec![
                issuer("a", "https://a.example"),
                issuer("b", "https://a.example"),
            ],
        ] {
            assert!(check(&bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_secret_is_read_from_its_file_and_never_empty() {
        let path = std::env::temp_dir().join(format!("samverkan-secret-{}", std::process::id()));
        std::fs::write(&path, "hemlig\n").unwrap();
        let mut one = issuer("a", "https://a.example");
        assert_eq!(one.secret().unwrap(), None);
        one.client_secret_file = Some(path.clone());
        assert_eq!(one.secret().unwrap().as_deref(), Some("hemlig"));
        std::fs::write(&path, " \n").unwrap();
        assert!(one.secret().is_err());
        std::fs::remove_file(&path).unwrap();
        assert!(one.secret().is_err());
    }
}
