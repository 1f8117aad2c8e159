//! What of this contract can be part of an atomic commit: the read condition that a batch is validated, and the
//! regulator's verdict, for example together with its certificate on another chain.

use crate::regulate;
use crate::state::newest;
use causeway_proto::Code;
use causeway_resource_kit::{Decided, Proposal, Service, ServiceCode, Verdict};
use causeway_services::intake::{BatchState, RegulateBody, ValidatedBody, REGULATE, VALIDATED};
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{from_json, Deps, Env, Response, StdResult, Storage};

/// What a prepared operation will do.
#[cw_serde]
pub enum Step {
    Look,
    Regulate { party: String, body: RegulateBody },
}

pub struct Intake;

impl Service for Intake {
    type Step = Step;

    /// A batch that is missing, in its checks or failed may pass before the deadline: busy, never refused.
    fn decide(deps: Deps, env: &Env, proposal: &Proposal) -> Result<Decided<Step>, Verdict> {
        let malformed = |_| Verdict::refused(Code::Malformed);
        match proposal.name.as_str() {
            VALIDATED => {
                let body: ValidatedBody = from_json(&proposal.body).map_err(malformed)?;
                match newest(deps.storage, &body.batch)? {
                    None => Err(Verdict::busy(ServiceCode::BatchUnknown)),
                    Some((_, attempt)) if attempt.state() == BatchState::Validated => {
                        Ok(Decided::reading(body.batch, Step::Look))
                    }
                    Some(_) => Err(Verdict::busy(ServiceCode::NotValidated)),
                }
            }
            REGULATE => {
                let body: RegulateBody = from_json(&proposal.body).map_err(malformed)?;
                let party = regulate::decide(deps, env, &proposal.actor, &body)?;
                Ok(Decided::writing(body.batch.clone(), Step::Regulate { party, body }))
            }
            _ => Err(Verdict::refused(Code::OperationNotDefined)),
        }
    }

    /// What `decide` saw still holds: a call that adds an attempt or regulates one asks the lock.
    fn carry_out(storage: &mut dyn Storage, env: &Env, step: Step) -> StdResult<Response> {
        match step {
            Step::Look => Ok(Response::new()),
            Step::Regulate { party, body } => {
                Ok(Response::new().add_event(regulate::record(storage, env, party, body)?))
            }
        }
    }
}
