//! The duplication rules (Y.4560 clauses 6.3, 7.2.3 and 10): which operation is allowed for which class of data.
//! The table itself is generated from proto/duplication.json.

use crate::{data_class, Code, Envelope};

pub use crate::rules::{duplication, DataClass, DataOperation};

/// Whether the operation is allowed for the datum that the envelope describes.
pub fn check_duplication(operation: DataOperation, envelope: &Envelope) -> Result<(), Code> {
    duplication(operation, data_class(envelope)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_open_copyable_records_are_replicated() {
        for class in DataClass::ALL {
            let allowed = duplication(DataOperation::Replicate, class).is_ok();
            assert_eq!(allowed, class == DataClass::OpenCopyable, "{}", class.name());
        }
    }

    #[test]
    fn nothing_open_is_ever_moved() {
        for class in [DataClass::OpenCopyable, DataClass::OpenFixed] {
            assert_eq!(duplication(DataOperation::Move, class), Err(Code::MoveOfOpen));
        }
    }
}
