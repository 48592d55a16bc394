//! Reads what a JavaScript caller passed, as JSON. Every way to be wrong is an `ERR_INVALID_ARGUMENT` that
//! names the argument and shows nothing of its value.

use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::vec::Vec;

use crate::error::Error;
use crate::json::{Field, Object, entries, number, string, strings};
use crate::one_or_many::OneOrMany;

/// An object whose properties are a call's arguments.
pub(crate) struct Arguments<'a>(Object<'a>);

impl<'a> Arguments<'a> {
    /// The properties of the object that the argument `name` is.
    pub(crate) fn parse(name: &str, text: &'a str) -> Result<Self, Error> {
        let object = Object::parse(text);
        let object = object
            .ok_or_else(|| Error::invalid_argument(name, "must be an object that can be read"))?;
        Ok(Self(object))
    }

    /// An argument. One that may be missing is an [`Option`].
    // Out of line: each field of each endpoint comes here.
    #[inline(never)]
    pub(crate) fn take<T: Argument>(&self, name: &str) -> Result<T, Error> {
        T::read(name, self.0.get(name))
    }

    /// As [`parse`](Self::parse), and refuses properties of other names, so that a typo switches no check off.
    fn parse_only(names: &[&str], name: &str, text: &'a str) -> Result<Self, Error> {
        let arguments = Self::parse(name, text)?;
        let is_known = |key: &[u8]| names.iter().any(|name| name.as_bytes() == key);
        match arguments.0.fields().iter().find(|field| !is_known(&field.key)) {
            None => Ok(arguments),
            Some(Field { key, .. }) => Err(match str::from_utf8(key) {
                Ok(name) if is_name(name) => Error::invalid_argument(name, "is no known option"),
                _ => Error::invalid_argument("input", "has a property that is no known option"),
            }),
        }
    }
}

/// What looks like a name is shown. Data that became a key by mistake is not.
fn is_name(key: &str) -> bool {
    key.len() <= 40 && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// What an object of arguments can be read as.
pub(crate) trait Read: Sized {
    /// All that it may hold.
    const NAMES: &'static [&'static str];

    fn read(arguments: &Arguments<'_>) -> Result<Self, Error>;

    /// Reads the object that the argument `name` is, and refuses what it should not hold.
    // Out of line: each endpoint comes here.
    #[inline(never)]
    fn parse(name: &str, text: &str) -> Result<Self, Error> {
        // Names first, because one that is misspelt is also one that is missing.
        Self::read(&Arguments::parse_only(Self::NAMES, name, text)?)
    }
}

/// What an argument can be.
pub(crate) trait Argument: Sized {
    fn read(name: &str, json: Option<&str>) -> Result<Self, Error>;
}

impl<T: Argument> Argument for Option<T> {
    fn read(name: &str, json: Option<&str>) -> Result<Self, Error> {
        json.map(|json| T::read(name, Some(json))).transpose()
    }
}

impl<T: Read> Argument for Vec<T> {
    fn read(name: &str, json: Option<&str>) -> Result<Self, Error> {
        let entries = json.and_then(entries);
        let entries =
            entries.ok_or_else(|| Error::invalid_argument(name, "must be a list of objects"))?;
        entries.into_iter().map(|entry| T::parse(name, entry)).collect()
    }
}

/// What the text of an argument says by itself.
pub(crate) trait FromJson: Sized {
    /// What is demanded of it.
    const DEMAND: &'static str;

    fn from_json(json: &str) -> Option<Self>;
}

impl<T: FromJson> Argument for T {
    fn read(name: &str, json: Option<&str>) -> Result<Self, Error> {
        json.and_then(Self::from_json).ok_or_else(|| Error::invalid_argument(name, Self::DEMAND))
    }
}

impl FromJson for String {
    const DEMAND: &'static str = "must be a string";

    fn from_json(json: &str) -> Option<Self> {
        string(json)
    }
}

impl FromJson for f64 {
    const DEMAND: &'static str = "must be a finite number";

    fn from_json(json: &str) -> Option<Self> {
        number(json)
    }
}

impl FromJson for bool {
    const DEMAND: &'static str = "must be true or false";

    fn from_json(json: &str) -> Option<Self> {
        match json {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }
}

impl FromJson for Vec<String> {
    const DEMAND: &'static str = "must be a list of strings";

    fn from_json(json: &str) -> Option<Self> {
        strings(json)
    }
}

impl FromJson for OneOrMany<String> {
    const DEMAND: &'static str = "must be a string or a list of strings";

    fn from_json(json: &str) -> Option<Self> {
        if json.starts_with('[') {
            strings(json).map(Self::Many)
        } else {
            string(json).map(Self::One)
        }
    }
}

/// Any value, as its text.
pub(crate) struct Raw(pub(crate) String);

impl FromJson for Raw {
    const DEMAND: &'static str = "must be given";

    fn from_json(json: &str) -> Option<Self> {
        Some(Self(json.to_owned()))
    }
}
