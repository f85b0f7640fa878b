/**
 * Benchmarks. {@link coco.bench.StoreTable} prints the table of {@code docs/decisions/0003-store.md} from thread CPU
 * time, which a busy machine disturbs less than the clock, and {@link coco.bench.StoreMemory} what an entry costs in
 * memory; {@link coco.bench.StoreBenchmark} measures single operations with JMH. Whole networks are measured by {@link
 * coco.bench.load.Main}.
 */
@NullMarked
package coco.bench;

import org.jspecify.annotations.NullMarked;
