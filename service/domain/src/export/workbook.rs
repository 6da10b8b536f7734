//! Lists as workbooks (XLSX): what a spreadsheet opens rightly whatever its settings, with where it comes from on a
//! sheet of its own.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign,
    Formula, IgnoreError, Workbook, Worksheet, XlsxError,
};

/// A workbook of one list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents<'a> {
    /// Name of the sheet that holds the list: the first, which is the one an import reads.
    pub sheet: &'a str,
    /// The first is the header.
    pub rows: &'a [Vec<String>],
    /// Columns that are there to be read: they are grey.
    pub fixed: &'a [usize],
    pub choices: &'a [Choice],
    /// Name and rows of the sheet about where the list comes from.
    pub origin: (&'a str, &'a [(String, String)]),
    /// Seconds since 1970-01-01: when it was made.
    pub made_at: i64,
}

/// A column in which spreadsheets offer what may stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub column: usize,
    pub values: Vec<String>,
}

/// Where choices stand: spreadsheets take a list of them from cells, for in a rule it may be short only.
const CHOICES: &str = "Val";
/// Widest column, in pixels: longer texts are cut on the screen, not in the cell.
const WIDEST: u32 = 320;

/// Writes the workbook. The same contents give the same octets.
///
/// # Errors
/// A text that no cell can hold (more than 32 767 characters), or more rows than a sheet has.
pub fn write(contents: &Contents<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_timestamp(contents.made_at)?;
    book.set_properties(
        &DocProperties::new()
            .set_title(contents.sheet)
            .set_creation_datetime(&made),
    );
    list(book.add_worksheet(), contents)?;
    origin(book.add_worksheet(), contents.origin)?;
    if !contents.choices.is_empty() {
        choices(book.add_worksheet(), contents.choices)?;
    }
    book.save_to_buffer()
}

fn header() -> Format {
    Format::new().set_bold().set_align(FormatAlign::Top)
}

fn list(sheet: &mut Worksheet, contents: &Contents<'_>) -> Result<(), XlsxError> {
    sheet.set_name(contents.sheet)?;
    let fixed = Format::new()
        .set_font_color("#595959")
        .set_background_color("#EFEFEF");
    for (row, cells) in (0_u32..).zip(contents.rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            if row == 0 {
                sheet.write_string_with_format(row, column, cell, &header())?;
            } else if contents.fixed.contains(&usize::from(column)) {
                sheet.write_string_with_format(row, column, cell, &fixed)?;
            } else {
                // Always as text: nothing in it is run, and codes keep their zeros.
                sheet.write_string(row, column, cell)?;
            }
        }
    }
    let columns = contents.rows.first().map_or(0, Vec::len);
    let end = |count: usize| u32::try_from(count.saturating_sub(1)).unwrap_or(u32::MAX);
    let (last_row, last_column) = (end(contents.rows.len()), end(columns));
    let last_column = u16::try_from(last_column).unwrap_or(u16::MAX);
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape();
    sheet.autofilter(0, 0, last_row, last_column)?;
    sheet.set_autofit_max_width(WIDEST).autofit();
    if last_row > 0 {
        sheet.ignore_error_range(1, 0, last_row, last_column, IgnoreError::NumberStoredAsText)?;
        for (at, choice) in (0_u16..).zip(contents.choices) {
            let column = u16::try_from(choice.column).unwrap_or(u16::MAX);
            let rule = offer(at, choice.values.len())?;
            sheet.add_data_validation(1, column, last_row, column, &rule)?;
        }
    }
    Ok(())
}

/// A rule that offers what stands in this column of the choices. Other values are let through: the import says
/// what is wrong with them, better than a spreadsheet can.
fn offer(at: u16, values: usize) -> Result<DataValidation, XlsxError> {
    let letter = rust_xlsxwriter::utility::column_number_to_name(at);
    let cells = format!("='{CHOICES}'!${letter}$1:${letter}${}", values.max(1));
    Ok(DataValidation::new()
        .allow_list_formula(Formula::new(cells))
        .ignore_blank(true)
        .set_error_style(DataValidationErrorStyle::Information))
}

fn origin(
    sheet: &mut Worksheet,
    (name, facts): (&str, &[(String, String)]),
) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (row, (what, value)) in (0_u32..).zip(facts) {
        sheet.write_string_with_format(row, 0, what, &header())?;
        sheet.write_string_with_format(row, 1, value, &wrapped)?;
    }
    sheet.set_column_width(0, 24)?;
    sheet.set_column_width(1, 90)?;
    Ok(())
}

fn choices(sheet: &mut Worksheet, choices: &[Choice]) -> Result<(), XlsxError> {
    sheet.set_name(CHOICES)?;
    for (column, choice) in (0_u16..).zip(choices) {
        for (row, value) in (0_u32..).zip(&choice.values) {
            sheet.write_string(row, column, value)?;
        }
    }
    sheet.set_autofit_max_width(WIDEST).autofit();
    Ok(())
}
