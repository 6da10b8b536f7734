//! `samverkan-service check`.

use super::{Failure, say};
use samverkan_service::{
    config::Config,
    issuer::Issuers,
    mail::{MailSettings, SmtpMailer},
    seeds::Seeds,
    store::Database,
};
use std::process::ExitCode;

/// Tries everything that starting needs, and names each thing that will not work.
pub(super) async fn check(config: &Config) -> Result<ExitCode, Failure> {
    let mut problems = Vec::new();
    match Database::connect(&config.database_url).await {
        Ok(database) => match database.pending_migrations().await {
            Ok(0) => {}
            Ok(pending) => problems.push(format!(
                "database: {pending} migrations to run; use migrate"
            )),
            Err(_) => problems.push("database: empty or unreadable; use migrate".to_owned()),
        },
        Err(error) => problems.push(format!("database: {error}")),
    }
    if let Err(error) = config.secret_key(&Seeds::default()) {
        problems.push(format!("secret key: {error}"));
    }
    if let Some(url) = &config.smtp_url {
        let settings = MailSettings {
            from_name: config.mail_from_name.clone(),
            from_address: config.mail_from.clone(),
            reply_to: config.mail_reply_to.clone(),
            public_url: config.public_url.clone().unwrap_or_default(),
        };
        if let Err(error) = settings.check() {
            problems.push(format!("mail: {error}"));
        }
        if let Err(error) = SmtpMailer::from_url(url, settings) {
            problems.push(format!("smtp_url: {error}"));
        }
    }
    let public_url = config.public_url.as_deref().unwrap_or("http://localhost");
    if let Err(error) = Issuers::new(&config.issuers, public_url) {
        problems.push(error.to_string());
    }
    problems.extend(config.traces().check().iter().map(ToString::to_string));
    match &config.public_url {
        None => problems
            .push("public_url: not set; links in mail will name the listening address".to_owned()),
        Some(url) if !url.starts_with("https://") => {
            problems.push("public_url: not https; calendar addresses are secrets".to_owned());
        }
        Some(_) => {}
    }
    for problem in &problems {
        say(problem);
    }
    if problems.is_empty() {
        say("No problems found.");
        return Ok(ExitCode::SUCCESS);
    }
    Ok(ExitCode::FAILURE)
}
