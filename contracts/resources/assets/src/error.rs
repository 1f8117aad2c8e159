//! One error for the whole contract: a code of the schema, or a failure of the host.

use causeway_proto::Code;
use cosmwasm_std::StdError;
use thiserror::Error;

#[derive(Error, Debug)]
pub enum AssetsError {
    #[error("{} (code {})", name(.0), *.0 as i32)]
    Code(Code),
    #[error("{0}")]
    Std(#[from] StdError),
}

impl From<Code> for AssetsError {
    fn from(code: Code) -> Self {
        AssetsError::Code(code)
    }
}

/// The code's name without its prefix, as documents and the API spell it.
fn name(code: &Code) -> &'static str {
    code.as_str_name().trim_start_matches("CODE_")
}
