//! What an item needs to come into being on its chain of origin, and what never changes about it afterwards.

use causeway_assets::msg::{ExecuteMsg, Kind, QueryMsg};
use causeway_integration_tests::books::broken_at_rest;
use causeway_integration_tests::data::{asset_id, certificate, entry_id, open_record, record};
use causeway_integration_tests::people::Person;
use causeway_integration_tests::world::World;
use causeway_proto::{encode, AccessClass, Envelope};

const CONTENT: &[u8] = b"time,celsius\n1,21.5\n";

fn world() -> (World, Person) {
    (World::new(&["zone-a", "zone-b"]), Person::new("alice"))
}

#[test]
fn an_identifier_is_given_once_on_its_chain_also_after_the_item_has_left() {
    let (mut world, alice) = world();
    let bob = Person::new("bob");
    let envelope = certificate(&asset_id("zone-a", "title-1"));
    world.register("zone-a", &alice, &envelope, None).expect("register");
    for who in [&alice, &bob] {
        assert!(world.register("zone-a", who, &envelope, None).expect_err("taken").contains("EXISTS"));
    }
    let away = world.move_of(&envelope, 0, "zone-a", "zone-b", &alice);
    world.prepare_all(&away, &[&alice]);
    assert!(world.register("zone-a", &bob, &envelope, None).expect_err("leaving").contains("LOCKED"));
    world.relay_all();
    assert!(world.register("zone-a", &bob, &envelope, None).expect_err("departed").contains("EXISTS"));
    assert_eq!(world.live_on(&envelope.id), ["zone-b"]);
    assert_eq!(broken_at_rest(&world), Vec::<String>::new());
}

#[test]
fn a_chain_names_only_items_of_its_own_by_the_one_grammar() {
    let (mut world, alice) = world();
    let foreign = certificate(&asset_id("zone-b", "title-1"));
    assert!(world.register("zone-a", &alice, &foreign, None).expect_err("foreign").contains("WRONG_ADDRESSEE"));
    for id in ["did:causeway:asset:zone-a:Title", "did:causeway:party:zone-a:city", "did:web:zone-a:x", "title-1"] {
        let error = world.register("zone-a", &alice, &certificate(id), None).expect_err("malformed");
        assert!(error.contains("ID_MALFORMED"), "{id}: {error}");
    }
}

#[test]
fn a_kind_that_the_zone_does_not_take_is_refused() {
    let (mut world, alice) = world();
    let admin = world.admin.clone();
    let policy = ExecuteMsg::SetAccepts { accepts: vec![Kind::NonFungible] };
    world.owner_calls("zone-a", &admin, &policy).expect("policy");
    let envelope = open_record(&entry_id("zone-a", "air-7"), CONTENT);
    let error = world.register("zone-a", &alice, &envelope, Some(CONTENT)).expect_err("policy");
    assert!(error.contains("KIND_NOT_ACCEPTED"), "{error}");
    assert!(world.owner_calls("zone-a", &alice, &policy).expect_err("no admin").contains("FORBIDDEN"));
}

#[test]
fn content_of_open_records_is_here_and_content_of_closed_ones_never_is() {
    let (mut world, alice) = world();
    let open = open_record(&entry_id("zone-a", "air-7"), CONTENT);
    let closed = record(&entry_id("zone-a", "file-1"), AccessClass::Closed, CONTENT);
    assert!(world.register("zone-a", &alice, &open, None).expect_err("missing").contains("CONTENT_MISSING"));
    let error = world.register("zone-a", &alice, &closed, Some(CONTENT)).expect_err("closed");
    assert!(error.contains("CONTENT_MISSING"), "{error}");
    let changed = world.register("zone-a", &alice, &open, Some(b"other")).expect_err("altered");
    assert!(changed.contains("FINGERPRINT_MISMATCH"), "{changed}");
    world.register("zone-a", &alice, &open, Some(CONTENT)).expect("register");
    world.register("zone-a", &alice, &closed, None).expect("register");
    let ask = |id: &str| {
        let msg = QueryMsg::Content { id: id.into() };
        world.chains["zone-a"].query::<causeway_assets::msg::ContentResponse>(&world.zones["zone-a"].assets, &msg)
    };
    assert_eq!(ask(&open.id).expect("open").content.as_slice(), CONTENT);
    assert!(ask(&closed.id).expect_err("closed").contains("OPERATION_NOT_DEFINED"));
}

#[test]
fn an_update_keeps_the_class_and_is_the_owner_s_alone() {
    let (mut world, alice) = world();
    let envelope = open_record(&entry_id("zone-a", "air-7"), CONTENT);
    world.register("zone-a", &alice, &envelope, Some(CONTENT)).expect("register");
    let update =
        |envelope: &Envelope| ExecuteMsg::Update { envelope: encode(envelope).into(), content: CONTENT.into() };
    let closed = Envelope { copyable: false, access: AccessClass::Closed as i32, ..envelope.clone() };
    let fixed = Envelope { copyable: false, ..envelope.clone() };
    for other in [closed, fixed] {
        let error = world.owner_calls("zone-a", &alice, &update(&other)).expect_err("another class");
        assert!(error.contains("OPERATION_NOT_DEFINED"), "{error}");
    }
    let mallory = Person::new("mallory");
    let error = world.owner_calls("zone-a", &mallory, &update(&envelope)).expect_err("not the owner");
    assert!(error.contains("NOT_OWNER"), "{error}");
    world.owner_calls("zone-a", &alice, &update(&envelope)).expect("update");
    assert_eq!(world.item("zone-a", &envelope.id).expect("item").version.u64(), 1);
}
