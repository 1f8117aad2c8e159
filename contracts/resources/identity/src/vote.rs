//! Proposals and votes: more than half of the voters, at least two, a regulator among them. Nobody decides alone.

use crate::changes::{apply, check, reject};
use crate::events;
use crate::limits::{APPROVALS_MIN, PROPOSAL_BLOCKS, VOTERS_MAX};
use crate::msg::{Ballot, Change, Outcome, ProposalResponse};
use crate::roles::has_scope;
use crate::state::{Record, Stage, PROPOSALS, PROPOSAL_COUNT, SUBJECTS, VOTERS};
use crate::subjects::{acting, acting_at_home, check_home};
use causeway_proto::Code;
use causeway_resource_kit::{ServiceCode, ServiceError};
use causeway_services::identity::{scope, Status};
use cosmwasm_std::{DepsMut, Env, Event, MessageInfo, Response, StdResult, Storage};

/// One who counts towards the quorum.
pub struct Seat {
    pub party: String,
    /// Suspended by a regulator alone, a party keeps its seat and loses its voice: else one regulator could shrink the
    /// quorum to itself.
    pub voice: bool,
    pub regulates: bool,
}

/// What the ballots amount to.
pub fn tally(seats: &[Seat], ballots: &[Ballot]) -> Outcome {
    let said = |seat: &Seat, approve: bool| ballots.iter().any(|one| one.party == seat.party && one.approve == approve);
    let yes: Vec<&Seat> = seats.iter().filter(|seat| seat.voice && said(seat, true)).collect();
    let open: Vec<&Seat> = seats.iter().filter(|seat| !said(seat, false)).collect();
    let suffices = |side: &[&Seat]| {
        side.len().saturating_mul(2) > seats.len()
            && side.len() >= APPROVALS_MIN
            && side.iter().any(|seat| seat.regulates)
    };
    match (suffices(&yes), suffices(&open)) {
        (true, _) => Outcome::Passed,
        (_, true) => Outcome::Open,
        _ => Outcome::Failed,
    }
}

pub fn seats(storage: &dyn Storage, env: &Env) -> StdResult<Vec<Seat>> {
    let mut seats = vec![];
    for party in VOTERS.may_load(storage)?.unwrap_or_default() {
        let record = SUBJECTS.load(storage, &party)?;
        if !matches!(record.stage, Stage::Suspended { until_height: None }) {
            let voice = record.status(env.block.height) == Status::Active;
            let regulates = has_scope(storage, &record.roles, scope::REGULATE)?;
            seats.push(Seat { party, voice, regulates });
        }
    }
    Ok(seats)
}

/// Keeps the list of voters in step with a party's stage and roles.
pub fn seat(storage: &mut dyn Storage, env: &Env, record: &Record) -> Result<(), ServiceError> {
    let mut voters = VOTERS.may_load(storage)?.unwrap_or_default();
    let office = matches!(record.stage, Stage::Active | Stage::Suspended { .. });
    let votes = office && check_home(record, env).is_ok() && has_scope(storage, &record.roles, scope::VOTE)?;
    let sits = voters.iter().position(|one| *one == record.id);
    match (votes, sits) {
        (true, None) if voters.len() >= VOTERS_MAX => return Err(Code::LimitExceeded.into()),
        (true, None) => voters.push(record.id.clone()),
        (false, Some(index)) => _ = voters.remove(index),
        _ => return Ok(()),
    }
    Ok(VOTERS.save(storage, &voters)?)
}

pub fn open_proposal(storage: &mut dyn Storage, env: &Env, by: &str, change: Change) -> StdResult<(u64, Event)> {
    let number = PROPOSAL_COUNT.may_load(storage)?.unwrap_or_default().saturating_add(1);
    PROPOSAL_COUNT.save(storage, &number)?;
    let proposal = ProposalResponse {
        number,
        change,
        by: by.into(),
        opened_height: env.block.height,
        until_height: env.block.height.saturating_add(PROPOSAL_BLOCKS),
        closed_height: None,
        outcome: Outcome::Open,
        ballots: vec![],
    };
    PROPOSALS.save(storage, number, &proposal)?;
    Ok((number, events::opened(number, by)))
}

pub fn propose_change(deps: DepsMut, env: &Env, info: &MessageInfo, change: Change) -> Result<Response, ServiceError> {
    let party = acting(deps.storage, env, info.sender.as_str())?;
    check_home(&party, env)?;
    if matches!(change, Change::Enrol { .. }) {
        return Err(Code::OperationNotDefined.into());
    }
    check(deps.storage, env, &change)?;
    let (_, event) = open_proposal(deps.storage, env, &party.id, change)?;
    Ok(Response::new().add_event(event))
}

pub fn vote(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    number: u64,
    approve: bool,
) -> Result<Response, ServiceError> {
    let party = acting_at_home(deps.storage, env, info.sender.as_str(), scope::VOTE)?.id;
    let mut proposal = PROPOSALS.may_load(deps.storage, number)?.ok_or(Code::Absent)?;
    if outcome_at(&proposal, env.block.height) != Outcome::Open {
        return Err(ServiceCode::QuorumMissing.into());
    }
    if proposal.ballots.iter().any(|ballot| ballot.party == party) {
        return Err(ServiceCode::VoteRepeated.into());
    }
    let ballot = Ballot { party, approve, height: env.block.height };
    proposal.ballots.push(ballot.clone());
    let (outcome, effects) = decide(deps.storage, env, &proposal)?;
    proposal.outcome = outcome;
    proposal.closed_height = Some(env.block.height).filter(|_| outcome != Outcome::Open);
    PROPOSALS.save(deps.storage, number, &proposal)?;
    Ok(Response::new().add_event(events::voted(number, &ballot, outcome)).add_events(effects))
}

/// What was legal when it was proposed may be so no more; then the vote comes to nothing. Only a lock is waited for:
/// the deciding vote is refused, and can be cast again.
fn decide(
    storage: &mut dyn Storage,
    env: &Env,
    proposal: &ProposalResponse,
) -> Result<(Outcome, Vec<Event>), ServiceError> {
    match tally(&seats(storage, env)?, &proposal.ballots) {
        Outcome::Passed => match check(storage, env, &proposal.change) {
            Err(ServiceError::Reason(_)) => Ok((Outcome::Failed, reject(storage, env, proposal)?)),
            Err(host) => Err(host),
            Ok(()) => Ok((Outcome::Passed, apply(storage, env, proposal)?)),
        },
        Outcome::Failed => Ok((Outcome::Failed, reject(storage, env, proposal)?)),
        other => Ok((other, vec![])),
    }
}

pub fn outcome_at(proposal: &ProposalResponse, height: u64) -> Outcome {
    match proposal.outcome {
        Outcome::Open if height >= proposal.until_height => Outcome::Expired,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All seats of up to four voters, and all that they may have said.
    fn every_vote(visit: impl Fn(&[Seat], &[Ballot])) {
        for count in 1..=4u32 {
            for code in 0..12u32.pow(count) {
                let (mut seats, mut ballots) = (vec![], vec![]);
                for at in 0..count {
                    let kind = code / 12u32.pow(at) % 12;
                    let party = format!("p{at}");
                    seats.push(Seat { party: party.clone(), voice: kind % 2 == 0, regulates: kind / 2 % 2 == 0 });
                    if kind / 4 > 0 {
                        ballots.push(Ballot { party, approve: kind / 4 == 1, height: 1 });
                    }
                }
                visit(&seats, &ballots);
            }
        }
    }

    fn approvals(seats: &[Seat], ballots: &[Ballot]) -> Vec<bool> {
        let yes = |seat: &&Seat| seat.voice && ballots.iter().any(|one| one.approve && one.party == seat.party);
        seats.iter().filter(yes).map(|seat| seat.regulates).collect()
    }

    /// Y-7.1.3a
    #[test]
    fn a_vote_passes_exactly_with_more_than_half_two_of_them_and_a_regulator() {
        every_vote(|seats, ballots| {
            let yes = approvals(seats, ballots);
            let expected = yes.len() >= 2 && yes.len() > seats.len() - yes.len() && yes.contains(&true);
            assert_eq!(tally(seats, ballots) == Outcome::Passed, expected);
        });
    }

    /// Y-7.1.3a
    #[test]
    fn a_vote_fails_exactly_when_no_further_ballot_could_let_it_pass() {
        every_vote(|seats, ballots| {
            let silent = |seat: &&Seat| !ballots.iter().any(|one| one.party == seat.party);
            let mut all = ballots.to_vec();
            all.extend(seats.iter().filter(silent).map(|seat| Ballot {
                party: seat.party.clone(),
                approve: true,
                height: 2,
            }));
            let heard: Vec<Seat> = seats
                .iter()
                .map(|seat| Seat { party: seat.party.clone(), voice: true, regulates: seat.regulates })
                .collect();
            let hopeless = tally(&heard, &all) != Outcome::Passed;
            assert_eq!(tally(seats, ballots) == Outcome::Failed, hopeless);
        });
    }
}
