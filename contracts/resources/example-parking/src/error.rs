//! One error for the whole contract: a code of the schema, or a failure of the host.

use causeway_proto::Code;
use cosmwasm_std::StdError;
use thiserror::Error;

#[derive(Error, Debug)]
pub enum ParkingError {
    #[error("{} (code {})", .0.as_str_name().trim_start_matches("CODE_"), *.0 as i32)]
    Code(Code),
    #[error("{0}")]
    Std(#[from] StdError),
}

impl From<Code> for ParkingError {
    fn from(code: Code) -> Self {
        ParkingError::Code(code)
    }
}
