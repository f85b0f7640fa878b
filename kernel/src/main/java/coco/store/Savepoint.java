package coco.store;

/** A place in a transaction to which its writes can be taken back. It ends with its rollback or its release. */
public final class Savepoint {
    /** How many changes the transaction had to undo when this was set. */
    final int undoSize;

    /** 1 and up, in the order in which the transaction's savepoints were set. */
    final long scope;

    Savepoint(long scope, int undoSize) {
        this.scope = scope;
        this.undoSize = undoSize;
    }
}
