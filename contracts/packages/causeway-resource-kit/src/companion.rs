//! Lets an operation see the transaction it is part of. The manifest comes as the content beside the operation; that
//! its hash is the transaction's id is all the proof there need be: what it lists commits with it, or nothing does.

use crate::reason::Verdict;
use crate::service::Proposal;
use crate::ServiceCode;
use causeway_proto::{leg_of, operation::Body, parse_manifest, transaction_id, Custom, Leg, Manifest, Operation};

/// The manifest, if these bytes are the one of this transaction.
pub(crate) fn manifest_of(id: &[u8], bytes: &[u8]) -> Option<Manifest> {
    if transaction_id(bytes).as_slice() != id {
        return None;
    }
    parse_manifest(bytes).ok()
}

impl Proposal {
    /// The leg of a zone; None in a dry run. Content is nobody's signed word, so without it the operation is busy:
    /// whoever brings the manifest along prepares it.
    pub fn leg(&self, chain_id: &str) -> Result<Option<&Leg>, Verdict> {
        if self.dry {
            return Ok(None);
        }
        let manifest = self.manifest.as_ref().ok_or(Verdict::busy(ServiceCode::ManifestMissing))?;
        let (_, leg) = leg_of(manifest, chain_id).ok_or(Verdict::refused(ServiceCode::CompanionMissing))?;
        Ok(Some(leg))
    }

    /// Demands an operation in the leg of `chain_id` that `is_companion`; refuses with `reason` where there is none.
    pub fn demand(
        &self,
        chain_id: &str,
        reason: ServiceCode,
        is_companion: impl Fn(&Operation) -> bool,
    ) -> Result<(), Verdict> {
        match self.leg(chain_id)? {
            Some(leg) if !leg.operations.iter().any(is_companion) => Err(Verdict::refused(reason)),
            _ => Ok(()),
        }
    }

    /// The same for one exact custom operation of another service.
    pub fn demand_custom(
        &self,
        chain_id: &str,
        reason: ServiceCode,
        resource: &str,
        name: &str,
        body: &[u8],
    ) -> Result<(), Verdict> {
        self.demand(chain_id, reason, |operation| {
            operation.resource == resource && custom(operation).is_some_and(|one| one.name == name && one.body == body)
        })
    }
}

fn custom(operation: &Operation) -> Option<&Custom> {
    match &operation.body {
        Some(Body::Custom(custom)) => Some(custom),
        _ => None,
    }
}
