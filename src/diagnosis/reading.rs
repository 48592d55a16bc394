//! Reads the texts: each where it belongs, and what can be undone undone.

use alloc::vec;
use alloc::vec::Vec;

use wx_unionid_cipher::Block;

use super::case::Case;
use super::evidence::{Data, Evidence};
use super::loss::part;
use super::roles::{self, Role, is_appid, is_foreign, is_hexadecimal, is_nothing};
use super::{DiagnosisCause, DiagnosisField, DiagnosisStepName};
use crate::encoded_text::{
    Damage, DecryptField, Manner, Readings, Repair, decode, first_space_for_plus, peel,
};
use crate::one_or_many::OneOrMany;
use crate::open_data::DecryptInput;
use crate::secret::MAX_SESSION_KEYS;

/// The texts, each where it belongs.
pub(super) struct Placed<'a> {
    keys: Vec<(usize, &'a str)>,
    iv: &'a str,
    data: &'a str,
    appids: Vec<&'a str>,
    is_list: bool,
}

impl<'a> Placed<'a> {
    pub(super) fn of(input: &DecryptInput<'a>, case: &mut Case) -> Self {
        let given = input.session_key.as_slice().iter().enumerate();
        let keys: Vec<(usize, &str)> = given
            .take(MAX_SESSION_KEYS)
            .filter_map(|(index, key)| Some((index, (*key)?)))
            .filter(|(_, key)| !key.is_empty())
            .collect();
        let is_list = matches!(input.session_key, OneOrMany::Many(_));
        let appids = input.appid.as_slice().iter().copied();
        let appids: Vec<&str> = appids.filter(|appid| !is_nothing(appid)).collect();
        let mut placed = Self { keys, iv: input.iv, data: input.encrypted_data, appids, is_list };
        if let (&[(index, key)], &[appid]) = (&placed.keys[..], &placed.appids[..])
            && is_appid(key)
            && Role::of(appid) == Role::Block
        {
            case.find_swapped(Some(DiagnosisField::Appid));
            (placed.keys, placed.appids) = (vec![(index, appid)], vec![key.trim_ascii()]);
        }
        if let [(index, key)] = placed.keys[..]
            && let Some([key, iv, data]) = roles::unswap(key, placed.iv, placed.data)
        {
            case.find_swapped(None);
            placed = Self { keys: vec![(index, key)], iv, data, ..placed };
        }
        placed
    }

    pub(super) fn read(self, case: &mut Case) -> Evidence<'a> {
        if self.appids.is_empty() {
            case.find_certain(DiagnosisCause::MissingField, DiagnosisField::Appid, None);
        }
        if self.keys.is_empty() {
            case.find_certain(DiagnosisCause::MissingField, DiagnosisField::SessionKey, None);
        }
        let is_again =
            |text: &str| !text.is_empty() && self.keys.iter().any(|(_, key)| *key == text);
        let given = self.keys.len();
        let keys = self.keys.iter().filter_map(|(index, text)| {
            let read =
                read_text(DecryptField::SessionKey, text, self.is_list.then_some(*index), case);
            Some((*index, block(read.ok()?)?))
        });
        let keys: Vec<_> = keys.collect();
        let are_all_keys_good = keys.len() == given;
        let iv = if is_foreign(self.iv) {
            case.find_swapped(Some(DiagnosisField::Iv));
            None
        } else {
            read_text(DecryptField::Iv, self.iv, None, case).ok().and_then(block)
        };
        let is_elsewhere = is_again(self.data) || !self.data.is_empty() && self.data == self.iv;
        let data = if is_foreign(self.data) || is_elsewhere {
            case.find_swapped(Some(DiagnosisField::EncryptedData));
            Data::Nothing
        } else {
            match read_text(DecryptField::EncryptedData, self.data, None, case) {
                Ok(readings) => Data::Whole(readings),
                Err(Damage::Truncated) => Data::Part(part(self.data, 0).unwrap_or_default()),
                Err(_) => Data::Nothing,
            }
        };
        Evidence { keys, are_all_keys_good, iv, data, text: self.data, appids: self.appids }
    }
}

fn read_text(
    field: DecryptField,
    text: &str,
    index: Option<usize>,
    case: &mut Case,
) -> Result<Readings, Damage> {
    let subject = DiagnosisField::from(field);
    let mut repairs = Vec::new();
    let outcome = if is_nothing(text) {
        Err((Damage::MissingField, None))
    } else if field == DecryptField::EncryptedData && is_hexadecimal(text) {
        Err((Damage::NotBase64, Some(0)))
    } else {
        decode(field, text, Manner::Repair, &mut repairs)
    };
    let mut before = None;
    for Repair { kind, at, .. } in &repairs {
        // Whoever takes off the quotes of JSON by parsing it undoes the escapes in them too.
        let is_within = (before, *kind) == (Some(Damage::JsonQuoted), Damage::JsonEscaped);
        before = Some(*kind);
        if !is_within {
            case.find_certain((*kind).into(), subject, Some(*at));
        }
    }
    if let Err((damage, at)) = outcome {
        let is_length =
            matches!(damage, Damage::IvLength | Damage::SessionKeyLength | Damage::Truncated);
        // It is cut, and its spaces are no white space of Base64 either.
        let space =
            first_space_for_plus(text.trim_ascii()).filter(|_| is_length && repairs.is_empty());
        if space.is_some() {
            case.find_likely(DiagnosisCause::PlusBecameSpace, subject, space);
        }
        let is_cut = is_length && is_cut_block(field, text);
        let cause = if is_cut { DiagnosisCause::Truncated } else { damage.into() };
        case.find_certain(cause, subject, at);
    }
    case.repairs.extend(repairs);
    let step = case.step(DiagnosisStepName::Decode, outcome.is_ok());
    step.field = Some(subject);
    step.index = index;
    step.chars = Some(text.chars().count());
    step.bytes = outcome.as_ref().ok().map(|readings| readings.likely.len());
    outcome.map_err(|(damage, _)| damage)
}

fn block(readings: Readings) -> Option<Block> {
    readings.likely.try_into().ok()
}

/// Whether a session key or an iv is shorter than Base64 of 16 bytes can be. What is longer is
/// another secret.
fn is_cut_block(field: DecryptField, text: &str) -> bool {
    let peeled = peel(field, text, Manner::Repair, &mut Vec::new());
    peeled.is_ok_and(|text| text.trim_ascii().len() < 22)
}
