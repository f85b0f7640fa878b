/**
 * Whole networks on this machine: real processes, sockets, disks, and faults.
 *
 * <p>Start at {@code Cluster}: it makes the keys and the genesis, starts each node as a process of its own in a temporary
 * folder, stops, freezes and kills them, and ends every one of them when it is closed. {@code Api} is a client of one
 * node, {@code Writers} a light load that remembers what it was answered. All bounds are generous: nothing here measures
 * time.
 */
@NullMarked
package coco.e2e;

import org.jspecify.annotations.NullMarked;
