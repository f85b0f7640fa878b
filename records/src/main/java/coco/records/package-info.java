/**
 * A ledger of named records over HTTP: put, get, delete, walk a range. It is a plain application without any blockchain, and it
 * is the shortest complete ledger protocol: whoever writes an adapter reads it first.
 *
 * <p>Start at {@link coco.records.Records}, which the node finds by {@link java.util.ServiceLoader}. {@link
 * coco.records.RecordsRequest} is what travels to the leader, {@code RecordsRun} executes it there, {@code RecordsHttp} is what
 * clients see.
 */
@org.jspecify.annotations.NullMarked
package coco.records;
