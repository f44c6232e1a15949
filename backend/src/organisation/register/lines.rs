//! The bytes of a register on their way to the CSV reader.

use std::io::{self, Read};

use super::LONGEST_ROW;

/// Passes bytes on with every line break made `\n` and the last line ended, and refuses to pass more than its budget.
///
/// The `csv` crate counts a `\r\n` for the row after it, so its line numbers only match an editor's when there is no
/// `\r`; and it has no limit of its own to the length of a row.
pub(super) struct Lines<R> {
    inner: R,
    /// How many more bytes may be passed on.
    budget: usize,
    last: u8,
    after_return: bool,
    ended: bool,
}

impl<R> Lines<R> {
    pub(super) const fn new(inner: R) -> Self {
        Self { inner, budget: LONGEST_ROW, last: b'\n', after_return: false, ended: false }
    }

    /// To be called before each row.
    pub(super) const fn allow_a_row(&mut self) {
        self.budget = LONGEST_ROW;
    }

    pub(super) const fn is_spent(&self) -> bool {
        self.budget == 0
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.ended || buffer.is_empty() {
            return Ok(0);
        }
        if self.budget == 0 {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        let room = buffer.len().min(self.budget);
        loop {
            let count = match self.inner.read(&mut buffer[..room]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if count == 0 {
                self.ended = true;
                if self.last == b'\n' {
                    return Ok(0);
                }
                buffer[0] = b'\n';
                return Ok(1);
            }
            let mut kept = 0;
            for index in 0..count {
                let byte = buffer[index];
                let second_half = byte == b'\n' && self.after_return;
                self.after_return = byte == b'\r';
                if !second_half {
                    buffer[kept] = if byte == b'\r' { b'\n' } else { byte };
                    kept += 1;
                }
            }
            if kept > 0 {
                self.last = buffer[kept - 1];
                self.budget -= kept;
                return Ok(kept);
            }
        }
    }
}
