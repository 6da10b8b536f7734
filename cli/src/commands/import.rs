//! Files from elsewhere: what is in them, what they would do, and doing it.

use super::{
    Context, import_follow, import_list,
    import_report::report,
    import_rest,
    import_timetable::{self, Timetable},
    import_undo::{self, Undo},
};
use crate::{
    args::{one_of, pair},
    client::{api::types, given},
    error::{CliError, Result},
    page::Paging,
    text::text,
};
use clap::{Args, Subcommand};
use std::{
    collections::BTreeMap,
    fs,
    io::Read as _,
    path::{Path, PathBuf},
};
use uuid::Uuid;

const ADMISSIONS_EXAMPLES: &str = "\
A file with an error changes nothing, and the exit code is 1, unless rows are chosen. Importing a file
again is harmless. What an import did is taken back with import undo.

Examples:
  samverkan import admissions antagna.csv --offering SA123A-V9001V27 --dry-run
  samverkan import nya antagna.csv --offering SA123A-V9001V27 --new-person 9 --same-person 12=018f…";

const PEOPLE_EXAMPLES: &str = "\
Names, professions, programmes, school units and ways of studying are changed; the other columns are
there to be read. Who has been changed here since the workbook was made is not written over.

Examples:
  samverkan export people SA123A-V9001V27
  samverkan import people SA123A-V9001V27-people.xlsx --offering SA123A-V9001V27 --dry-run";

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Admitted and reserves from the admissions system (nya)
    #[command(visible_alias = "nya", after_help = ADMISSIONS_EXAMPLES)]
    Admissions(People),
    /// Staff whom an employer has nominated (uppdrag)
    #[command(visible_alias = "uppdrag")]
    Nominations {
        #[command(flatten)]
        people: People,
        /// Ask heads anew about those they have said no to, or nothing
        #[arg(long)]
        renominate: bool,
    },
    /// Sessions of an offering (möten)
    #[command(visible_alias = "moten")]
    Sessions {
        #[command(flatten)]
        file: Upload,
        /// Code or id of the offering
        #[arg(long)]
        offering: String,
    },
    /// Study programmes and the profession families they count to (program)
    #[command(visible_alias = "program")]
    Programmes(Upload),
    /// The timetable of a programme, from KronoX or TimeEdit (schema)
    #[command(visible_alias = "schema", after_help = import_timetable::EXAMPLES)]
    Timetable(Timetable),
    /// School units (skolenheter)
    #[command(visible_alias = "skolenheter")]
    Workplaces(Upload),
    /// A workbook of an offering's people, taken out with export people and edited (deltagare)
    #[command(visible_alias = "deltagare", after_help = PEOPLE_EXAMPLES)]
    People {
        #[command(flatten)]
        file: Upload,
        /// Code or id of the offering
        #[arg(long)]
        offering: String,
        /// This row counts although the person has been changed here since; may be repeated
        #[arg(long, value_name = "ROW")]
        take_row: Vec<u32>,
    },
    /// Imports that were carried out, newest first
    List(Paging),
    /// One import with its report
    Show {
        /// Id
        import: Uuid,
    },
    /// Take back what an import did, as far as nobody has built on it (ångra)
    #[command(visible_alias = "angra", after_help = import_undo::EXAMPLES)]
    Undo(Undo),
    /// Which column of a file holds which field
    #[command(subcommand)]
    Mapping(MappingVerb),
}

#[derive(Debug, Args)]
pub(crate) struct Upload {
    /// The file (XLSX, CSV in any usual encoding, or JSON of registers), or - for standard input
    pub(super) file: PathBuf,
    /// Name of a saved mapping of columns
    #[arg(long, value_name = "NAME")]
    mapping: Option<String>,
    /// Only report what would be done
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Only these rows: 3,7-12. The header is row 1
    #[arg(long, value_name = "ROWS")]
    rows: Option<String>,
    /// What holds for every row whose cell is empty or missing; may be repeated
    #[arg(long = "value", value_name = "FIELD=VALUE", value_parser = pair)]
    values: Vec<(String, String)>,
    /// Import the rows without errors, and write the others to a file with the reason in each
    #[arg(long)]
    pub(super) only_valid: bool,
    /// That file; default: beside the file, with -kvar in its name
    #[arg(long, value_name = "FILE", requires = "only_valid")]
    pub(super) rest: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct People {
    #[command(flatten)]
    file: Upload,
    /// Code or id of the offering
    #[arg(long)]
    offering: String,
    /// This row is that person, who is here already; may be repeated
    #[arg(long, value_name = "ROW=PERSON", value_parser = pair)]
    same_person: Vec<(String, String)>,
    /// This row is a person of its own; may be repeated
    #[arg(long, value_name = "ROW")]
    new_person: Vec<u32>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum MappingVerb {
    /// Mappings, saved and built in
    List,
    /// Save a mapping under a name
    #[command(
        after_help = "Example:\n  samverkan import mapping save lund --kind admissions --column family_name=Efternamn --column email=Mejl"
    )]
    Save {
        /// Name
        name: String,
        /// What files it is for
        #[arg(long, value_parser = one_of::<types::ImportKind>(&["admissions", "nominations", "sessions", "programmes", "workplaces", "people"]))]
        kind: types::ImportKind,
        /// Header of the column that holds a field; repeated
        #[arg(long = "column", value_name = "FIELD=HEADER", value_parser = pair, required = true)]
        columns: Vec<(String, String)>,
    },
}

pub(crate) async fn run(context: &Context<'_>, verb: &Verb) -> Result {
    use types::ImportKind as Kind;
    let of = |kind: Kind| context.api.import_file().kind(kind);
    match verb {
        Verb::Admissions(people) => import_people(context, of(Kind::Admissions), people).await,
        Verb::Nominations { people, renominate } => {
            let call = of(Kind::Nominations).renominate(*renominate);
            import_people(context, call, people).await
        }
        Verb::Sessions { file, offering } => {
            import(context, of(Kind::Sessions).offering(offering), file).await
        }
        Verb::Programmes(file) => import(context, of(Kind::Programmes), file).await,
        Verb::Timetable(wanted) => import_timetable::run(context, wanted).await,
        Verb::Workplaces(file) => import(context, of(Kind::Workplaces), file).await,
        Verb::People {
            file,
            offering,
            take_row,
        } => {
            let call = of(Kind::People).offering(offering);
            import(context, given!(call, take_row: rows(take_row)), file).await
        }
        Verb::Undo(undo) => import_undo::run(context, undo).await,
        Verb::List(paging) => import_list::list(context, paging).await,
        Verb::Show { import } => {
            let import = context
                .api
                .get_import()
                .import(*import)
                .send()
                .await?
                .into_inner();
            context.out.show(&import, |out| report(out, &import))
        }
        Verb::Mapping(MappingVerb::List) => import_list::mappings(context).await,
        Verb::Mapping(MappingVerb::Save {
            name,
            kind,
            columns,
        }) => {
            let columns = columns.iter().cloned().collect();
            let call = context.api.put_import_mapping().name(name);
            let saved = call
                .body(types::MappingBody {
                    columns,
                    kind: *kind,
                })
                .send()
                .await?
                .into_inner();
            context.out.show(&saved, |out| {
                out.say(&text!(
                    "Mallen {name} är sparad",
                    "The mapping {name} is saved"
                ))
            })
        }
    }
}

pub(super) type Call<'a> = crate::client::api::builder::ImportFile<'a>;

async fn import_people(context: &Context<'_>, call: Call<'_>, people: &People) -> Result {
    let same: Vec<_> = people
        .same_person
        .iter()
        .map(|(row, person)| format!("{row}={person}"))
        .collect();
    let same = (!same.is_empty()).then(|| same.join(","));
    let call = call.offering(&people.offering);
    let call = given!(call, same_person: same, new_person: rows(&people.new_person));
    import(context, call, &people.file).await
}

/// Numbers of rows as the API takes them.
fn rows(numbers: &[u32]) -> Option<String> {
    let numbers: Vec<_> = numbers.iter().map(u32::to_string).collect();
    (!numbers.is_empty()).then(|| numbers.join(","))
}

/// Fields and values as the API takes them.
fn values(pairs: &[(String, String)]) -> Option<String> {
    let object: BTreeMap<_, _> = pairs.iter().cloned().collect();
    (!object.is_empty()).then(|| serde_json::json!(object).to_string())
}

async fn import(context: &Context<'_>, call: Call<'_>, upload: &Upload) -> Result {
    import_rest::is_free(upload)?;
    let content = read(&upload.file)?;
    let name = upload
        .file
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let call = call.dry_run(upload.dry_run).body(content);
    let call = call.only_valid(upload.only_valid);
    let call = given!(
        call, mapping: upload.mapping.as_ref(), file_name: name.filter(|name| name != "-"),
        rows: upload.rows.as_ref(), values: values(&upload.values)
    );
    let import = import_follow::follow(context, call).await?;
    context.out.show(&import, |out| {
        report(out, &import)?;
        match import.rest.as_ref().filter(|_| !upload.dry_run) {
            Some(rest) => import_rest::write(out, upload, rest),
            None => Ok(()),
        }
    })?;
    if import.sound {
        Ok(())
    } else {
        Err(CliError::No)
    }
}

pub(super) fn read(path: &Path) -> Result<Vec<u8>> {
    let shown = path.display();
    let mut content = Vec::new();
    let read = if path == Path::new("-") {
        std::io::stdin().lock().read_to_end(&mut content)
    } else {
        fs::File::open(path).and_then(|mut file| file.read_to_end(&mut content))
    };
    read.map_err(|error| {
        CliError::io(
            text!("Går inte att läsa {shown}", "Cannot read {shown}"),
            error,
        )
    })?;
    Ok(content)
}
