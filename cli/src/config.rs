//! Where the service is and who asks: the environment, then the CLI's own file.
//!
//! The file holds a token, so only its owner may read it (mode 0600), and its token goes to the
//! service it was saved for and to no other.

use crate::{
    error::{CliError, Result},
    text::text,
};
use serde::{Deserialize, Serialize};
use std::{
    fs,
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

/// Where the service listens unless it is told otherwise.
pub(crate) const DEFAULT_URL: &str = "http://127.0.0.1:8080";

/// Mode bits of everybody but the owner.
const OTHERS: u32 = 0o077;

/// The file, as TOML.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Saved {
    pub(crate) url: Option<String>,
    pub(crate) token: Option<String>,
}

/// What a command works with. `Debug` leaves the token out.
pub(crate) struct Target {
    pub(crate) url: String,
    pub(crate) token: Option<String>,
}

impl std::fmt::Debug for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Target")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

/// `SAMVERKAN_CLI_CONFIG`, or `samverkan/config.toml` in the user's folder for settings.
pub(crate) fn path(variable: impl Fn(&str) -> Option<String>) -> Option<PathBuf> {
    let set = |name| {
        variable(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    set("SAMVERKAN_CLI_CONFIG").or_else(|| {
        let folder = set("XDG_CONFIG_HOME").or_else(|| Some(set("HOME")?.join(".config")))?;
        Some(folder.join("samverkan/config.toml"))
    })
}

/// Reads the file; none is an empty one.
pub(crate) fn load(path: &Path) -> Result<Saved> {
    let shown = path.display();
    let io = |error| {
        CliError::io(
            text!("Går inte att läsa {shown}", "Cannot read {shown}"),
            error,
        )
    };
    let mode = match fs::metadata(path) {
        Ok(data) => data.permissions().mode(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Saved::default()),
        Err(error) => return Err(io(error)),
    };
    if mode & OTHERS != 0 {
        return Err(CliError::usage_with(
            text!(
                "Andra kan läsa {shown}, som håller din nyckel",
                "Others can read {shown}, which holds your token"
            ),
            text!("kör `chmod 600 {shown}`", "run `chmod 600 {shown}`"),
        ));
    }
    let content = fs::read_to_string(path).map_err(io)?;
    toml::from_str(&content).map_err(|error| {
        let reason = error.message().to_owned();
        CliError::usage(text!(
            "{shown} är inte som den ska: {reason}",
            "{shown} is not as it should be: {reason}"
        ))
    })
}

/// Writes the file whole or not at all, for the owner only.
pub(crate) fn save(path: &Path, saved: &Saved) -> Result {
    let shown = path.display();
    let io = |error| {
        CliError::io(
            text!("Går inte att skriva {shown}", "Cannot write {shown}"),
            error,
        )
    };
    let content = toml::to_string(saved).map_err(|error| io(io::Error::other(error)))?;
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(io)?;
    }
    let beside = path.with_extension("toml.new");
    // One left by a crash could have another mode.
    let _ = fs::remove_file(&beside);
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&beside)
        .map_err(io)?;
    file.write_all(content.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(io)?;
    fs::rename(&beside, path).map_err(io)
}

/// Puts it together: option before environment before file.
pub(crate) fn target(
    option: Option<&str>,
    variable: impl Fn(&str) -> Option<String>,
    saved: &Saved,
) -> Target {
    let set = |name| variable(name).filter(|value| !value.trim().is_empty());
    let url = option
        .map(str::to_owned)
        .or_else(|| set("SAMVERKAN_URL"))
        .or_else(|| saved.url.clone());
    let url = tidy(&url.unwrap_or_else(|| DEFAULT_URL.to_owned()));
    let same = saved
        .url
        .as_deref()
        .map(tidy)
        .is_some_and(|saved| saved == url);
    let token = set("SAMVERKAN_TOKEN").or_else(|| saved.token.clone().filter(|_| same));
    Target {
        token: token.map(|token| token.trim().to_owned()),
        url,
    }
}

/// An address without slashes at the end.
pub(crate) fn tidy(url: &str) -> String {
    url.trim().trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nothing(_: &str) -> Option<String> {
        None
    }

    fn saved() -> Saved {
        Saved {
            url: Some("https://a.example/".into()),
            token: Some("secret".into()),
        }
    }

    #[test]
    fn the_saved_token_goes_to_its_own_service_only() {
        assert_eq!(
            target(None, nothing, &saved()).token.as_deref(),
            Some("secret")
        );
        assert_eq!(
            target(Some("https://a.example"), nothing, &saved())
                .token
                .as_deref(),
            Some("secret")
        );
        assert_eq!(
            target(Some("https://b.example"), nothing, &saved()).token,
            None
        );
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let variable = |name: &str| {
            Some(
                if name == "SAMVERKAN_URL" {
                    "https://b.example"
                } else {
                    "other"
                }
                .to_owned(),
            )
        };
        let target = target(None, variable, &saved());
        assert_eq!(
            (target.url.as_str(), target.token.as_deref()),
            ("https://b.example", Some("other"))
        );
    }

    #[test]
    fn a_file_that_others_can_read_is_refused() {
        let path = std::env::temp_dir().join(format!("samverkan-cli-{}.toml", std::process::id()));
        save(&path, &saved()).expect("saved");
        assert_eq!(
            fs::metadata(&path).expect("there").permissions().mode() & 0o777,
            0o600
        );
        assert_eq!(
            load(&path).expect("loaded").token.as_deref(),
            Some("secret")
        );
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("mode");
        assert!(matches!(load(&path), Err(CliError::Usage { .. })));
        fs::remove_file(&path).expect("removed");
    }
}
