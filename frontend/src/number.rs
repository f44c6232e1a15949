//! Numbers with a fraction, read and written by the browser. It knows how; Rust's own way would bring its tables into the
//! download.

#[cfg(target_arch = "wasm32")]
mod way {
    use web_sys::js_sys::{Number, parse_float};

    pub fn read(text: &str) -> f64 {
        parse_float(text)
    }

    pub fn written(value: f64) -> Option<String> {
        Number::from(value).to_string_with_radix(10).ok().map(Into::into)
    }
}

/// Tests run without a browser.
#[cfg(not(target_arch = "wasm32"))]
mod way {
    pub fn read(text: &str) -> f64 {
        text.parse().unwrap_or(f64::NAN)
    }

    pub fn written(value: f64) -> Option<String> {
        Some(value.to_string())
    }
}

/// The number in a text of digits with at most one sign before them and one point among them.
pub fn read(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let whole = digits.replacen('.', "", 1);
    let plain = !whole.is_empty() && whole.bytes().all(|it| it.is_ascii_digit());
    plain.then(|| way::read(text)).filter(|it| it.is_finite())
}

/// The number as people write it: `42`, `3.5`.
pub fn written(value: f64) -> String {
    way::written(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_people_mean_as_a_number_is_one() {
        assert_eq!(read("42"), Some(42.0));
        assert_eq!(read("-3.5"), Some(-3.5));
        for text in ["", "-", ".", "1.2.3", "--1", "1e5", "inf", "NaN", "4 2", "4-2"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(written(3.5), "3.5");
        assert_eq!(written(42.0), "42");
    }
}
