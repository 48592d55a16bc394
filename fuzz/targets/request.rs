#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wx_unionid_fuzz::request(bytes));
