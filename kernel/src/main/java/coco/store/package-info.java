/**
 * The replicated store: what the ledger's transactions have made so far, and one transaction at work on it.
 *
 * <p>A {@link coco.store.Version} is one state of all {@link coco.store.Table tables}, an immutable value. A
 * {@link coco.store.Tx} reads one version and collects a {@link coco.store.WriteSet}, which the ledger carries; a
 * version {@linkplain coco.store.Version#with with} the write set is the next version. Nothing is ever undone: to roll
 * back is to keep the reference to an earlier version. Keys are byte strings, ordered as unsigned bytes; the same write
 * sets in the same order give the same entries everywhere.
 *
 * <p>Inside, each table is a B+tree ({@code Node}); a version that follows another copies the nodes on the way to its
 * changes and shares the rest, and an {@link coco.store.Editor} copies them once for many transactions.
 *
 * {@snippet class="StoreSnippets" region="readYourWrites"}
 */
@NullMarked
package coco.store;

import org.jspecify.annotations.NullMarked;
