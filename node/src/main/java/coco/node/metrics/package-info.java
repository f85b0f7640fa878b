/**
 * What operators see of a running node: {@link coco.node.metrics.Meters} is the one table of numbers, with their names and
 * meanings; {@link coco.node.metrics.JsonLines} writes the log as one JSON object a line. Neither ever holds what clients send or
 * what the ledger keeps private.
 */
@org.jspecify.annotations.NullMarked
package coco.node.metrics;
