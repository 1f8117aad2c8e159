//! Why something is refused: a number of one of the two lists, never a sentence.

use crate::ServiceCode;
use causeway_proto::Code;
use cosmwasm_std::StdError;
use std::fmt;
use thiserror::Error;

/// A number of `causeway.v1.Code` or `causeway.services.v1.ServiceCode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason(u32);

impl Reason {
    pub fn code(self) -> u32 {
        self.0
    }
}

impl From<Code> for Reason {
    fn from(code: Code) -> Self {
        Reason(code as u32)
    }
}

impl From<ServiceCode> for Reason {
    fn from(code: ServiceCode) -> Self {
        Reason(code as u32)
    }
}

/// `NAME (code N)`: the form that every contract of Causeway answers errors in.
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let own = ServiceCode::try_from(self.0 as i32).map(|code| code.as_str_name());
        let common = Code::try_from(self.0 as i32).map(|code| code.as_str_name());
        let name = own.or(common).unwrap_or("UNKNOWN");
        write!(f, "{} (code {})", name.trim_start_matches("SERVICE_").trim_start_matches("CODE_"), self.0)
    }
}

/// One error for every service: a reason, or a failure of the host.
#[derive(Error, Debug)]
pub enum ServiceError {
    #[error("{0}")]
    Reason(Reason),
    #[error("{0}")]
    Std(#[from] StdError),
}

impl<R: Into<Reason>> From<R> for ServiceError {
    fn from(reason: R) -> Self {
        ServiceError::Reason(reason.into())
    }
}

/// Why an operation is not ready to be locked.
#[derive(Debug)]
pub enum Verdict {
    /// May change before the deadline.
    Busy(Reason),
    /// Will not.
    Refused(Reason),
    Host(StdError),
}

impl Verdict {
    pub fn busy(reason: impl Into<Reason>) -> Self {
        Verdict::Busy(reason.into())
    }

    pub fn refused(reason: impl Into<Reason>) -> Self {
        Verdict::Refused(reason.into())
    }
}

impl From<StdError> for Verdict {
    fn from(error: StdError) -> Self {
        Verdict::Host(error)
    }
}
