//! Bytes to text. Files come from Excel, from the admission system and from macOS, with and without
//! a byte order mark; a wrong guess turns "Sjögren" into rubbish, so every guess is reported.

use super::report::{Code, Finding, Words};
use crate::limits::IMPORT_BYTES;
use encoding_rs::{Encoding as Table, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// How the text was encoded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Encoding {
    /// The label of the WHATWG Encoding Standard: `UTF-8`, `windows-1252`, …; `xlsx` for a workbook.
    pub label: String,
    pub certainty: Certainty,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// A byte order mark says so.
    Marked,
    /// The whole file is well-formed UTF-8.
    Verified,
    /// Judged by the bytes that occur.
    Guessed,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// UTF-8 is read where it is.
    pub text: Cow<'a, str>,
    pub encoding: Encoding,
    /// At most one, a warning.
    pub finding: Option<Finding>,
}

/// Bytes that Windows-1252 leaves undefined. The web's decoders map them to control characters.
const UNDEFINED_IN_WINDOWS_1252: [u8; 5] = [0x81, 0x8D, 0x8F, 0x90, 0x9D];

/// Reads the bytes as text, or says exactly why not.
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Box<Finding>> {
    if bytes.len() > IMPORT_BYTES {
        return Err(file_too_large(bytes.len()).into());
    }
    let decoded = match Table::for_bom(bytes) {
        Some((table, mark)) => decode_marked(bytes, table, mark)?,
        None => decode_unmarked(bytes)?,
    };
    if decoded.text.trim().is_empty() {
        Err(empty_file().into())
    } else {
        Ok(decoded)
    }
}

fn decode_marked<'a>(
    bytes: &'a [u8],
    table: &'static Table,
    mark: usize,
) -> Result<Decoded<'a>, Box<Finding>> {
    let body = &bytes[mark..];
    let text = if table == UTF_8 {
        refuse_nul(bytes)?;
        std::str::from_utf8(body)
            .map_err(|error| undecodable(mark + error.valid_up_to(), table, None))?
            .into()
    } else {
        let text = utf_16(body, table);
        Cow::Owned(text.map_err(|at| undecodable(mark + at, table, None))?)
    };
    // Only UTF-16 can get here with one.
    if let Some(at) = text.find('\0') {
        return Err(nul_byte(mark + 2 * text[..at].encode_utf16().count()).into());
    }
    let encoding = Encoding {
        label: table.name().to_owned(),
        certainty: Certainty::Marked,
    };
    Ok(Decoded {
        text,
        encoding,
        finding: None,
    })
}

/// Strict UTF-16; the error is the offset of the first octet that is no character.
fn utf_16(body: &[u8], table: &'static Table) -> Result<String, usize> {
    debug_assert!(table == UTF_16LE || table == UTF_16BE);
    let (pairs, rest) = body.as_chunks::<2>();
    let unit = |pair: &[u8; 2]| {
        if table == UTF_16LE {
            u16::from_le_bytes(*pair)
        } else {
            u16::from_be_bytes(*pair)
        }
    };
    let mut text = String::with_capacity(body.len());
    let mut offset = 0;
    for decoded in char::decode_utf16(pairs.iter().map(unit)) {
        let c = decoded.map_err(|_| offset)?;
        offset += 2 * c.len_utf16();
        text.push(c);
    }
    if rest.is_empty() {
        Ok(text)
    } else {
        Err(offset)
    }
}

fn decode_unmarked(bytes: &[u8]) -> Result<Decoded<'_>, Box<Finding>> {
    refuse_nul(bytes)?;
    if let Ok(text) = std::str::from_utf8(bytes) {
        let encoding = Encoding {
            label: UTF_8.name().to_owned(),
            certainty: Certainty::Verified,
        };
        return Ok(Decoded {
            text: text.into(),
            encoding,
            finding: None,
        });
    }
    if let Some(at) = bytes
        .iter()
        .position(|byte| UNDEFINED_IN_WINDOWS_1252.contains(byte))
    {
        return Err(undecodable(at, WINDOWS_1252, Some(bytes[at])).into());
    }
    let detected = detect(bytes);
    let (guess, text) = match detected.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => (detected, text),
        // Every byte left is a character in Windows-1252.
        None => (
            WINDOWS_1252,
            WINDOWS_1252.decode_without_bom_handling(bytes).0,
        ),
    };
    let finding = (guess != WINDOWS_1252).then(|| unusual_encoding(guess));
    let encoding = Encoding {
        label: guess.name().to_owned(),
        certainty: Certainty::Guessed,
    };
    Ok(Decoded {
        text,
        encoding,
        finding,
    })
}

/// What the detector says of a text from Sweden.
fn detect(bytes: &[u8]) -> &'static Table {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(Some(b"se"), chardetng::Utf8Detection::Deny)
}

fn refuse_nul(bytes: &[u8]) -> Result<(), Box<Finding>> {
    bytes
        .iter()
        .position(|byte| *byte == 0)
        .map_or(Ok(()), |at| Err(nul_byte(at).into()))
}

pub(super) fn save_as_csv() -> Words {
    Words::new(
        "Öppna filen i kalkylprogrammet och spara den som ”CSV UTF-8”.",
        "Open the file in the spreadsheet and save it as “CSV UTF-8”.",
    )
}

pub(super) fn empty_file() -> Finding {
    Finding::new(
        Code::EmptyFile,
        Words::new("Filen är tom.", "The file is empty."),
        Words::new("Hämta listan på nytt.", "Fetch the list again."),
    )
}

pub(super) fn file_too_large(bytes: usize) -> Finding {
    let (size, most) = (bytes.div_ceil(1024 * 1024), IMPORT_BYTES / (1024 * 1024));
    Finding::new(
        Code::FileTooLarge,
        Words::new(
            format!("Filen är {size} MiB, men får vara högst {most} MiB."),
            format!("The file has {size} MiB but may have {most} MiB at most."),
        ),
        Words::new(
            "Dela upp den i flera filer.",
            "Split it into several files.",
        ),
    )
}

fn nul_byte(offset: usize) -> Finding {
    Finding::new(
        Code::NulByte,
        Words::new(
            format!("Byte {offset} i filen är noll, och det förekommer inte i en textfil."),
            format!("Byte {offset} of the file is zero, which no text file contains."),
        ),
        save_as_csv(),
    )
}

fn undecodable(offset: usize, table: &'static Table, byte: Option<u8>) -> Finding {
    let label = table.name();
    let value = byte
        .map(|byte| format!(" (0x{byte:02X})"))
        .unwrap_or_default();
    Finding::new(
        Code::UndecodableByte,
        Words::new(
            format!("Byte {offset}{value} är inget tecken i teckenkodningen {label}."),
            format!("Byte {offset}{value} is no character in the encoding {label}."),
        ),
        save_as_csv(),
    )
}

fn unusual_encoding(table: &'static Table) -> Finding {
    let label = table.name();
    Finding::new(
        Code::UnusualEncoding,
        Words::new(
            format!("Filen lästes med teckenkodningen {label}, som är ovanlig på svenska."),
            format!("The file was read in the encoding {label}, which is unusual for Swedish."),
        ),
        Words::new(
            "Kontrollera att namnen stämmer. Spara annars filen som ”CSV UTF-8”.",
            "Check that the names are right. If not, save the file as “CSV UTF-8”.",
        ),
    )
}
