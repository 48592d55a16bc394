//! What WeChat's codes, ids and tokens are written in.

/// Whether a text can be a code, an id or a token of WeChat's: letters, digits and signs of ASCII,
/// without white space and without what other things are put in: quotes, brackets, commas.
pub(crate) fn is_wire_text(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_wire_byte)
}

fn is_wire_byte(byte: u8) -> bool {
    byte.is_ascii_graphic() && !br#""'`()<>[]{}\,;"#.contains(&byte)
}

/// What programs write in the place of a value that is not there.
const NOTHINGS: [&str; 6] = ["undefined", "null", "None", "nil", "NaN", "[object Object]"];

/// What is wrong with a text that cannot be a code, an id or a token of WeChat's, by what it looks
/// like.
pub(crate) fn problem_of(text: &str) -> Option<&'static str> {
    if NOTHINGS.contains(&text) {
        return Some("is what a missing value is written as: look at where it comes from");
    }
    if text == "the code is a mock one" {
        return Some("is the mock code of the developer tools: set an appid in the project");
    }
    if text.is_empty() || is_wire_text(text) {
        return None;
    }
    Some(match text.trim_ascii().as_bytes().first() {
        Some(b'"' | b'\'' | b'`') => "is in quotes: parse the JSON body that it came in",
        Some(b'{') => "is a whole JSON object: parse it, and pass the field",
        Some(b'[') => {
            "is a list or part of a printed one: pass each entry without brackets and quotes"
        }
        _ if text.bytes().any(|byte| byte.is_ascii_whitespace()) => {
            "has white space in it, such as a blank or the line break of a file: remove it"
        }
        _ => "has a character that no code, id or token of WeChat's has",
    })
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn what_wechat_issues_is_taken() {
        for text in [
            "oGZUI0egBJY1zhBYw2KhdUfwVJJE",
            "023Bpq0w3aTkb53rtl3w3H0gpe1Bpq0Q",
            "74_abc-DEF_ghi.jkl~mno",
            "refreshtoken@@@Q1w2e3r4-_T5",
            "@a|b=c==",
            "a+b/c:d%e*f!g$h&i?j#k",
            "nullable",
        ] {
            assert_eq!(problem_of(text), None, "{text}");
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_value_that_wechat_cannot_issue_is_named_by_its_form() {
        for (text, word) in [
            ("\"1e25\"", "quotes"),
            ("'1e25'", "quotes"),
            ("{\"code\":\"1e25\"}", "object"),
            ("undefined", "missing"),
            ("null", "missing"),
            ("[object Object]", "missing"),
            ("the code is a mock one", "mock"),
            ("\roAAA", "white space"),
            ("oAAA ", "white space"),
            ("[oAAA", "list"),
            ("[\"oAAA\"]", "list"),
            ("oAAA]", "character"),
            ("oAAA,oBBB", "character"),
            ("oAAA\0", "character"),
            ("微信", "character"),
        ] {
            let problem = problem_of(text).unwrap_or_default();
            assert!(problem.contains(word), "{text:?}: {problem}");
        }
    }
}
