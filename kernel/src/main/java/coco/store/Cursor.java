package coco.store;

import coco.crypto.Bytes;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A walk over the entries of a range, one at a time; it stands before the first one until {@link #next} is called.
 * One owner. {@link #key} and {@link #value} are valid while the last {@code next} was true.
 */
public sealed interface Cursor permits TreeCursor, MergedCursor, RecordingCursor {
    /** Moves on; false at the end of the range, and from then on. */
    boolean next();

    /** @throws IllegalStateException where the cursor stands on no entry */
    Bytes key();

    /** @throws IllegalStateException where the cursor stands on no entry */
    Value value();

    default Row row() {
        return new Row(key(), value());
    }

    /** What is left of this walk, for a for-each loop; it can be walked once. */
    default Iterable<Row> rows() {
        return () -> new Iterator<>() {
            private boolean looked;
            private boolean there;

            @Override
            public boolean hasNext() {
                if (!looked) there = Cursor.this.next();
                looked = true;
                return there;
            }

            @Override
            public Row next() {
                if (!hasNext()) throw new NoSuchElementException();
                looked = false;
                return row();
            }
        };
    }
}
