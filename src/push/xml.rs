//! XML as WeChat writes it, and no more of XML than that: elements, texts, CDATA, five entities and
//! numeric ones. What WeChat never writes (a DOCTYPE, other entities, attributes, comments) is
//! refused. Whoever knows the URL reaches this reader, before any signature is checked.

use alloc::string::String;
use alloc::vec::Vec;

use super::body::push_quoted;

/// How deep elements may lie in each other. WeChat's lie 5 deep.
pub(super) const MAX_DEPTH: usize = 16;
/// How many elements there may be.
pub(super) const MAX_ELEMENTS: usize = 2000;
/// `&#x10ffff;` is the longest that means anything.
const MAX_ENTITY_BYTES: usize = 10;

/// An element. Those in it are behind it.
struct Element<'a> {
    name: &'a str,
    text: String,
    /// How many elements there are up to its end.
    end: usize,
}

/// What is in the root element, as the text of a JSON object. An element without elements is a
/// text, and one that is repeated is a list.
pub(super) fn to_json(text: &str) -> Option<String> {
    let mut reader = Reader { rest: text, elements: Vec::new() };
    reader.element(0)?;
    let [root, inside @ ..] = &*reader.elements else {
        return None;
    };
    // `<xml>text</xml>` is no message.
    if root.name != "xml" || !is_blank(reader.rest) || !root.text.is_empty() {
        return None;
    }
    let mut json = String::with_capacity(text.len());
    write_all(inside, 1, &mut json);
    Some(json)
}

/// Writes the elements that are side by side. `before` elements are before them.
fn write_all(elements: &[Element<'_>], before: usize, json: &mut String) {
    let side_by_side = || {
        let after = |at: &usize| Some(elements.get(*at)?.end - before);
        let places = core::iter::successors(Some(0), after);
        places.take_while(|at| *at < elements.len())
    };
    json.push('{');
    for at in side_by_side() {
        let name = elements[at].name;
        let same = || side_by_side().filter(|other| elements[*other].name == name);
        if same().next() != Some(at) {
            continue;
        }
        if at > 0 {
            json.push(',');
        }
        push_quoted(json, name);
        json.push(':');
        let is_list = same().nth(1).is_some();
        json.push_str(if is_list { "[" } else { "" });
        for (index, at) in same().enumerate() {
            json.push_str(if index > 0 { "," } else { "" });
            let Element { text, end, .. } = &elements[at];
            match &elements[at + 1..end - before] {
                [] => push_quoted(json, text),
                inside => write_all(inside, before + at + 1, json),
            }
        }
        json.push_str(if is_list { "]" } else { "" });
    }
    json.push('}');
}

/// What is left to be read, and what was.
struct Reader<'a> {
    rest: &'a str,
    elements: Vec<Element<'a>>,
}

impl<'a> Reader<'a> {
    /// The element that follows. It calls itself, at most [`MAX_DEPTH`] times.
    fn element(&mut self, depth: usize) -> Option<()> {
        let at = self.elements.len();
        if depth == MAX_DEPTH || at == MAX_ELEMENTS {
            return None;
        }
        self.take("<")?;
        let name = self.name()?;
        self.elements.push(Element { name, text: String::new(), end: at + 1 });
        if self.take("/>").is_some() {
            return Some(());
        }
        self.take(">")?;
        loop {
            let end = self.rest.find('<')?;
            let written = self.split_off(end);
            push_text(&mut self.elements[at].text, written)?;
            if self.take("<![CDATA[").is_some() {
                let end = self.rest.as_bytes().windows(3).position(|it| it == b"]]>")?;
                let written = self.split_off(end);
                self.elements[at].text.push_str(written);
                self.take("]]>")?;
            } else if self.take("</").is_some() {
                if self.name()? != name {
                    return None;
                }
                self.take(">")?;
                break;
            } else {
                self.element(depth + 1)?;
            }
        }
        let end = self.elements.len();
        self.elements[at].end = end;
        // Text between elements means nothing that WeChat would write.
        (end == at + 1 || self.elements[at].text.is_empty()).then_some(())
    }

    fn take(&mut self, token: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(token)?;
        Some(())
    }

    /// Takes so many bytes, up to a character that was found.
    fn split_off(&mut self, bytes: usize) -> &'a str {
        let (before, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        before
    }

    /// A name, and white space behind it.
    fn name(&mut self) -> Option<&'a str> {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
        let end = self.rest.bytes().position(|byte| !is_part(byte))?;
        let name = self.split_off(end);
        self.rest = self.rest.trim_ascii_start();
        (!name.is_empty()).then_some(name)
    }
}

/// Adds text outside CDATA. White space between elements, or around CDATA, does not count.
fn push_text(text: &mut String, mut written: &str) -> Option<()> {
    if is_blank(written) {
        return Some(());
    }
    while let Some((before, rest)) = written.split_once('&') {
        text.push_str(before);
        let (entity, rest) = rest.split_at(rest.find(';').filter(|end| *end < MAX_ENTITY_BYTES)?);
        text.push(character(entity)?);
        written = &rest[1..];
    }
    text.push_str(written);
    Some(())
}

fn character(entity: &str) -> Option<char> {
    let (digits, radix) = match entity {
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "amp" => return Some('&'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        _ => match entity.strip_prefix("#x") {
            Some(digits) => (digits, 16),
            None => (entity.strip_prefix('#')?, 10),
        },
    };
    // Rust's numbers may have a sign.
    let number = u32::from_str_radix(digits, radix).ok().filter(|_| !digits.starts_with('+'))?;
    char::from_u32(number).filter(|character| *character != '\0')
}

fn is_blank(text: &str) -> bool {
    text.trim_ascii().is_empty()
}
