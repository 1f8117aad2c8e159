//! Whatever is done in whatever order, every unit is a deposit, a reward to come, or paid out; nothing is made or lost.

mod world;

use causeway_stores::limits::LEAVE_BLOCKS;
use causeway_stores::msg::*;
use cosmwasm_std::Uint128;
use world::*;

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % count
    }
}

/// What the contract owes: deposits, and rewards that are neither paid nor gone back.
fn owed(world: &World, versions: u32) -> u128 {
    let deposits: u128 = (0..STORES).map(|number| world.deposit(number).deposit.u128()).sum();
    let rewards: u128 = (1..=versions)
        .filter_map(|version| world.ask::<Option<HistoryResponse>>(&history(version)))
        .map(|object| {
            let open = object.replicas.iter().filter(|replica| !replica.settled).count();
            object.reward.u128() * open as u128
        })
        .sum();
    deposits + rewards
}

fn history(version: u32) -> QueryMsg {
    QueryMsg::History { id: BATCH.into(), version: Some(version) }
}

fn purses(world: &World) -> u128 {
    let keepers: u128 = (0..STORES).map(|number| world.purse(&format!("keeper-{number}"))).sum();
    keepers + world.purse("city")
}

/// One act at random; most are refused, and then nothing may have moved.
fn act(world: &mut World, dice: &mut Dice, versions: u32) -> Result<(), String> {
    let number = dice.below(STORES as u64) as usize;
    let newest: Option<ObjectResponse> = world.ask(&QueryMsg::Object { id: BATCH.into(), version: None });
    let newest = newest.map_or(0, |object| object.version);
    let version = dice.below(u64::from(newest.max(1))) as u32 + 1;
    let (object, store) = (BATCH.to_string(), store(number));
    let keeper = format!("keeper-{number}");
    let done = match dice.below(11) {
        0 => world.pay(&keeper, &ExecuteMsg::Bond { store }, u128::from(dice.below(900)) + 1),
        1 if newest == versions => Err("enough".into()),
        1 => {
            let version = newest + 1;
            let reward = Uint128::new(u128::from(dice.below(3)) * 10);
            let stores = (0..3).map(|step| seat((number + step) % STORES)).collect();
            let placement = Placement { stores, ..placement(version) };
            world.pay("city", &ExecuteMsg::Place { placement, reward: Some(reward) }, reward.u128() * 3)
        }
        2..=4 => world.call("anyone", &receipt_of(&placement(version), number)),
        5 => world.call("anyone", &ExecuteMsg::Challenge { object, version, store }),
        6 => {
            let open = world.challenges(number);
            let Some(first) = open.first() else { return Err("nothing is asked".into()) };
            let ExecuteMsg::Answer { object, store, chunk, path, .. } = answer(number, &sealed(), first.index) else {
                return Err("no answer".into());
            };
            world.call("anyone", &ExecuteMsg::Answer { object, version: first.version, store, chunk, path })
        }
        7 => world.call("anyone", &ExecuteMsg::Fail { object, version, store }),
        8 => {
            let statement = delivery(&placement(version), number, b"lie");
            world.call("anyone", &ExecuteMsg::Accuse { object, version, store, statement })
        }
        9 => {
            let seat = seat(dice.below(STORES as u64) as usize);
            world.call("city", &ExecuteMsg::Replace { object, version, lost: store, seat })
        }
        _ => {
            let step = [
                ExecuteMsg::Reward { object, version, store: store.clone() },
                ExecuteMsg::Unbond { store: store.clone() },
                ExecuteMsg::Withdraw { store },
            ];
            world.call(&keeper, &step[dice.below(3) as usize])
        }
    };
    done.map(|_| ())
}

/// Y-8.3.3c, Y-8.3.3d
#[test]
fn deposits_rewards_and_what_was_paid_sum_exactly_after_every_act() {
    let versions = 8;
    let (mut lost, mut settled) = (0, 0);
    for seed in 0..4 {
        let mut dice = Dice(seed);
        let mut world = World::new();
        let total = purses(&world) + world.balance(&world.contract);
        for _ in 0..250 {
            let before = (purses(&world), world.app.dump_wasm_raw(&world.contract));
            let done = act(&mut world, &mut dice, versions);
            if done.is_err() {
                assert_eq!((purses(&world), world.app.dump_wasm_raw(&world.contract)), before);
            }
            assert_eq!(world.balance(&world.contract), owed(&world, versions));
            assert_eq!(purses(&world) + world.balance(&world.contract), total);
            for number in 0..STORES {
                let deposit = world.deposit(number);
                assert!(deposit.deposit.u128() >= PENALTY * u128::from(deposit.held));
            }
            let far = if dice.below(40) == 0 { LEAVE_BLOCKS } else { dice.below(4) };
            world.wait(far);
        }
        let objects = (1..=versions).filter_map(|version| world.ask::<Option<HistoryResponse>>(&history(version)));
        for replica in objects.flat_map(|object| object.replicas) {
            lost += usize::from(replica.state == ReplicaState::Lost);
            settled += usize::from(replica.settled);
        }
    }
    assert!(lost > 5 && settled > lost, "the acts reach what they are about: {lost} lost, {settled} settled");
}
