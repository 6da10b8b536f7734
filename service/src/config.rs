//! Settings: one TOML file under environment variables `SAMVERKAN_*`.

use crate::{
    issuer::IssuerSettings, private_file::create_private, secrets::SecretKey, traces::TraceSettings,
};
use jiff::civil::Time;
use samverkan_domain::{limits, notice};
use schemars::JsonSchema;
use serde::Deserialize;
use std::{
    fmt,
    path::{Path, PathBuf},
};

mod given;
mod wrong;

pub use wrong::ConfigError;

/// Settings of the service. Every field can be given in the TOML file under its own name, or in
/// the environment as `SAMVERKAN_` and the name in capitals, which wins.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Address of the database: `sqlite:PATH` or `postgres://USER:PASSWORD@HOST:PORT/NAME`.
    pub database_url: String,
    /// Address and port to listen on. Port 0 takes a free one.
    pub listen: String,
    /// Where people reach the service, without a slash at the end. Calendar addresses and links
    /// in mail begin with it. Default: `http://` and the address listened on.
    pub public_url: Option<String>,
    /// Mail relay: `smtp://USER:PASSWORD@HOST:PORT` (STARTTLS) or `smtps://…`. Without it mail is
    /// written to `mail_dir`.
    pub smtp_url: Option<String>,
    /// Folder for mail as files, where there is no relay.
    pub mail_dir: PathBuf,
    /// Sender of mail.
    pub mail_from: String,
    /// Name of the sender.
    pub mail_from_name: String,
    /// A person's or function's address that answers get to.
    pub mail_reply_to: String,
    /// Who is responsible for the service: the authority, as the site, its accessibility statement
    /// and its page about personal data name it.
    pub operator: String,
    /// The same in English. Default: the same name.
    pub operator_en: Option<String>,
    /// The service's secret key, 32 octets in base64url. Encrypts identity numbers. Losing it
    /// loses them; changing it needs a re-encryption.
    pub secret_key: Option<String>,
    /// File with the secret key, mode 0600. Made on first start if it is missing.
    pub secret_key_file: PathBuf,
    /// Requests for places that one person may make in a minute; 0: any number.
    #[serde(deserialize_with = "given::number")]
    pub applications_per_person: u32,
    /// Requests for places that may come from one address in a minute; 0: any number. A whole
    /// university may have one address.
    #[serde(deserialize_with = "given::number")]
    pub applications_per_address: u32,
    /// Sign-ins that may be asked for from one address in a minute; 0: any number.
    #[serde(deserialize_with = "given::number")]
    pub sign_ins_per_address: u32,
    /// Sign-ins that may be asked for in a minute by all together; 0: any number.
    #[serde(deserialize_with = "given::number")]
    pub sign_ins_together: u32,
    /// Issuers that people can sign in with. In the environment, as JSON.
    #[serde(deserialize_with = "given::issuers")]
    pub issuers: Vec<IssuerSettings>,
    /// Time of day in Stockholm when changes of schedule that are not near are mailed: `16:00`.
    #[serde(deserialize_with = "given::time_of_day")]
    #[schemars(with = "String")]
    pub notice_digest_at: Time,
    /// Header in which a trusted proxy names the client, such as `X-Forwarded-For`; the last address
    /// in it counts. Only with a proxy in front that sets it: anybody else could write anything.
    pub client_address_header: Option<String>,
    /// Whether a second person has to approve a plan for weeding before it is executed.
    #[serde(deserialize_with = "given::yes_or_no")]
    pub two_people_retention: bool,
    /// Whether the draft of a selection has to be reviewed by somebody else than who made it.
    #[serde(deserialize_with = "given::yes_or_no")]
    pub two_people_selection: bool,
    /// Seconds between being asked to stop and taking no more connections. Meanwhile `/readyz` answers 503 and all else
    /// is served: as long as a proxy in front takes to notice. 0 where there is none.
    #[serde(deserialize_with = "given::number")]
    pub drain_seconds: u32,
    /// Let calendars be fetched from this machine itself, over http too. For tests and
    /// demonstrations only: in earnest it would open whatever listens here.
    #[serde(deserialize_with = "given::yes_or_no")]
    pub calendars_from_loopback: bool,
    /// A collector that takes OpenTelemetry's traces over HTTP: `http://127.0.0.1:4318`. Default: no traces.
    pub otlp_endpoint: Option<String>,
    /// File with what the collector wants to be told with them, such as a key: `Name: value`, one a line.
    pub otlp_headers_file: Option<PathBuf>,
    /// How many of a hundred traces that begin here are sent; others are as whoever began them says.
    #[serde(deserialize_with = "given::number")]
    pub otlp_percent: u32,
    /// What to log: `info`, `debug`, or a filter such as `samverkan_service=debug,sqlx=warn`.
    pub log: String,
    /// Log as `text` or `json`.
    pub log_format: LogFormat,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    Text,
    Json,
}

/// Who is responsible where nothing is said of it, in Swedish and English.
const OPERATOR: [&str; 2] = ["Kursadministrationen", "The course administration"];

impl Default for Config {
    fn default() -> Self {
        Self {
            database_url: "sqlite:samverkan.db".to_owned(),
            listen: "127.0.0.1:8080".to_owned(),
            public_url: None,
            smtp_url: None,
            mail_dir: PathBuf::from("mail"),
            mail_from: "samverkan@example.org".to_owned(),
            mail_from_name: "Samverkan".to_owned(),
            mail_reply_to: "kursadministration@example.org".to_owned(),
            operator: OPERATOR[0].to_owned(),
            operator_en: None,
            secret_key: None,
            secret_key_file: PathBuf::from("samverkan.key"),
            applications_per_person: limits::APPLICATIONS_PER_PERSON,
            applications_per_address: limits::APPLICATIONS_PER_ADDRESS,
            sign_ins_per_address: limits::SIGN_INS_PER_ADDRESS,
            sign_ins_together: limits::SIGN_INS_TOGETHER,
            issuers: Vec::new(),
            notice_digest_at: notice::DIGEST,
            client_address_header: None,
            two_people_retention: true,
            two_people_selection: false,
            drain_seconds: 0,
            calendars_from_loopback: false,
            otlp_endpoint: None,
            otlp_headers_file: None,
            otlp_percent: 100,
            log: "info".to_owned(),
            log_format: LogFormat::Text,
        }
    }
}

impl fmt::Debug for Config {
    /// Without passwords and keys.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("database_url", &redact_url(&self.database_url))
            .field("listen", &self.listen)
            .field("public_url", &self.public_url)
            .field("smtp_url", &self.smtp_url.as_deref().map(redact_url))
            .field("mail_dir", &self.mail_dir)
            .field("secret_key", &self.secret_key.as_ref().map(|_| "…"))
            .field("secret_key_file", &self.secret_key_file)
            .field("log", &self.log)
            .finish_non_exhaustive()
    }
}

/// An address with its password taken out.
pub fn redact_url(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    match rest.rsplit_once('@') {
        Some((login, host)) => {
            let user = login.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}:…@{host}")
        }
        None => url.to_owned(),
    }
}

/// Variables of the family that are not settings of the service: the command line's and the tests'.
const NOT_SETTINGS: [&str; 5] = ["URL", "TOKEN", "LANG", "TOOLS", "CONFIG"];
/// Beginnings of such variables.
const NOT_SETTINGS_BEGIN: [&str; 2] = ["CLI_", "TEST_"];

impl Config {
    /// Reads the file if there is one, then the environment over it.
    pub fn load(
        path: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let mut table = match path {
            Some(path) => read_toml(path)?,
            None if Path::new("samverkan.toml").exists() => read_toml(Path::new("samverkan.toml"))?,
            None => toml::Table::new(),
        };
        for (variable, value) in environment {
            let Some(name) = variable.strip_prefix("SAMVERKAN_") else {
                continue;
            };
            let foreign = NOT_SETTINGS_BEGIN
                .iter()
                .any(|begin| name.starts_with(begin));
            if foreign || NOT_SETTINGS.contains(&name) {
                continue;
            }
            let name = name.to_lowercase();
            if !Self::names().contains(&name) {
                return Err(ConfigError::UnknownVariable(variable));
            }
            table.insert(name, toml::Value::String(value));
        }
        table.try_into().map_err(ConfigError::Value)
    }

    /// The settings' names, from the schema, so that there is one list of them.
    fn names() -> Vec<String> {
        let schema = schemars::schema_for!(Self);
        let properties = schema
            .as_value()
            .get("properties")
            .and_then(|p| p.as_object());
        properties
            .map(|p| p.keys().cloned().collect())
            .unwrap_or_default()
    }

    /// Who is responsible for the service, in English.
    pub fn operator_en(&self) -> &str {
        match &self.operator_en {
            Some(name) => name,
            None if self.operator == OPERATOR[0] => OPERATOR[1],
            None => &self.operator,
        }
    }

    /// What is said of traces.
    pub fn traces(&self) -> TraceSettings<'_> {
        TraceSettings {
            endpoint: self.otlp_endpoint.as_deref(),
            headers_file: self.otlp_headers_file.as_deref(),
            percent: self.otlp_percent,
        }
    }

    /// The secret key: given, read from its file, or made and written there.
    pub fn secret_key(&self, seeds: &crate::seeds::Seeds) -> Result<SecretKey, ConfigError> {
        if let Some(text) = &self.secret_key {
            return Ok(SecretKey::parse(text)?);
        }
        let path = &self.secret_key_file;
        let unreadable = |source| ConfigError::Read {
            path: path.clone(),
            source,
        };
        match std::fs::read_to_string(path) {
            Ok(text) => Ok(SecretKey::parse(&text)?),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let key = SecretKey::generate(seeds);
                match create_private(path, &key.to_text()) {
                    Ok(()) => Ok(key),
                    // Another that starts at this moment was first.
                    Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                        let text = std::fs::read_to_string(path).map_err(unreadable)?;
                        Ok(SecretKey::parse(&text)?)
                    }
                    Err(error) => Err(unreadable(error)),
                }
            }
            Err(error) => Err(unreadable(error)),
        }
    }
}

fn read_toml(path: &Path) -> Result<toml::Table, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Read {
        path: path.to_owned(),
        source,
    })?;
    text.parse().map_err(|source| ConfigError::Syntax {
        path: path.to_owned(),
        source,
    })
}

#[cfg(test)]
mod tests;
