//! What can be wrong with the settings.

use std::path::PathBuf;

/// The settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("cannot read {path}: {source}")]
    Read {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("{path}: {source}")]
    Syntax {
        path: PathBuf,
        source: toml::de::Error,
    },
    #[error("settings: {0}")]
    Value(toml::de::Error),
    #[error("{0}")]
    Key(#[from] crate::secrets::BadKey),
    #[error("environment variable {0} is no setting; see schemas/config.json")]
    UnknownVariable(String),
}
