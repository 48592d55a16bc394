//! The package's side of the desk: writes what a call takes, and reads what it gave.

use js_sys::{Float64Array, JSON, JsString, Uint8Array, WebAssembly::Memory};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_wasm_bindgen::{Serializer, from_value};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use wx_unionid::wasm::{desk_memory, room_for_numbers, room_for_text};

#[wasm_bindgen]
extern "C" {
    type TextEncoder;

    #[wasm_bindgen(constructor)]
    fn new() -> TextEncoder;

    #[wasm_bindgen(method)]
    fn encode(this: &TextEncoder, text: &JsString) -> Uint8Array;
}

/// What the core throws.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Fault {
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) biz_data_crypt_code: Option<i32>,
    pub(crate) argument: Option<String>,
    pub(crate) damage: Option<String>,
    pub(crate) at: Option<usize>,
    pub(crate) index: Option<usize>,
    pub(crate) expected: Option<Value>,
    pub(crate) actual: Option<Value>,
    pub(crate) endpoint: Option<String>,
    pub(crate) reply_status: Option<u16>,
    pub(crate) errcode: Option<i64>,
    pub(crate) errmsg: Option<String>,
    pub(crate) rid: Option<String>,
    pub(crate) category: Option<String>,
    pub(crate) retryable: Option<bool>,
}

impl Fault {
    pub(crate) fn of_argument(argument: &str) -> Self {
        let code = "ERR_INVALID_ARGUMENT".into();
        Self { code, argument: Some(argument.into()), ..Self::default() }
    }

    /// Without its sentence, which has to be there.
    pub(crate) fn without_sentence(self) -> Self {
        assert!(!self.message.is_empty(), "{self:?}");
        Self { message: String::new(), ..self }
    }
}

/// A value as JavaScript has it.
pub(crate) fn js(value: &impl Serialize) -> JsValue {
    value.serialize(&Serializer::json_compatible()).expect("plain data")
}

/// What a JavaScript value says. It says nothing else.
pub(crate) fn read<T: DeserializeOwned + Serialize>(value: JsValue) -> T {
    let whole: Value = from_value(value.clone()).expect("plain data");
    let typed: T = from_value(value).unwrap_or_else(|error| panic!("{error} in {whole}"));
    let known = serde_json::to_value(&typed).expect("plain data");
    assert_eq!(without_nulls(known), without_nulls(whole));
    typed
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => Value::Object(
            fields
                .into_iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(name, value)| (name, without_nulls(value)))
                .collect(),
        ),
        Value::Array(entries) => entries.into_iter().map(without_nulls).collect(),
        other => other,
    }
}

/// What a call returned, or what it threw.
pub(crate) fn answer<T: DeserializeOwned + Serialize>(
    outcome: Result<JsValue, JsValue>,
) -> Result<T, Fault> {
    outcome.map(read).map_err(|thrown| read::<Fault>(thrown).without_sentence())
}

/// Puts a text on the desk, as UTF-8. How many bytes it is.
pub(crate) fn write(text: &JsString) -> usize {
    write_bytes(&TextEncoder::new().encode(text))
}

pub(crate) fn write_bytes(bytes: &Uint8Array) -> usize {
    let at = room_for_text(bytes.length() as usize);
    Uint8Array::new_with_byte_offset_and_length(&memory(), at as u32, bytes.length()).set(bytes, 0);
    bytes.length() as usize
}

/// Puts a value on the desk, as its JSON.
pub(crate) fn write_json(value: &impl Serialize) -> usize {
    write(&JSON::stringify(&js(value)).expect("plain data"))
}

/// Puts numbers on the desk, behind room for others. All of them.
pub(crate) fn write_numbers(before: usize, numbers: &[f64]) -> Numbers {
    let length = before + numbers.len();
    let room = Numbers { at: room_for_numbers(length) as u32, length };
    room.view().subarray(before as u32, length as u32).copy_from(numbers);
    room
}

/// The place of numbers on the desk.
pub(crate) struct Numbers {
    at: u32,
    length: usize,
}

impl Numbers {
    fn view(&self) -> Float64Array {
        Float64Array::new_with_byte_offset_and_length(&memory(), self.at, self.length as u32)
    }

    pub(crate) fn read(&self) -> Vec<f64> {
        // Room first: the memory may grow for it, and then a view is empty.
        let mut numbers = vec![0.0; self.length];
        self.view().copy_to(&mut numbers);
        numbers
    }
}

/// What is at this place.
pub(crate) fn read_bytes(at: f64, length: f64) -> Vec<u8> {
    let mut bytes = vec![0; length as usize];
    let view = Uint8Array::new_with_byte_offset_and_length(&memory(), at as u32, length as u32);
    view.copy_to(&mut bytes);
    bytes
}

/// When the memory grows, it is another buffer.
fn memory() -> JsValue {
    desk_memory().expect("it never throws").unchecked_into::<Memory>().buffer()
}

#[wasm_bindgen_test]
fn desk_memory_is_that_of_the_core() {
    let number = 0x1234_5678_u32;
    let bytes = read_bytes(&raw const number as usize as f64, 4.0);
    assert_eq!(bytes, number.to_le_bytes());
}

#[wasm_bindgen_test]
fn room_for_text_is_empty_after_any_content() {
    for bytes in [5, 100_000, 5, 0] {
        let at = room_for_text(bytes) as usize as f64;
        assert_eq!(read_bytes(at, bytes as f64), vec![0; bytes]);
        write_bytes(&Uint8Array::from(&vec![0xff; bytes][..]));
    }
}

#[wasm_bindgen_test]
fn room_for_numbers_is_aligned_and_empty() {
    for count in [3, 10_000, 3] {
        let mut room = write_numbers(count, &[]);
        assert_eq!(room.at % 8, 0);
        assert_eq!(room.read(), vec![0.0; count]);
        room = write_numbers(0, &vec![f64::NAN; count]);
        assert!(room.read().iter().all(|number| number.is_nan()));
    }
}
