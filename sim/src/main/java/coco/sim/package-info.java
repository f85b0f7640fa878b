/**
 * The seeded simulator: the production replica and ledger file under a simulated log, disk, network, clock and entropy.
 *
 * <p>{@link coco.sim.World} holds a cluster and lets one seed decide everything that happens to it; {@link coco.sim.Checker} judges
 * every step. A seed is a bug report: the same seed gives the same run.
 */
@org.jspecify.annotations.NullMarked
package coco.sim;
