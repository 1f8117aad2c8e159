//! A planted mistake.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| causeway_fuzz::canary(bytes));
