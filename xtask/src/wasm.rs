//! The little that has to be known of a WebAssembly file: the names of its custom sections.

/// The names of all custom sections, or why this is no WebAssembly.
pub fn custom_sections(file: &[u8]) -> Result<Vec<String>, &'static str> {
    let mut rest = file.strip_prefix(b"\0asm\x01\0\0\0").ok_or("this is no WebAssembly file")?;
    let mut names = Vec::new();
    while let Some((&id, after)) = rest.split_first() {
        let (size, after) = number(after)?;
        let (body, next) = after.split_at_checked(size).ok_or("a section is longer than the file")?;
        if id == 0 {
            let (length, body) = number(body)?;
            let name = body.get(..length).ok_or("a name is longer than its section")?;
            names.push(String::from_utf8_lossy(name).into_owned());
        }
        rest = next;
    }
    Ok(names)
}

/// An unsigned LEB128 number, and what follows it.
fn number(bytes: &[u8]) -> Result<(usize, &[u8]), &'static str> {
    let mut value = 0u64;
    for (place, byte) in bytes.iter().take(5).enumerate() {
        value |= u64::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            let value = usize::try_from(value).map_err(|_| "a number is too large")?;
            return Ok((value, &bytes[place + 1..]));
        }
    }
    Err("a number has no end")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Finds a custom section behind another section whose size takes two bytes.
    #[test]
    fn custom_sections_are_found() {
        let mut file = b"\0asm\x01\0\0\0".to_vec();
        file.extend([10, 0x82, 0x01]);
        file.extend([7; 130]);
        file.extend([0, 6, 4]);
        file.extend(b"name!");
        assert_eq!(custom_sections(&file).unwrap(), ["name"]);
        file.truncate(file.len() - 1);
        assert!(custom_sections(&file).is_err());
        assert!(custom_sections(b"<!doctype html>").is_err());
    }
}
