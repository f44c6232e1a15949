//! Tables that people download: comma-separated, for any spreadsheet, and nothing in them is taken for a formula.

use shared::money::Pence;

use crate::error::{Error, Result};

/// A table on its way to somebody.
pub struct Sheet(csv::Writer<Vec<u8>>);

impl Sheet {
    /// A table with these columns.
    pub fn new<const N: usize>(head: [&str; N]) -> Result<Self> {
        let mut sheet = Self(csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new()));
        sheet.row(head)?;
        Ok(sheet)
    }

    /// One more row.
    pub fn row<const N: usize>(&mut self, cells: [&str; N]) -> Result<()> {
        self.0.write_record(cells.map(harmless)).map_err(|it| Error::Broken(Box::new(it)))
    }

    /// The file.
    pub fn finish(self) -> Result<Vec<u8>> {
        self.0.into_inner().map_err(|it| Error::broken(it.to_string()))
    }
}

/// An amount as a spreadsheet reads it: `4166.67`.
pub fn pounds(amount: Pence) -> String {
    amount.to_string().replace(['£', ','], "")
}

/// A cell that no spreadsheet takes for a formula. A number below zero is none.
pub fn harmless(cell: &str) -> String {
    let number = cell.strip_prefix('-').is_some_and(|it| {
        it.starts_with(|it: char| it.is_ascii_digit()) && it.bytes().all(|it| it.is_ascii_digit() || it == b'.')
    });
    if !number && cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_text_and_a_number_below_zero_is_a_number() {
        for formula in ["=1+1", "+1", "-1+1", "@a", "\t=1", "-", "-a", "-.5"] {
            assert_eq!(harmless(formula), format!("'{formula}"));
        }
        for plain in ["-12.50", "-3", "12", "", "a=b", "£5"] {
            assert_eq!(harmless(plain), plain);
        }
        assert_eq!(pounds(Pence(-123_456_789)), "-1234567.89");
        let mut sheet = Sheet::new(["A", "B"]).unwrap();
        sheet.row(["x,y", "=1"]).unwrap();
        assert_eq!(sheet.finish().unwrap(), b"A,B\r\n\"x,y\",'=1\r\n");
    }
}
