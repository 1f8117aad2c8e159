//! Ends an attempt when its time has come; anyone may call. Whatever happens, or does not, an attempt ends and its
//! funds leave the contract.
//!
//! - Nobody reported, or too few checkers could be drawn, for `wait_blocks`: failed, all funds back.
//! - Everybody drawn has revealed, or the time to reveal is over: the majority of the revealed verdicts.
//! - Nobody revealed: drawn once more; the second time failed, all funds back.

use crate::answers::Stage;
use crate::ending::{end, Division};
use crate::events::{about, word};
use crate::limits::ROUNDS_MAX;
use crate::state::{load_newest, load_stream, Attempt, Config, ATTEMPTS, CONFIG};
use causeway_resource_kit::{ServiceCode, ServiceError};
use cosmwasm_std::{DepsMut, Env, Response, Uint128};

/// How an attempt goes on.
enum Next {
    DrawAgain,
    End(Division, Vec<u32>),
}

pub fn settle(deps: DepsMut, env: &Env, id: &str) -> Result<Response, ServiceError> {
    let config = CONFIG.load(deps.storage)?;
    let (batch, mut attempt) = load_newest(deps.storage, id)?;
    let reward = load_stream(deps.storage, &batch.stream)?.reward;
    let (division, codes) = match plan(env, &config, &attempt, reward)? {
        Next::End(division, codes) => (division, codes),
        Next::DrawAgain => {
            attempt.stage = Stage::Waiting { since_height: env.block.height };
            attempt.silent = std::mem::take(&mut attempt.peers);
            ATTEMPTS.save(deps.storage, (id, batch.newest), &attempt)?;
            let event = about("draw_repeated", id, &batch, batch.newest);
            return Ok(Response::new().add_event(event));
        }
    };
    let response = end(deps.storage, env, &config, &batch, &mut attempt, &division, &codes)?;
    ATTEMPTS.save(deps.storage, (id, batch.newest), &attempt)?;
    let event = about("settled", id, &batch, batch.newest)
        .add_attribute("state", word(attempt.state()))
        .add_attribute("code", codes.first().copied().unwrap_or_default().to_string())
        .add_attribute("paid", division.paid)
        .add_attribute("returned", division.returned)
        .add_attribute("submitter", &attempt.submitter);
    let paid = attempt.peers.iter().filter(|peer| !peer.paid.is_zero()).map(|peer| {
        about("paid", id, &batch, batch.newest)
            .add_attribute("party", &peer.party)
            .add_attribute("account", peer.verdict.as_ref().map_or("", |verdict| verdict.account.as_str()))
            .add_attribute("amount", peer.paid)
    });
    Ok(response.add_event(event).add_events(paid))
}

fn plan(env: &Env, config: &Config, attempt: &Attempt, reward: Uint128) -> Result<Next, ServiceError> {
    let waited = |since: u64| env.block.height > since.saturating_add(config.phases.wait_blocks);
    let give_up = |code: ServiceCode| Next::End(Division::unpaid(attempt.funded, false), vec![code as u32]);
    match attempt.stage {
        Stage::Submitted { since_height } if waited(since_height) => Ok(give_up(ServiceCode::NotValidated)),
        Stage::Waiting { since_height } if waited(since_height) => Ok(give_up(ServiceCode::CheckersShort)),
        Stage::Submitted { .. } | Stage::Waiting { .. } => Err(ServiceCode::PhaseEarly.into()),
        Stage::Ended {} => Err(ServiceCode::AlreadyPaid.into()),
        Stage::Drawn { reveal_until, .. } => {
            let verdicts: Vec<Option<bool>> =
                attempt.peers.iter().map(|peer| peer.verdict.as_ref().map(|verdict| verdict.pass)).collect();
            if env.block.height <= reveal_until && verdicts.iter().any(Option::is_none) {
                return Err(ServiceCode::PhaseEarly.into());
            }
            Ok(match Division::of(attempt.funded, reward, &verdicts) {
                Some(division) if division.pass => Next::End(division, vec![]),
                Some(division) => Next::End(division, vec![ServiceCode::NotValidated as u32]),
                None if attempt.rounds < ROUNDS_MAX => Next::DrawAgain,
                None => give_up(ServiceCode::CheckersShort),
            })
        }
    }
}
