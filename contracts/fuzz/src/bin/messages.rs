//! JSON for hub, gate and assets.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| causeway_fuzz::messages(bytes));
