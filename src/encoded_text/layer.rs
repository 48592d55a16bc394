//! The layers that forms, URLs, HTML and JSON put around a text. Each uses characters that Base64
//! has not, so that none is ever seen in good Base64.

use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::vec::Vec;

use super::Damage;

/// The outermost layer around a text, and where it begins.
pub(super) fn outermost(text: &str) -> Option<(Damage, usize)> {
    if let Some(at) = quotes(text) {
        return Some((Damage::JsonQuoted, at));
    }
    let html = find(text, '&', reference).map(|at| (Damage::HtmlEscaped, at));
    // HTML escapes a quote and leaves a backslash: where both are, HTML was last.
    let quote = |rest: &str| reference(rest).filter(|(character, _)| *character == '"');
    if html.is_some() && find(text, '&', quote).is_some() {
        return html;
    }
    let json = find(text, '\\', escape).map(|at| (Damage::JsonEscaped, at));
    json.or(html).or_else(|| {
        let at = find(text, '%', percent)?;
        let twice = find(text, '%', percent_of_percent).is_some();
        Some((if twice { Damage::DoublePercentEncoded } else { Damage::PercentEncoded }, at))
    })
}

/// Takes one layer off. `None` if what is under it is no text.
pub(crate) fn peel(kind: Damage, text: &str) -> Option<String> {
    match kind {
        Damage::JsonQuoted => {
            let quoted = text.trim_ascii();
            Some(quoted[1..quoted.len() - 1].to_owned())
        }
        Damage::JsonEscaped => replace(text, '\\', escape),
        Damage::HtmlEscaped => replace(text, '&', reference),
        Damage::PercentEncoded => replace(text, '%', percent),
        Damage::DoublePercentEncoded => replace(&replace(text, '%', percent)?, '%', percent),
        _ => None,
    }
}

/// Where the opening quote is, if the text is in quotes.
fn quotes(text: &str) -> Option<usize> {
    let quoted = text.trim_ascii();
    let inside = |quote| quoted.strip_prefix(quote)?.strip_suffix(quote);
    inside('"').or_else(|| inside('\''))?;
    text.find(['"', '\''])
}

/// Reads what follows a lead character: what it stands for, and how many bytes that took.
type Unescape = fn(&str) -> Option<(char, usize)>;

fn find(text: &str, lead: char, unescape: Unescape) -> Option<usize> {
    text.match_indices(lead).map(|(at, _)| at).find(|at| unescape(&text[at + 1..]).is_some())
}

fn replace(text: &str, lead: char, unescape: Unescape) -> Option<String> {
    let mut replaced = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(lead) {
        replaced.extend_from_slice(&rest.as_bytes()[..at]);
        rest = &rest[at + 1..];
        match unescape(rest) {
            // What is behind a `%` is a byte, and not a character.
            Some((byte, width)) if lead == '%' => {
                replaced.push(u8::try_from(byte).ok()?);
                rest = &rest[width..];
            }
            Some((character, width)) => {
                replaced.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                rest = &rest[width..];
            }
            None => replaced.push(u8::try_from(lead).ok()?),
        }
    }
    replaced.extend_from_slice(rest.as_bytes());
    String::from_utf8(replaced).ok()
}

/// `%2B`
fn percent(rest: &str) -> Option<(char, usize)> {
    Some((char::from(u8::try_from(whole(rest.get(..2)?, 16)?).ok()?), 2))
}

/// `%252B`
fn percent_of_percent(rest: &str) -> Option<(char, usize)> {
    percent(rest.strip_prefix("25")?)
}

/// `\u002b`, `\/`
fn escape(rest: &str) -> Option<(char, usize)> {
    match rest.chars().next()? {
        'u' => Some((char::from_u32(whole(rest.get(1..5)?, 16)?)?, 5)),
        'n' => Some(('\n', 1)),
        'r' => Some(('\r', 1)),
        't' => Some(('\t', 1)),
        character @ ('/' | '\\' | '"' | '\'') => Some((character, 1)),
        _ => None,
    }
}

/// `&#43;`, `&#x2B;`, `&plus;`
fn reference(rest: &str) -> Option<(char, usize)> {
    let end = rest.bytes().take(9).position(|byte| byte == b';')?;
    let name = &rest[..end];
    let character = match name.strip_prefix('#') {
        Some(number) => char::from_u32(match number.strip_prefix(['x', 'X']) {
            Some(digits) => whole(digits, 16)?,
            None => whole(number, 10)?,
        })?,
        None => match name {
            "amp" => '&',
            "apos" => '\'',
            "equals" => '=',
            "gt" => '>',
            "lt" => '<',
            "plus" => '+',
            "quot" => '"',
            "sol" => '/',
            _ => return None,
        },
    };
    Some((character, end + 1))
}

/// Digits, and no sign before them.
fn whole(digits: &str, radix: u32) -> Option<u32> {
    let are_digits = digits.chars().all(|digit| digit.is_digit(radix));
    are_digits.then(|| u32::from_str_radix(digits, radix).ok())?
}
