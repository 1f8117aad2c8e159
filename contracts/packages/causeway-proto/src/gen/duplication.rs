// Generated from proto/duplication.json by `npm run gen`. Do not edit.

use crate::Code;

/// What the duplication rules tell apart about a datum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DataClass {
    /// record, open, copyable
    OpenCopyable,
    /// record, open, not copyable
    OpenFixed,
    /// record, closed, movable
    ClosedMovable,
    /// record, closed, not movable
    ClosedFixed,
    /// non-fungible asset that its owner lets move
    NonFungibleMovable,
    /// non-fungible asset without such a policy
    NonFungibleFixed,
    /// units of a denomination
    Fungible,
}

impl DataClass {
    /// Every member, in the order of the document.
    pub const ALL: [Self; 7] = [
        Self::OpenCopyable,
        Self::OpenFixed,
        Self::ClosedMovable,
        Self::ClosedFixed,
        Self::NonFungibleMovable,
        Self::NonFungibleFixed,
        Self::Fungible,
    ];

    /// Name in the published table.
    pub fn name(self) -> &'static str {
        match self {
            Self::OpenCopyable => "open_copyable",
            Self::OpenFixed => "open_fixed",
            Self::ClosedMovable => "closed_movable",
            Self::ClosedFixed => "closed_fixed",
            Self::NonFungibleMovable => "non_fungible_movable",
            Self::NonFungibleFixed => "non_fungible_fixed",
            Self::Fungible => "fungible",
        }
    }
}

/// What may be done with a datum across chains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DataOperation {
    /// a read condition held until the decision
    Read,
    /// another instance on another chain; the original stays
    Replicate,
    /// the live instance leaves one chain and appears on another
    Move,
    /// another owner on the same chain
    Transfer,
}

impl DataOperation {
    /// Every member, in the order of the document.
    pub const ALL: [Self; 4] = [
        Self::Read,
        Self::Replicate,
        Self::Move,
        Self::Transfer,
    ];

    /// Name in the published table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Replicate => "replicate",
            Self::Move => "move",
            Self::Transfer => "transfer",
        }
    }
}

/// Whether the operation is allowed for the class, or the code of its refusal.
pub fn duplication(operation: DataOperation, class: DataClass) -> Result<(), Code> {
    match (operation, class) {
        (DataOperation::Read, DataClass::OpenCopyable) => Ok(()),
        (DataOperation::Read, DataClass::OpenFixed) => Ok(()),
        (DataOperation::Read, DataClass::ClosedMovable) => Ok(()),
        (DataOperation::Read, DataClass::ClosedFixed) => Ok(()),
        (DataOperation::Read, DataClass::NonFungibleMovable) => Ok(()),
        (DataOperation::Read, DataClass::NonFungibleFixed) => Ok(()),
        (DataOperation::Read, DataClass::Fungible) => Err(Code::OperationNotDefined),
        (DataOperation::Replicate, DataClass::OpenCopyable) => Ok(()),
        (DataOperation::Replicate, DataClass::OpenFixed) => Err(Code::CopyNotAllowed),
        (DataOperation::Replicate, DataClass::ClosedMovable) => Err(Code::CopyOfClosed),
        (DataOperation::Replicate, DataClass::ClosedFixed) => Err(Code::CopyOfClosed),
        (DataOperation::Replicate, DataClass::NonFungibleMovable) => Err(Code::CopyOfClosed),
        (DataOperation::Replicate, DataClass::NonFungibleFixed) => Err(Code::CopyOfClosed),
        (DataOperation::Replicate, DataClass::Fungible) => Err(Code::CopyOfClosed),
        (DataOperation::Move, DataClass::OpenCopyable) => Err(Code::MoveOfOpen),
        (DataOperation::Move, DataClass::OpenFixed) => Err(Code::MoveOfOpen),
        (DataOperation::Move, DataClass::ClosedMovable) => Ok(()),
        (DataOperation::Move, DataClass::ClosedFixed) => Err(Code::MoveNotAllowed),
        (DataOperation::Move, DataClass::NonFungibleMovable) => Ok(()),
        (DataOperation::Move, DataClass::NonFungibleFixed) => Err(Code::MoveNotAllowed),
        (DataOperation::Move, DataClass::Fungible) => Ok(()),
        (DataOperation::Transfer, DataClass::OpenCopyable) => Err(Code::OperationNotDefined),
        (DataOperation::Transfer, DataClass::OpenFixed) => Err(Code::OperationNotDefined),
        (DataOperation::Transfer, DataClass::ClosedMovable) => Ok(()),
        (DataOperation::Transfer, DataClass::ClosedFixed) => Ok(()),
        (DataOperation::Transfer, DataClass::NonFungibleMovable) => Ok(()),
        (DataOperation::Transfer, DataClass::NonFungibleFixed) => Ok(()),
        (DataOperation::Transfer, DataClass::Fungible) => Ok(()),
    }
}
