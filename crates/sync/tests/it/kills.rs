//! Killed at random points, with random changes before: the lake ends up as one that was never disturbed.

use crate::{
    property::{Dice, change},
    support::{World, let_the_lease_run_out},
};
use shared::sync::SyncMode;
use std::time::{Duration, Instant};
use sync::SyncRunError;

/// As if the lease of the dead had run out. What it asked for last may reach the database after its end.
async fn run_after(world: &World) {
    loop {
        let_the_lease_run_out(&world.db).await.unwrap();
        match world.pipeline().run_once(SyncMode::Delta).await {
            Err(SyncRunError::Busy { .. }) => {}
            ended => return drop(ended.unwrap()),
        }
    }
}

/// How often a run was killed before it had ended.
async fn kill_some(first_seed: u64, seeds: u64) -> u32 {
    let world = World::imported().await;
    let undisturbed = World::with(world.source.clone()).await;
    undisturbed.run().await;
    let mut killed = 0;
    let mut usual = Duration::from_millis(200);
    for seed in first_seed..first_seed + seeds {
        let mut dice = Dice::new(seed);
        for _ in 0..3 {
            change(&world.source, &mut dice);
        }
        let mode = if dice.roll(3) == 0 { SyncMode::Full } else { SyncMode::Delta };
        let pipeline = world.pipeline_of("doomed");
        let doomed = tokio::spawn(async move { pipeline.run_once(mode).await });
        let within = u64::try_from(usual.as_micros()).unwrap().max(1_000);
        let _ended = tokio::time::timeout(Duration::from_micros(dice.roll(within)), async {
            while !doomed.is_finished() {
                tokio::task::yield_now().await;
            }
        })
        .await;
        doomed.abort();
        killed += u32::from(doomed.await.is_err());
        run_after(&world).await;
        let began = Instant::now();
        undisturbed.run().await;
        usual = began.elapsed();
        assert_eq!(world.present().await, undisturbed.present().await, "seed {seed}");
    }
    let versions = world.versions().await;
    world.pipeline().replay().await.unwrap();
    assert_eq!(world.versions().await, versions);
    killed
}

/// `cargo xtask soak` asks for more rounds.
fn rounds() -> u64 {
    std::env::var("SALESCOMMAND_TEST_KILLS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(20)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_killed_at_random_points_loses_and_doubles_nothing() {
    let (rounds, mut begun, mut killed) = (rounds(), 0, 0);
    // Afresh from time to time: the history of many rounds makes the comparison slow.
    while begun < rounds {
        let some = (rounds - begun).min(20);
        killed += kill_some(begun + 1, some).await;
        begun += some;
    }
    println!("kills: {killed} of {rounds} runs were cut off");
    assert!(u64::from(killed) * 2 >= rounds, "{killed} of {rounds} runs were cut off");
}
