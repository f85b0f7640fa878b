/** Load on the records ledger: writes that are answered once they are committed, and reads of what is committed. */
@NullMarked
package coco.bench.records;

import org.jspecify.annotations.NullMarked;
