//! Reads what a JavaScript caller passed. Every way to be wrong is an `ERR_INVALID_ARGUMENT` that names
//! the argument and shows nothing of its value.

use crate::error::Error;
use crate::json::{Object, entries};
use crate::one_or_many::OneOrMany;
use crate::secret::SessionKeyText;

/// The entries of a list of arguments, one by one.
pub(super) fn each(text: &str) -> Result<Vec<&str>, Error> {
    entries(text).ok_or_else(|| Error::invalid_argument("inputs", "must be a list of objects"))
}

/// An object whose properties are a call's arguments.
pub(super) struct Arguments<'a> {
    object: Object<'a>,
    known: Vec<&'static str>,
}

impl<'a> Arguments<'a> {
    pub(super) fn parse(text: &'a str) -> Result<Self, Error> {
        let object = Object::parse(text);
        let object = object.ok_or_else(|| {
            Error::invalid_argument("input", "must be an object that can be read")
        })?;
        Ok(Self { object, known: Vec::with_capacity(9) })
    }

    pub(super) fn required<T: Argument>(&mut self, name: &'static str) -> Result<T, Error> {
        let value = self.optional(name)?;
        value.ok_or_else(|| Error::invalid_argument(name, T::DEMAND))
    }

    pub(super) fn optional<T: Argument>(&mut self, name: &'static str) -> Result<Option<T>, Error> {
        self.known.push(name);
        let Some(value) = self.object.get(name) else {
            return Ok(None);
        };
        match T::read(value) {
            None => Err(Error::invalid_argument(name, T::DEMAND)),
            value => Ok(value),
        }
    }

    /// Refuses properties that nobody asked for, so that a typo switches no check off.
    pub(super) fn refuse_others(self) -> Result<(), Error> {
        match self.object.keys().find(|key| !self.known.contains(&&**key)) {
            None => Ok(()),
            Some(key) if is_name(&key) => Err(Error::invalid_argument(&key, "is no known option")),
            Some(_) => {
                Err(Error::invalid_argument("input", "has a property that is no known option"))
            }
        }
    }
}

/// What looks like a name is shown. Data that became a key by mistake is not.
fn is_name(key: &str) -> bool {
    key.len() <= 40 && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// What an argument can be.
pub(super) trait Argument: Sized {
    /// What is demanded of it.
    const DEMAND: &'static str;

    fn read(json: &str) -> Option<Self>;
}

impl Argument for String {
    const DEMAND: &'static str = "must be a string";

    fn read(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }
}

impl Argument for f64 {
    const DEMAND: &'static str = "must be a finite number";

    fn read(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }
}

impl Argument for bool {
    const DEMAND: &'static str = "must be true or false";

    fn read(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }
}

impl Argument for SessionKeyText {
    const DEMAND: &'static str = "must be a string";

    fn read(json: &str) -> Option<Self> {
        String::read(json).map(Self::from)
    }
}

impl Argument for OneOrMany<String> {
    const DEMAND: &'static str = "must be a string or a list of strings";

    fn read(json: &str) -> Option<Self> {
        if json.starts_with('[') {
            serde_json::from_str(json).map(Self::Many).ok()
        } else {
            String::read(json).map(Self::One)
        }
    }
}

impl Argument for OneOrMany<Option<SessionKeyText>> {
    const DEMAND: &'static str = "must be a string or a list of strings";

    fn read(json: &str) -> Option<Self> {
        if json.starts_with('[') {
            let texts: Vec<Option<String>> = serde_json::from_str(json).ok()?;
            Some(Self::Many(texts.into_iter().map(|text| text.map(SessionKeyText::from)).collect()))
        } else {
            SessionKeyText::read(json).map(|text| Self::One(Some(text)))
        }
    }
}
