//! Tokens, and saving one for this machine.

use super::{Context, remark_clear};
use crate::{
    args::one_of,
    client::{self, api::types, fresh_key},
    config::{self, Saved, Target},
    error::{CliError, Result},
    output::{Printer, col},
    text::{text, when, word},
    variable,
};
use clap::Subcommand;
use uuid::Uuid;

pub(crate) const LOGIN_EXAMPLES: &str = "\
Asks for a token, or reads one from standard input; a token never stands on the command line.
The token is checked and saved in a file that only you can read.

Examples:
  samverkan login --url https://kurs.example.org
  samverkan-service token --role administrator | samverkan login --url https://kurs.example.org";

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Tokens of staff
    List,
    /// Make a token; it is shown this once
    #[command(
        after_help = "Examples:\n  samverkan token create 'Nattlig export' --role auditor --days 30\n  \
                      samverkan token create 'Anna' --role programme_responsible --programme LSP9A"
    )]
    Create {
        /// What it is for
        name: String,
        /// What its bearer may be
        #[arg(long, value_parser = one_of::<types::Role>(&["administrator", "officer", "auditor", "archivist", "programme_responsible", "technician"]))]
        role: types::Role,
        /// Days until it expires, at most 90
        #[arg(long, default_value_t = 30)]
        days: i64,
        /// Code of a programme, for `programme_responsible`; may be repeated
        #[arg(long = "programme", value_name = "CODE")]
        programmes: Vec<String>,
    },
    /// End a token at once
    Revoke {
        /// Id
        token: Uuid,
    },
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    let out = context.out;
    match verb {
        Verb::List => list(context).await,
        Verb::Create {
            name,
            role,
            days,
            programmes,
        } => {
            let body = types::NewToken {
                days: *days,
                name: name.clone(),
                programmes: programmes.clone(),
                role: *role,
            };
            let call = context
                .api
                .create_token()
                .idempotency_key(fresh_key())
                .body(body);
            let made = call.send().await?.into_inner();
            out.show(&made, |out| {
                out.line(&made.token)?;
                let until = when(&made.expires_at);
                out.note(&text!(
                    "Den visas bara nu. Gäller till {until}",
                    "It is shown only now. Valid until {until}"
                ));
                Ok(())
            })
        }
        Verb::Revoke { token } => {
            out.confirm(&text!(
                "Nyckeln slutar gälla genast. Det går inte att ångra.",
                "The token ends at once. It cannot be undone."
            ))?;
            context.api.revoke_token().token(*token).send().await?;
            out.note(&text!("Avslutad", "Ended"));
            Ok(())
        }
    }
}

async fn list(context: &Context<'_>) -> Result {
    let tokens = context.api.list_tokens().send().await?.into_inner();
    context.out.show(&tokens, |out| {
        let time = |at: Option<&String>| at.map(|at| when(at)).unwrap_or_default();
        let rows = tokens.iter().map(|token| {
            vec![
                token.name.clone(),
                word(out.lang, token.role),
                token.programmes.join(", "),
                when(&token.expires_at),
                time(token.last_used_at.as_ref()),
                time(token.revoked_at.as_ref()),
                token.id.to_string(),
            ]
        });
        let columns = [
            col("Namn", "Name"),
            col("Roll", "Role"),
            col("Program", "Programmes"),
            col("Gäller till", "Valid until"),
            col("Senast använd", "Last used"),
            col("Avslutad", "Ended"),
            col("Id", "Id"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}

/// Asks for a token, checks it, saves it.
pub(crate) async fn login(url: Option<&str>, out: &Printer) -> Result {
    let path = config::path(variable).ok_or_else(|| {
        CliError::usage(text!(
            "Det finns ingen hemkatalog: sätt SAMVERKAN_CLI_CONFIG",
            "There is no home folder: set SAMVERKAN_CLI_CONFIG"
        ))
    })?;
    let saved = config::load(&path)?;
    let url = config::target(url, variable, &saved).url;
    let token = out.secret(&text!("Nyckel för {url}: ", "Token for {url}: "))?;
    if token.is_empty() {
        return Err(CliError::usage_with(
            text!("Ingen nyckel", "No token"),
            text!(
                "en administratör gör en med `samverkan token create` eller `samverkan-service token`",
                "an administrator makes one with `samverkan token create` or `samverkan-service token`"
            ),
        ));
    }
    let target = Target {
        url,
        token: Some(token),
    };
    remark_clear(&target, out);
    // Anybody signed in may list tokens: staff's or their own.
    client::client(&target, out.lang)?
        .list_tokens()
        .send()
        .await?;
    let url = target.url.clone();
    config::save(
        &path,
        &Saved {
            url: Some(target.url),
            token: target.token,
        },
    )?;
    let shown = path.display();
    out.note(&text!(
        "Inloggad på {url}; sparat i {shown}",
        "Logged in to {url}; saved in {shown}"
    ));
    Ok(())
}
