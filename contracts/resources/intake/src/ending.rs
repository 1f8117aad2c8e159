//! Ends the checks of an attempt and divides what its submitter funded: who was on the side of the outcome is paid,
//! the rest goes back, and both together are the funds, whatever the verdicts were.

use crate::answers::{OutcomeResponse, Stage};
use crate::counts::count_ended;
use crate::state::{now, Attempt, Batch, Config};
use cosmwasm_std::{coins, BankMsg, CosmosMsg, Env, Response, StdResult, Storage, Uint128};

/// What each side gets.
#[derive(Debug, PartialEq, Eq)]
pub struct Division {
    pub pass: bool,
    /// Positions of the checkers that are paid, and what each of them gets.
    pub winners: Vec<usize>,
    pub reward: Uint128,
    pub paid: Uint128,
    pub returned: Uint128,
}

impl Division {
    /// Nobody has checked: everything goes back.
    pub fn unpaid(funded: Uint128, pass: bool) -> Self {
        Division { pass, winners: vec![], reward: Uint128::zero(), paid: Uint128::zero(), returned: funded }
    }

    /// The majority of the verdicts that were revealed; a tie fails, and then those who failed it were right. None
    /// where nobody revealed. `funded` is what all of them together could earn.
    pub fn of(funded: Uint128, reward: Uint128, verdicts: &[Option<bool>]) -> Option<Self> {
        let revealed = verdicts.iter().flatten().count();
        let passes = verdicts.iter().flatten().filter(|pass| **pass).count();
        if revealed == 0 {
            return None;
        }
        let pass = passes > revealed - passes;
        let on_its_side = |(index, verdict): (usize, &Option<bool>)| (*verdict == Some(pass)).then_some(index);
        let winners: Vec<usize> = verdicts.iter().enumerate().filter_map(on_its_side).collect();
        let paid = reward.saturating_mul(Uint128::new(winners.len() as u128)).min(funded);
        let returned = funded.saturating_sub(paid);
        Some(Division { pass, winners, reward, paid, returned })
    }
}

/// Writes the outcome into the attempt; the caller saves it. The response moves the money, with an event for each coin
/// that leaves. `codes` are the reasons of a failure.
pub fn end(
    storage: &mut dyn Storage,
    env: &Env,
    config: &Config,
    batch: &Batch,
    attempt: &mut Attempt,
    division: &Division,
    codes: &[u32],
) -> StdResult<Response> {
    let send = |to: &str, amount: Uint128| -> CosmosMsg {
        BankMsg::Send { to_address: to.into(), amount: coins(amount.u128(), &config.denom) }.into()
    };
    let mut response = Response::new();
    for index in &division.winners {
        let Some(peer) = attempt.peers.get_mut(*index) else { continue };
        let Some(verdict) = &peer.verdict else { continue };
        peer.paid = division.reward;
        if !division.reward.is_zero() {
            response = response.add_message(send(&verdict.account, division.reward));
        }
    }
    if !division.returned.is_zero() {
        response = response.add_message(send(attempt.submitter.as_str(), division.returned));
    }
    count_ended(storage, &batch.device, env.block.time.nanos(), codes)?;
    attempt.stage = Stage::Ended {};
    attempt.outcome = Some(OutcomeResponse {
        pass: division.pass,
        code: codes.first().copied().unwrap_or_default(),
        paid: division.paid,
        returned: division.returned,
        ended: now(env),
    });
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn combinations(checkers: u32) -> impl Iterator<Item = Vec<Option<bool>>> {
        (0..3u32.pow(checkers)).map(move |number| {
            (0..checkers)
                .map(|place| [None, Some(false), Some(true)][(number / 3u32.pow(place) % 3) as usize])
                .collect()
        })
    }

    /// Y-9.4b, Y-8.3.3d
    #[test]
    fn paid_and_returned_are_the_funds_for_every_combination_of_verdicts() {
        for checkers in 0..=7 {
            for verdicts in combinations(checkers) {
                let funded = Uint128::new(13 * u128::from(checkers));
                let Some(division) = Division::of(funded, Uint128::new(13), &verdicts) else {
                    assert!(verdicts.iter().all(Option::is_none));
                    continue;
                };
                let passes = verdicts.iter().filter(|verdict| **verdict == Some(true)).count();
                let fails = verdicts.iter().filter(|verdict| **verdict == Some(false)).count();
                assert_eq!(division.pass, passes > fails);
                let winners = if division.pass { passes } else { fails };
                assert_eq!(division.winners.len(), winners);
                assert_eq!(division.paid, Uint128::new(13 * winners as u128));
                assert_eq!(division.paid + division.returned, funded);
                assert!(division.winners.iter().all(|index| verdicts[*index] == Some(division.pass)));
            }
        }
    }
}
