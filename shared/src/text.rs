//! Rules for text that people type.

use crate::failure::Problem;

/// The text without spaces around it, or what is wrong with it.
///
/// `longest` counts characters, not bytes. Control characters other than line breaks are refused, because they hide in
/// lists, logs and spreadsheets.
pub fn required(field: &str, what: &str, text: &str, longest: usize) -> Result<String, Vec<Problem>> {
    let text = text.trim();
    let problem = |message: String| Err(vec![Problem { field: field.to_owned(), message }]);
    if text.is_empty() {
        return problem(format!("Enter {what}"));
    }
    let length = text.chars().count();
    if length > longest {
        return problem(format!("{} must be {longest} characters or fewer; it has {length}", capital(what)));
    }
    if text.chars().any(|it| it.is_control() && it != '\n' && it != '\r') {
        return problem(format!("{} must not contain control characters", capital(what)));
    }
    Ok(text.to_owned())
}

/// As [`required`], but nothing at all is fine.
pub fn optional(field: &str, what: &str, text: &str, longest: usize) -> Result<String, Vec<Problem>> {
    if text.trim().is_empty() { Ok(String::new()) } else { required(field, what, text, longest) }
}

/// The items in order, each once. For the few choices of a form; the library's sort costs kilobytes of download a type.
pub(crate) fn in_order<T: Ord>(items: Vec<T>) -> Vec<T> {
    let mut ordered = Vec::with_capacity(items.len());
    for item in items {
        if let Err(at) = ordered.binary_search(&item) {
            ordered.insert(at, item);
        }
    }
    ordered
}

/// `the cost` becomes `The cost`; an article at the start is dropped from `a title`.
fn capital(what: &str) -> String {
    let what = what.strip_prefix("a ").or_else(|| what.strip_prefix("an ")).unwrap_or(what);
    let mut what = what.to_owned();
    // What things are called here starts with a plain letter; the tables for all others would be downloaded with the page.
    if let Some(first) = what.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    what
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_trimmed_and_bounded_in_characters() {
        assert_eq!(required("title", "a title", "  Talk Boost ", 10).unwrap(), "Talk Boost");
        assert_eq!(required("title", "a title", "éééé", 4).unwrap(), "éééé");
        assert_eq!(required("title", "a title", " ", 4).unwrap_err()[0].message, "Enter a title");
        let long = required("title", "a title", "ééééé", 4).unwrap_err();
        assert_eq!(long[0].message, "Title must be 4 characters or fewer; it has 5");
        assert!(required("title", "a title", "a\u{0}b", 4).is_err());
        assert_eq!(optional("note", "a note", "  ", 4).unwrap(), "");
    }
}
