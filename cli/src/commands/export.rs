//! Lists taken out as files: for learning platforms, the register of studies and the door.

use super::{Context, export_invoice};
use crate::{
    args::one_of,
    client::api::types,
    error::{CliError, Result},
    text::text,
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use clap::{Args, Subcommand};
use std::{
    fs::OpenOptions,
    io::Write as _,
    path::{Path, PathBuf},
};

const EXAMPLES: &str = "\
Whoever is protected stands in lists under an alias, and in no file of accounts. With --json the
answer holds the files' text, and nothing is written.

Examples:
  samverkan export rollcall SA123A-V9001V27
  samverkan export people SA123A-V9001V27
  samverkan export blackboard SA123A-V9001V27 --account local_part --folder till-blackboard";

#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub(crate) enum Verb {
    /// Groups and their members for Blackboard Learn: two files
    Blackboard(Accounts),
    /// Members of groups for Canvas
    Canvas(Accounts),
    /// Who is expected, to tick off (upprop)
    Rollcall(Sheet),
    /// What the register of studies asks for when people are registered
    Registration(Sheet),
    /// Who was there when (närvaro)
    Attendance(Sheet),
    /// Everybody, as a workbook to edit in a spreadsheet and import again (deltagare)
    People(List),
    /// Name signs to print and cut out, ten on a page (namnskyltar, PDF)
    NameSigns(List),
    /// Certificates of participation for commissioned places, to print and sign (intyg, PDF)
    Certificates(List),
    /// What employers are to pay for, of a contract or all of an offering's (fakturaunderlag)
    #[command(visible_alias = "fakturaunderlag", after_help = export_invoice::EXAMPLES)]
    InvoiceBasis(export_invoice::Wanted),
}

#[derive(Debug, Args)]
pub(crate) struct Sheet {
    #[command(flatten)]
    list: List,
    /// As a workbook, with where it comes from on a sheet of its own
    #[arg(long)]
    xlsx: bool,
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Code or id of the offering
    offering: String,
    /// Name of the partition; default: the one there is
    #[arg(long, value_name = "NAME")]
    set: Option<String>,
    /// Folder to write to; it is made if it is missing
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,
    /// Write over files that are there
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Accounts {
    #[command(flatten)]
    list: List,
    /// What the platform calls people: their address, or what stands before the @ in it
    #[arg(long, default_value = "address", value_parser = one_of::<types::ExportAccount>(&["address", "local_part"]))]
    account: types::ExportAccount,
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    use types::{ExportFormat as Format, ExportKind as Kind};
    let sheet = |kind, sheet: &Sheet| (kind, None, sheet.xlsx.then_some(Format::Xlsx));
    let (list, (kind, account, format)) = match verb {
        Verb::Blackboard(of) => (&of.list, (Kind::Blackboard, Some(of.account), None)),
        Verb::Canvas(of) => (&of.list, (Kind::Canvas, Some(of.account), None)),
        Verb::Rollcall(of) => (&of.list, sheet(Kind::Rollcall, of)),
        Verb::Registration(of) => (&of.list, sheet(Kind::Registration, of)),
        Verb::Attendance(of) => (&of.list, sheet(Kind::Attendance, of)),
        Verb::People(list) => (list, (Kind::People, None, None)),
        Verb::NameSigns(list) => (list, (Kind::NameSigns, None, None)),
        Verb::Certificates(list) => (list, (Kind::Certificates, None, None)),
        Verb::InvoiceBasis(wanted) => return export_invoice::run(context, wanted).await,
    };
    let body = types::NewExport {
        kind,
        account,
        format,
        set_name: list.set.clone(),
    };
    let call = context.api.create_export().offering(&list.offering);
    let made = call.body(body).send().await?.into_inner();
    context.out.show(&made, |out| {
        let paths = made.files.iter().map(|file| list.folder.join(&file.name));
        let paths: Vec<PathBuf> = paths.collect();
        if !list.force {
            absent(&paths)?;
        }
        make(&list.folder)?;
        for (path, file) in paths.iter().zip(&made.files) {
            write(path, &content(file)?)?;
            let shown = path.display();
            out.say(&text!("Skrev {shown}", "Wrote {shown}"))?;
        }
        let people = made.people;
        out.say(&text!("{people} personer", "{people} people"))?;
        let (hidden, without) = (made.protected_left_out, made.without_account);
        if hidden > 0 {
            out.note(&text!(
                "{hidden} med skyddade uppgifter är inte med: ordna deras för hand",
                "{hidden} with protected identity are not in it: see to theirs by hand"
            ));
        }
        if made.not_seen > 0 {
            let unseen = made.not_seen;
            out.note(&text!(
                "{unseen} har inte setts på något möte och får inget intyg",
                "{unseen} have not been seen at any meeting and get no certificate"
            ));
        }
        if made.unknown_letters > 0 {
            let unknown = made.unknown_letters;
            out.note(&text!(
                "{unknown} har namn med tecken som teckensnittet saknar: där står ?",
                "{unknown} have names with letters that the typeface lacks: there stands ?"
            ));
        }
        if without > 0 {
            out.note(&text!(
                "{without} saknar en adress som kan stå i filen och är inte med",
                "{without} have no address that can stand in the file and are not in it"
            ));
        }
        Ok(())
    })
}

/// What is in a file: text as it stands, or a workbook.
pub(super) fn content(file: &types::ExportFile) -> Result<Vec<u8>> {
    match (&file.text, &file.base64) {
        (Some(text), _) => Ok(text.clone().into_bytes()),
        (None, Some(base64)) => BASE64_STANDARD.decode(base64).map_err(not_understood),
        (None, None) => Err(not_understood("a file with nothing in it")),
    }
}

fn not_understood(detail: impl ToString) -> CliError {
    CliError::NotUnderstood {
        detail: detail.to_string(),
    }
}

/// All or none: nothing is written if one of the files is there already.
pub(super) fn absent(paths: &[PathBuf]) -> Result {
    let Some(there) = paths.iter().find(|path| path.exists()) else {
        return Ok(());
    };
    let shown = there.display();
    Err(CliError::usage(text!(
        "{shown} finns redan. Välj en annan mapp med --folder, eller skriv över med --force.",
        "{shown} is there already. Choose another folder with --folder, or write over it with --force."
    )))
}

pub(super) fn make(folder: &Path) -> Result {
    let shown = folder.display();
    std::fs::create_dir_all(folder).map_err(|error| {
        CliError::io(
            text!("Går inte att skapa {shown}", "Cannot make {shown}"),
            error,
        )
    })
}

/// Readable by the owner only: the lists hold names and addresses.
pub(super) fn write(path: &Path, content: &[u8]) -> Result {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options
        .open(path)
        .and_then(|mut file| file.write_all(content));
    let shown = path.display();
    written.map_err(|error| {
        CliError::io(
            text!("Går inte att skriva {shown}", "Cannot write {shown}"),
            error,
        )
    })
}
