//! Where texts and numbers lie while they cross: JavaScript writes here before a call, and reads
//! after it.

use core::cell::UnsafeCell;

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// What crosses.
pub(super) struct Desk {
    /// The texts of a call, one behind the other.
    pub(super) text: Vec<u8>,
    /// Lengths, times and flags on the way in; places and lengths on the way out.
    pub(super) numbers: Vec<f64>,
    /// What was decrypted.
    pub(super) bytes: Vec<u8>,
    /// What is to be said of entries, beside numbers.
    pub(super) notes: Vec<String>,
}

struct OnlyThread(UnsafeCell<Desk>);

// SAFETY: there is one thread, and no call enters the core from within another.
unsafe impl Sync for OnlyThread {}

static DESK: OnlyThread = OnlyThread(UnsafeCell::new(Desk {
    text: Vec::new(),
    numbers: Vec::new(),
    bytes: Vec::new(),
    notes: Vec::new(),
}));

/// The desk of this instance.
pub(super) fn desk() -> &'static mut Desk {
    // SAFETY: each export asks once, and none is entered from within another.
    unsafe { &mut *DESK.0.get() }
}

impl Desk {
    /// What JavaScript wrote.
    pub(super) fn text(&self, bytes: usize) -> &[u8] {
        &self.text[..bytes]
    }
}

/// The memory that the desk is in.
#[wasm_bindgen(js_name = deskMemory)]
pub fn desk_memory() -> Result<JsValue, JsValue> {
    // As `notes`: so that it is not inlined.
    Ok(wasm_bindgen::memory())
}

/// Makes room for so many bytes of text. Where it is.
#[wasm_bindgen(js_name = roomForText)]
pub fn room_for_text(bytes: usize) -> *const u8 {
    let text = &mut desk().text;
    *text = vec![0; bytes];
    text.as_ptr()
}

/// Makes room for so many numbers. Where it is.
#[wasm_bindgen(js_name = roomForNumbers)]
pub fn room_for_numbers(count: usize) -> *const f64 {
    let numbers = &mut desk().numbers;
    *numbers = vec![0.0; count];
    numbers.as_ptr()
}
