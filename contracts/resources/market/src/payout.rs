//! Who gets how much of a price. Each part is cut from what is left, rounded down, and the first share gets the rest:
//! so the parts sum to the price exactly, and none of them shrinks while a payment channel's total grows.

use crate::limits::WHOLE_BPS;
use crate::msg::Split;
use causeway_services::rights::Share;
use cosmwasm_std::Uint128;

/// The parts of a total.
#[derive(Debug, PartialEq, Eq)]
pub struct Parts {
    pub fee: Uint128,
    pub royalty: Uint128,
    /// In the order of the shares.
    pub shares: Vec<Uint128>,
}

/// `bps` of the `left` basis points that `rest` stands for.
fn cut(rest: &mut Uint128, bps: u32, left: &mut u32) -> Uint128 {
    let bps = bps.min(*left);
    if *left == 0 {
        return Uint128::zero();
    }
    let part = rest.multiply_ratio(bps, *left);
    *rest = rest.saturating_sub(part);
    *left = left.saturating_sub(bps);
    part
}

pub fn parts(split: &Split, total: Uint128) -> Parts {
    let (mut rest, mut left) = (total, WHOLE_BPS);
    let fee = cut(&mut rest, split.fee_bps, &mut left);
    let royalty = match split.royalty_account {
        Some(_) => cut(&mut rest, split.royalty_bps, &mut left),
        None => Uint128::zero(),
    };
    left = WHOLE_BPS;
    let others = split.shares.iter().skip(1).rev();
    let mut shares: Vec<Uint128> = others.map(|share| cut(&mut rest, share.bps, &mut left)).collect();
    shares.push(rest);
    shares.reverse();
    Parts { fee, royalty, shares }
}

/// Accounts and what each of them is still owed when `total` is due and `before` was paid out.
pub fn owed(split: &Split, before: Uint128, total: Uint128) -> Vec<(&str, Uint128)> {
    let (old, new) = (parts(split, before), parts(split, total));
    let mut owed = vec![(split.fee_account.as_str(), new.fee.saturating_sub(old.fee))];
    if let Some(royalty) = &split.royalty_account {
        owed.push((royalty, new.royalty.saturating_sub(old.royalty)));
    }
    let shares = new.shares.iter().zip(&old.shares).map(|(new, old)| new.saturating_sub(*old));
    owed.extend(split.shares.iter().map(|Share { account, .. }| account.as_str()).zip(shares));
    owed
}

/// Shares of the whole, and of nothing else.
pub fn is_whole(shares: &[Share]) -> bool {
    let sum = shares.iter().fold(0u64, |sum, share| sum.saturating_add(share.bps.into()));
    sum == u64::from(WHOLE_BPS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(fee_bps: u32, royalty_bps: u32, shares: &[u32]) -> Split {
        let share = |(at, bps): (usize, &u32)| Share { account: format!("share-{at}"), bps: *bps };
        Split {
            fee_bps,
            fee_account: "fee".into(),
            royalty_bps,
            royalty_account: (royalty_bps > 0).then(|| "royalty".into()),
            shares: shares.iter().enumerate().map(share).collect(),
        }
    }

    fn splits() -> Vec<Split> {
        let shares: [&[u32]; 6] =
            [&[10_000], &[1, 9_999], &[3_334, 3_333, 3_333], &[0, 5_000, 5_000], &[2_500; 4], &[1, 1, 9_998]];
        let bps = [(0, 0), (100, 0), (1_000, 9_000), (1_000, 10_000), (333, 777)];
        bps.iter().flat_map(|(fee, royalty)| shares.iter().map(|shares| split(*fee, *royalty, shares))).collect()
    }

    fn sum(parts: &Parts) -> Uint128 {
        parts.shares.iter().fold(parts.fee + parts.royalty, |sum, share| sum + share)
    }

    /// Y-8.4.2c, Y-9.7j
    #[test]
    fn the_parts_sum_to_the_price_exactly_whatever_it_is() {
        let large = [u64::MAX as u128, u128::MAX / 3, u128::MAX];
        for split in splits() {
            for total in (0..2_000).chain(large).map(Uint128::new) {
                let parts = parts(&split, total);
                assert_eq!(sum(&parts), total, "{split:?}");
                assert_eq!(parts.fee, total.multiply_ratio(split.fee_bps, 10_000u32), "{split:?}");
            }
        }
    }

    /// Y-6.1-7
    #[test]
    fn no_part_shrinks_while_the_total_grows_so_vouchers_may_be_redeemed_in_any_steps() {
        for split in splits() {
            let mut before = Uint128::zero();
            let mut paid = vec![Uint128::zero(); split.shares.len() + 2];
            for total in [1u128, 2, 3, 5, 8, 13, 14, 15, 400, 401, 999, 1_000, 7_777].map(Uint128::new) {
                let owed = owed(&split, before, total);
                let given = owed.iter().fold(Uint128::zero(), |sum, (_, amount)| sum + amount);
                assert_eq!(given, total - before, "{split:?} at {total}");
                owed.iter().enumerate().for_each(|(at, (_, amount))| paid[at] += *amount);
                before = total;
            }
            let at_once = owed(&split, Uint128::zero(), before);
            assert!(at_once.iter().zip(&paid).all(|((_, amount), paid)| amount == paid), "{split:?}");
        }
    }

    /// Y-8.4.2c
    #[test]
    fn a_price_is_divided_as_published() {
        let parts = parts(&split(100, 1_000, &[7_000, 3_000]), Uint128::new(1_000));
        assert_eq!((parts.fee.u128(), parts.royalty.u128()), (10, 100));
        assert_eq!(parts.shares, [623u128, 267].map(Uint128::new));
    }
}
