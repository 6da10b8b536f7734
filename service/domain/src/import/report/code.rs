//! What kinds of findings there are.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The row, or the whole file, is not imported.
    Error,
    /// It is imported, and somebody should look.
    Warning,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal $severity:ident),* $(,)?) => {
        /// What kind of finding it is. The texts are stable: scripts may depend on them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code {
            $($(#[$doc])* #[serde(rename = $text)] $name,)*
        }

        impl Code {
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    // The file as bytes and text.
    EmptyFile = "empty-file" Error,
    FileTooLarge = "file-too-large" Error,
    Workbook = "workbook" Error,
    SheetChosen = "sheet-chosen" Warning,
    /// JSON that is none, or not of a form that is known.
    Json = "json" Error,
    /// School units that have ended are not among the rows.
    EndedUnits = "ended-units" Warning,
    /// People without a duty today are not among the rows.
    NoDuty = "no-duty" Warning,
    /// Who is protected is not read in from staff data.
    ProtectedStaff = "protected-staff" Error,
    NulByte = "nul-byte" Error,
    UndecodableByte = "undecodable-byte" Error,
    UnusualEncoding = "unusual-encoding" Warning,
    // The file as a table.
    NoDelimiter = "no-delimiter" Error,
    HeaderMissing = "header-missing" Error,
    /// A column with values under it has no header.
    HeaderEmpty = "header-empty" Error,
    DuplicateHeader = "duplicate-header" Error,
    TooManyColumns = "too-many-columns" Error,
    TooManyRows = "too-many-rows" Error,
    NoRows = "no-rows" Error,
    UnterminatedQuote = "unterminated-quote" Error,
    TextAfterQuote = "text-after-quote" Error,
    RaggedRow = "ragged-row" Error,
    EmptyRow = "empty-row" Warning,
    // The columns.
    MissingColumn = "missing-column" Error,
    IgnoredColumn = "ignored-column" Warning,
    MappingUnusable = "mapping-unusable" Error,
    // One cell.
    MissingValue = "missing-value" Error,
    TooLong = "too-long" Error,
    ControlCharacters = "control-characters" Warning,
    FormulaCell = "formula-cell" Warning,
    FailedFormula = "failed-formula" Error,
    /// Letters were lost or garbled before the file came here: "Sj\u{FFFD}gren", "SjÃ¶gren".
    GarbledText = "garbled-text" Error,
    BadIdentityNumber = "bad-identity-number" Error,
    InterimChecksum = "interim-checksum" Warning,
    BadEmail = "bad-email" Error,
    MissingEmail = "missing-email" Warning,
    BadCode = "bad-code" Error,
    BadNumber = "bad-number" Error,
    BadDate = "bad-date" Error,
    BadTime = "bad-time" Error,
    UnknownValue = "unknown-value" Error,
    UnknownProfession = "unknown-profession" Error,
    UnknownMarking = "unknown-marking" Warning,
    // One row.
    ReserveWithoutNumber = "reserve-without-number" Error,
    ReserveWithoutGroup = "reserve-without-group" Error,
    NumberWithoutReserve = "number-without-reserve" Error,
    ConditionWithoutDate = "condition-without-date" Warning,
    NoProgrammeOrProfession = "no-programme-or-profession" Error,
    ProgrammeAndProfession = "programme-and-profession" Warning,
    EndBeforeStart = "end-before-start" Error,
    // Several rows.
    DuplicateRow = "duplicate-row" Error,
    DuplicateReserveNumber = "duplicate-reserve-number" Error,
    SharedEmail = "shared-email" Warning,
    // What is here already, and what the rules of the service say.
    UnknownChannel = "unknown-channel" Error,
    UnknownContract = "unknown-contract" Error,
    ContractFull = "contract-full" Error,
    NotInRegister = "not-in-register" Error,
    AddressOfAnother = "address-of-another" Error,
    PossibleSamePerson = "possible-same-person" Error,
    ReserveNumberTaken = "reserve-number-taken" Error,
    SessionRefused = "session-refused" Error,
    AlreadyPlaced = "already-placed" Warning,
    /// The head has said no, or nothing, and the import is not to ask anew.
    NominationEnded = "nomination-ended" Warning,
    ProtectionKept = "protection-kept" Warning,
    // A workbook that comes back.
    UnknownApplication = "unknown-application" Error,
    ApplicationEnded = "application-ended" Warning,
    /// The person has been changed here since the workbook was made.
    ChangedMeanwhile = "changed-meanwhile" Error,
    /// A column that is only read says something else than what is here.
    ReadOnlyColumn = "read-only-column" Warning,
    NotToBeChanged = "not-to-be-changed" Error,
}
